"""``/dev/mail/``: what a laptop would have sent. Staff only, and gone when a real mail server is set."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.accounts.mailbox import find_letter, letters, writes_to_files

P = ParamSpec("P")


def keeper_required(
    view: Callable[Concatenate[LearnerRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let staff through, and only while mail goes to files; others find no such page."""

    @wraps(view)
    def guarded(request: LearnerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not writes_to_files() or not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return learner_required(guarded)


@require_safe
@keeper_required
def mailbox(request: LearnerRequest) -> HttpResponse:
    """List the newest letters."""
    return render(request, "accounts/mailbox/list.html", {"letters": letters()})


@require_safe
@keeper_required
def read(request: LearnerRequest, file: str, number: int) -> HttpResponse:
    """Show the text part of one letter, its links to be followed."""
    letter = find_letter(file, number)
    if letter is None:
        raise Http404
    return render(request, "accounts/mailbox/letter.html", {"letter": letter})
