"""The admin's pages on progress: the log, to look at."""

from __future__ import annotations

from django.contrib import admin

from portal.core.admin import Record, known
from portal.progress.daily import DayKind
from portal.progress.models import LessonState, ProgressEvent
from portal.progress.rules import Kind


@admin.register(ProgressEvent)
class EventAdmin(Record):
    """What learners did, once and for ever. What follows from it is put right by ``manage.py verify_progress``."""

    person = "user"
    list_display = ("received_at", "user", "kind", "object_id", "local_date")
    list_filter = (known("kind", lambda: (*Kind, *DayKind)), "received_at")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name", "object_id")
    heavy = ("payload",)


@admin.register(LessonState)
class LessonStateAdmin(Record):
    """How far learners are with lessons: the fold of the log."""

    person = "user"
    list_display = ("lesson", "user", "read_at", "practised_at", "proven_at", "fades_at")
    list_filter = ("lesson__track", "read_at")
    list_select_related = ("user", "lesson")
    search_fields = ("user__email", "user__name", "lesson__uid", "lesson__title")
