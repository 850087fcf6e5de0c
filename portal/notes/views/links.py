"""A learner's own links beside a lesson."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.core.http import is_fragment
from portal.notes import services
from portal.notes.models import OwnLink, address_of
from portal.notes.selectors.note import sheet_of
from portal.notes.views.subjects import lesson_of


@require_POST
@learner_required
def add(request: LearnerRequest, track: str, slug: str) -> HttpResponse:
    """Put a link beside a lesson."""
    title, url = request.POST.get("title", ""), request.POST.get("url", "")
    link = services.add_link(request.user, lesson_of(track, slug), title=title, url=url, now=timezone.now())
    return _answer(request, link, f"Added “{link.title}”.")


@require_POST
@learner_required
def tick(request: LearnerRequest, pk: int) -> HttpResponse:
    """Tick a link, or take that back."""
    link, done = _link(request, pk), request.POST.get("done") == "true"
    services.set_link_done(request.user, link, done=done, now=timezone.now())
    return _answer(request, link, f"{'Ticked' if done else 'Taken back'}: “{link.title}”.")


@require_POST
@learner_required
def remove(request: LearnerRequest, pk: int) -> HttpResponse:
    """Remove a link, or take that back."""
    link, binned = _link(request, pk), request.POST.get("binned") == "true"
    services.set_link_binned(request.user, link, binned=binned, now=timezone.now())
    said = f"{'Removed' if binned else 'Back'}: “{link.title}”."
    return _answer(request, link, said, removed=link if binned else None)


@require_safe
@never_cache
@learner_required
def edit(request: LearnerRequest, pk: int) -> HttpResponse:
    """Show a link in a form."""
    return render(request, "notes/links/change.html", {"link": _link(request, pk), "section": "notes"})


@require_POST
@learner_required
def change(request: LearnerRequest, pk: int) -> HttpResponse:
    """Change title and address of a link."""
    link = _link(request, pk)
    title, url = request.POST.get("title", ""), request.POST.get("url", "")
    services.change_link(request.user, link, title=title, url=url)
    return redirect(f"{address_of(link.lesson)}#own-links")


def _answer(
    request: LearnerRequest, link: OwnLink, said: str, *, removed: OwnLink | None = None
) -> HttpResponse:
    """Return the links as they are now: a fragment for HTMX, the page of the note for a plain form."""
    if not is_fragment(request):
        gone = f"?removed={removed.pk}" if removed else ""
        return redirect(f"{address_of(link.lesson)}{gone}#own-links")
    sheet = sheet_of(request.user, link.lesson, now=timezone.now(), whole=False)
    return render(request, "notes/links/_links.html", {"sheet": sheet, "removed": removed, "said": said})


def _link(request: LearnerRequest, pk: int) -> OwnLink:
    return get_object_or_404(OwnLink.objects.select_related("lesson"), pk=pk, user=request.user)
