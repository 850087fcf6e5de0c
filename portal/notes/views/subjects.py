"""Which lesson or day an address means."""

from datetime import date

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from portal.content.models import Lesson


def lesson_of(track: str, slug: str) -> Lesson:
    """Return the lesson, retired or not, by its id or one it had before."""
    uid = f"{track}/{slug}"
    found = Lesson.objects.select_related("track").filter(Q(uid=uid) | Q(aliases__uid=uid))
    return get_object_or_404(found.distinct())


def day_of(written: str) -> date:
    """Return the day of an address: ``2026-11-24``, in this century."""
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise Http404 from error
    if day.isoformat() != written or not 2000 <= day.year < 2100:
        raise Http404
    return day
