"""The history: who published what, what each file was, and the way back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, editor_required, publisher_required
from portal.content.models import FileVersion, Release
from portal.studio.selectors import history as found
from portal.studio.selectors.proposals import change
from portal.studio.services.publishing import undo as undo_release
from portal.studio.services.restoring import restore as restore_version

PART = {"part": "history"}


@require_safe
@never_cache
@editor_required
def history(request: LearnerRequest) -> HttpResponse:
    """List the releases, the newest first."""
    before = request.GET.get("before", "")
    rows = found.page_of_releases(int(before) if before.isdecimal() and len(before) < 10 else None)
    page = {"releases": rows[: found.PAGE], "more": len(rows) > found.PAGE}
    return render(request, "studio/history/history.html", {**PART, **page})


@require_safe
@never_cache
@editor_required
def release(request: LearnerRequest, pk: int) -> HttpResponse:
    """Show what a release changed, and the button that takes it back."""
    shown = get_object_or_404(Release.objects.select_related("author", "undoes"), pk=pk)
    changes, others = found.changes_of_release(shown)
    undone = shown.undone_by.order_by("pk").last()
    page = {"release": shown, "changes": changes, "others": others, "count": len(changes) + len(others)}
    more = {"undone": undone, "proposal": found.proposal_behind(shown)}
    return render(request, "studio/history/release.html", {**PART, **page, **more})


@require_POST
@publisher_required
def undo(request: LearnerRequest, pk: int) -> HttpResponse:
    """Take back what a release changed."""
    done = undo_release(request.user, get_object_or_404(Release, pk=pk), now=timezone.now())
    messages.success(request, "Taken back. This is a release as well, and can be undone in turn.")
    return redirect("studio:release", done.pk)


@require_safe
@never_cache
@editor_required
def versions(request: LearnerRequest, path: str) -> HttpResponse:
    """List what a file was, under all the paths it had."""
    rows = found.versions_of(path)
    if not rows:
        raise Http404
    return render(
        request,
        "studio/history/versions.html",
        {**PART, "path": path, "rows": rows},
    )


@require_safe
@never_cache
@editor_required
def compare(request: LearnerRequest, old: int, new: int) -> HttpResponse:
    """Show two versions side by side."""
    rows = FileVersion.objects.select_related("blob", "release__author")
    before, after = get_object_or_404(rows, pk=old), get_object_or_404(rows, pk=new)
    page = {"before": before, "after": after, "change": change(after.path, before.blob, after.blob)}
    return render(request, "studio/history/compare.html", {**PART, **page})


@require_POST
@editor_required
def restore(request: LearnerRequest, pk: int) -> HttpResponse:
    """Make a draft of what a file was."""
    version = get_object_or_404(FileVersion.objects.select_related("blob", "before"), pk=pk)
    draft = restore_version(request.user, version, now=timezone.now())
    messages.success(
        request, f"The earlier text of {draft.path} is a draft of yours. Publish it to serve it."
    )
    return redirect("studio:propose")
