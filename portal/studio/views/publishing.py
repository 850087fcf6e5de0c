"""Publishing a proposal, and merging what meets another change."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.http import LearnerRequest, editor_required, publisher_required
from portal.content.models import Release
from portal.studio.selectors.history import three_texts
from portal.studio.selectors.meeting import meeting_of
from portal.studio.services.merging import merge_into
from portal.studio.services.publishing import publish_proposal
from portal.studio.views.proposals import PART, proposal_of


@require_POST
@publisher_required
def publish(request: LearnerRequest, pk: int) -> HttpResponse:
    """Publish now; what meets another change goes to the merge page, what has a problem back to the report."""
    done = publish_proposal(request.user, proposal_of(pk), now=timezone.now())
    if isinstance(done, Release):
        messages.success(request, "Published. Learners see it from now on; it can be undone in one step.")
        return redirect("studio:release", done.pk)
    messages.error(request, f"Not published. {done.reason}")
    if done.meetings:
        return redirect("studio:merge", pk, done.meetings[0].path)
    return redirect("studio:proposal", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@editor_required
def merge(request: LearnerRequest, pk: int, path: str) -> HttpResponse:
    """Show a file of a proposal beside what was published since, and take the text made of both."""
    shown = proposal_of(pk)
    meeting = meeting_of(shown, path)
    if meeting is None:
        raise Http404
    wrong = merge_into(request.user, shown, meeting, request.POST) if request.method == "POST" else ""
    if request.method == "POST" and not wrong:
        messages.success(request, "Merged. Both texts before it stay in the history.")
        return redirect("studio:proposal", pk)
    texts = three_texts(path, (meeting.file.base, meeting.served, meeting.mine.blob))
    page = {
        "proposal": shown,
        "texts": texts,
        "meeting": meeting,
        "wrong": wrong,
        "sent": request.POST.get("text"),
    }
    return render(request, "studio/conflicts/merge.html", {**PART, **page}, status=409 if wrong else 200)
