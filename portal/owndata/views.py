"""The page of one's own data: taking it along, bringing it back, leaving, and staying after all."""

from time import monotonic
from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.core.errors import Refused
from portal.owndata import selectors, services
from portal.owndata.rules.archive import MOST_BYTES

NO_FILE = f"No file arrived. Choose the archive; it may have {MOST_BYTES // 1024**2} MB."


@require_safe
@never_cache
@learner_required
def page(request: LearnerRequest) -> HttpResponse:
    """Show what can be done."""
    values = {"leaving": selectors.leaving_of(request.user), "empty": selectors.is_empty(request.user)}
    return render(request, "owndata/page.html", {**values, "most": MOST_BYTES // 1024**2})


@require_safe
@learner_required
def export(request: LearnerRequest) -> HttpResponse:
    """Send everything as a zip archive."""
    now = timezone.now()
    headers = {
        "Content-Disposition": f'attachment; filename="own-data-{now:%Y-%m-%d}.zip"',
        "Cache-Control": "private, no-store",
        "Content-Encoding": "identity",
    }
    pieces = services.sent(request.user, now=now)
    answer = StreamingHttpResponse(pieces, content_type="application/zip", headers=headers)
    return cast(HttpResponse, answer)  # as the types of django have no name for a view that streams


@require_POST
@learner_required
def take_in(request: LearnerRequest) -> HttpResponse:
    """Take an archive in, and say what came."""
    file = request.FILES.get("archive")
    if file is None:
        raise Refused(NO_FILE)
    report = services.take_in(request.user, file, now=timezone.now(), clock=monotonic)
    return render(request, "owndata/taken_in.html", {"report": report})


@require_http_methods(["GET", "POST"])
@never_cache
@learner_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth has no types
def leave(request: LearnerRequest) -> HttpResponse:
    """Ask once more, then set the day and sign out."""
    if request.method == "GET":
        leaving = selectors.leaving_of(request.user)
        return redirect("owndata:choice") if leaving else render(request, "owndata/leave.html")
    leaving = services.ask_to_leave(request.user, now=timezone.now())
    logout(request)
    told = f"Your account will be deleted on {leaving.due_at:%-d %B %Y, %H:%M} UTC. Sign in before that to keep it."
    messages.success(request, told)
    return redirect("account_login")


@require_safe
@never_cache
@learner_required
def choice(request: LearnerRequest) -> HttpResponse:
    """Ask somebody who is leaving whether to stay."""
    leaving = selectors.leaving_of(request.user)
    if leaving is None:
        request.session.pop("leaving", None)  # it was decided in another browser
        return redirect("owndata:page")
    return render(request, "owndata/choice.html", {"leaving": leaving})


@require_POST
@learner_required
def keep(request: LearnerRequest) -> HttpResponse:
    """Let the account stay."""
    request.session.pop("leaving", None)
    if services.keep(request.user):
        messages.success(request, "Your account stays. Nothing was deleted.")
    return redirect("owndata:page")
