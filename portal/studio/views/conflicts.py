"""Files that the folder and the Studio both changed, until a person decides."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, editor_required, publisher_required
from portal.content.models import Conflict
from portal.studio.selectors.history import open_conflicts, three_texts
from portal.studio.services.conflicts import Choice, decide, token_of
from portal.studio.services.merging import chosen, unfinished
from portal.studio.services.publishing import Stuck

PART = {"part": "conflicts"}


@require_safe
@never_cache
@editor_required
def conflicts(request: LearnerRequest) -> HttpResponse:
    """List what waits for a decision."""
    page = {"conflicts": open_conflicts()}
    return render(request, "studio/conflicts/conflicts.html", {**PART, **page})


@require_safe
@never_cache
@editor_required
def conflict(request: LearnerRequest, pk: int) -> HttpResponse:
    """Show base, what is served and what the folder holds, with a merge to edit."""
    return _page(request, _conflict(pk))


@require_POST
@publisher_required
def settle(request: LearnerRequest, pk: int) -> HttpResponse:
    """Serve what was chosen; with a problem, show it beside the text that was sent."""
    shown = _conflict(pk)
    choice = Choice(chosen(request.POST, shown.ours, shown.theirs), request.POST.get("token", ""))
    wrong = unfinished(request.POST)
    done = Stuck(wrong) if wrong else decide(request.user, shown, choice, now=timezone.now())
    if isinstance(done, Stuck):
        return _page(request, shown, done, request.POST.get("text"))
    messages.success(request, "Decided. Both texts stay in the history of the file.")
    return redirect("studio:conflicts")


def _page(
    request: LearnerRequest, shown: Conflict, stuck: Stuck | None = None, sent: str | None = None
) -> HttpResponse:
    texts = three_texts(shown.path, (shown.base, shown.ours, shown.theirs))
    page = {"conflict": shown, "texts": texts, "token": token_of(shown), "stuck": stuck, "sent": sent}
    return render(request, "studio/conflicts/conflict.html", {**PART, **page}, status=409 if stuck else 200)


def _conflict(pk: int) -> Conflict:
    return get_object_or_404(Conflict.objects.select_related("base", "ours", "theirs"), pk=pk)
