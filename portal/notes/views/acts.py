"""What is done with a note that exists: the bin, and its older versions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.notes import services
from portal.notes.models import Note, NoteVersion
from portal.notes.selectors.note import sheet_of, version_of


@require_POST
@learner_required
def put_away(request: LearnerRequest, pk: int) -> HttpResponse:
    """Put a note into the bin, or take it out."""
    note, binned = _note(request, pk), request.POST.get("binned") == "true"
    services.set_binned(request.user, note, binned=binned, now=timezone.now())
    return redirect(note.get_absolute_url())


@require_POST
@learner_required
def erase(request: LearnerRequest, pk: int) -> HttpResponse:
    """Delete a note in the bin for good."""
    if services.erase(request.user, _note(request, pk)):
        messages.success(request, "Deleted for good, with its older versions.")
    return redirect("notes:list")


@require_safe
@never_cache
@learner_required
def version(request: LearnerRequest, pk: int) -> HttpResponse:
    """Show what a note said before."""
    found = _version(request, pk)
    sheet = sheet_of(request.user, found.note.subject, now=timezone.now(), whole=False)
    page = {"sheet": sheet, "version": found, "section": "notes"}
    return render(request, "notes/version.html", page)


@require_POST
@learner_required
def bring_back(request: LearnerRequest, pk: int) -> HttpResponse:
    """Make a note say again what it said before."""
    found = _version(request, pk)
    services.bring_back(request.user, found, now=timezone.now())
    messages.success(request, "The earlier text is back. The other one is among the earlier versions.")
    return redirect(found.note.get_absolute_url())


def _note(request: LearnerRequest, pk: int) -> Note:
    return get_object_or_404(Note.objects.of(request.user).select_related("lesson"), pk=pk)


def _version(request: LearnerRequest, pk: int) -> NoteVersion:
    found = version_of(request.user, pk)
    if found is None:
        raise Http404
    return found
