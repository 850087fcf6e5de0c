"""Reading and writing notes: forms that work with and without a script."""

from datetime import date
from typing import cast

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.accounts.selectors import zone_of
from portal.content.models import Lesson
from portal.notes import services
from portal.notes.export import archive_of
from portal.notes.models import Note, OwnLink, address_of
from portal.notes.rules import merged, tidy
from portal.notes.selectors.note import clock, sheet_of, today_of
from portal.notes.selectors.shelf import shelf_of
from portal.notes.services import Draft
from portal.notes.views.subjects import day_of, lesson_of


@require_safe
@never_cache
@learner_required
def shelf(request: LearnerRequest) -> HttpResponse:
    """List the learner's notes, those changed last first."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("words", "track", "page")}
    found = shelf_of(request.user, **asked, binned="bin" in request.GET)
    today = today_of(request.user, timezone.now())
    return render(request, "notes/list.html", {"shelf": found, "today": today, "section": "notes"})


@require_safe
@learner_required
def export(request: LearnerRequest) -> HttpResponse:
    """Send every note as a Markdown file, in a zip archive."""
    name = f"notes-{today_of(request.user, timezone.now()):%Y-%m-%d}.zip"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
        "Content-Encoding": "identity",
    }
    answer = StreamingHttpResponse(archive_of(request.user), content_type="application/zip", headers=headers)
    return cast(HttpResponse, answer)  # as the types of django have no name for a view that streams


@require_safe
@never_cache
@learner_required
def lesson(request: LearnerRequest, track: str, slug: str) -> HttpResponse:
    """Show the note on a lesson, to read and to write, with the learner's own links."""
    return _page(request, lesson_of(track, slug))


@require_safe
@never_cache
@learner_required
def day(request: LearnerRequest, day: str) -> HttpResponse:
    """Show the note on a day."""
    return _page(request, day_of(day))


@require_safe
@never_cache
@learner_required
def lesson_beside(request: LearnerRequest, track: str, slug: str) -> HttpResponse:
    """Return what the lesson page loads when its place comes into view: note and links."""
    sheet = sheet_of(request.user, lesson_of(track, slug), now=timezone.now(), whole=False)
    return render(request, "notes/_beside.html", {"sheet": sheet})


@require_POST
@learner_required
def lesson_save(request: LearnerRequest, track: str, slug: str) -> HttpResponse:
    """Save the note on a lesson."""
    return _save(request, lesson_of(track, slug))


@require_POST
@learner_required
def day_save(request: LearnerRequest, day: str) -> HttpResponse:
    """Save the note on a day."""
    return _save(request, day_of(day))


def _page(request: LearnerRequest, subject: Lesson | date) -> HttpResponse:
    sheet = sheet_of(request.user, subject, now=timezone.now())
    gone = request.GET.get("removed", "")
    mine = OwnLink.objects.filter(user=request.user, lesson=sheet.lesson, retired_at__isnull=False)
    removed = mine.filter(pk=gone).first() if gone.isdecimal() and sheet.lesson else None
    return render(request, "notes/note.html", {"sheet": sheet, "section": "notes", "removed": removed})


def _save(request: LearnerRequest, subject: Lesson | date) -> HttpResponse:
    """Save what the form holds; a page that is out of date gets both texts and 409, one that is too long 422."""
    draft, now, quiet = _draft(request), timezone.now(), request.POST.get("do") == "save"
    try:
        keep = request.POST.get("do") == "keep"
        note = services.save(request.user, subject, draft, now=now, keep=keep)
    except services.Conflict as conflict:
        return _conflict(request, subject, draft, conflict.stored, quiet=quiet)
    except services.TooLong as refused:
        if quiet:
            return JsonResponse({"reason": refused.reason}, status=422)
        page = {"sheet": sheet_of(request.user, subject, now=now), "refused": refused.reason, "draft": draft}
        return render(request, "notes/note.html", page, status=422)
    return _saved(request, note) if quiet else redirect(address_of(subject))


def _saved(request: LearnerRequest, note: Note) -> JsonResponse:
    """Tell the script what it shows after a save."""
    at = clock(note.changed_at, zone_of(request.user), timezone.now())
    shown = render_to_string("notes/_shown.html", {"note": note})
    return JsonResponse(
        {"revision": note.revision, "status": f"Saved {at}" if note.pk else "", "shown": shown}
    )


def _conflict(
    request: LearnerRequest, subject: Lesson | date, draft: Draft, stored: Note, *, quiet: bool
) -> HttpResponse:
    """Show what is saved and what was sent, and let the learner choose; what was sent is kept as a version."""
    if quiet:
        return JsonResponse({"revision": stored.revision}, status=409)
    now = timezone.now()
    services.set_aside(stored, draft.text, now=now)
    sheet = sheet_of(request.user, subject, now=now, whole=False)
    both = merged(stored.text, tidy(draft.text))
    page = {"sheet": sheet, "stored": stored, "draft": draft, "both": both, "section": "notes"}
    return render(request, "notes/conflict.html", page, status=409)


def _draft(request: HttpRequest) -> Draft:
    """Read the form; raises ``BadRequest`` (400) without a text: nothing is emptied by accident."""
    if (text := request.POST.get("text")) is None:
        raise BadRequest("The form came without its text; load the page again.")
    numbers = [request.POST.get(name, "") for name in ("revision", "serial")]
    revision, serial = (int(one) if one.isdecimal() and len(one) < 9 else 0 for one in numbers)
    return Draft(text, revision, request.POST.get("writer", "")[:36], serial)
