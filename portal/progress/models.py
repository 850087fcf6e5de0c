"""What a learner has done: the log of events, and the rows that are its fold."""

from __future__ import annotations

from django.db import models

from portal.accounts.models import User
from portal.content.models import ChecklistItem, Lesson
from portal.progress.daily import DayFacts
from portal.progress.rules import Event


class ProgressEventQuerySet(models.QuerySet["ProgressEvent"]):
    """Events, filtered."""

    def of(self, learner: User) -> ProgressEventQuerySet:
        """Keep one learner's events."""
        return self.filter(user=learner)

    def in_order(self) -> ProgressEventQuerySet:
        """Sort by when each was taken in, the order in which they are folded."""
        return self.order_by("pk")


class ProgressEvent(models.Model):
    """Something a learner did, once and for ever: rows are added, never changed or deleted (but with the account).

    ``client_uuid`` comes with the request, so that the same request sent twice is one event. ``object_id`` is as
    ``rules.Event`` says. ``occurred_at`` is when the learner did it, ``received_at`` when we
    took it in; ``local_date`` is the learner's day it counts for.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="progress_events")
    client_uuid = models.UUIDField()
    kind = models.CharField(max_length=30)
    object_id = models.CharField(max_length=190)
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    local_date = models.DateField()

    objects = ProgressEventQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "client_uuid"], name="one_event_per_request")]
        indexes = [
            models.Index(fields=["user", "local_date"], name="event_by_day"),
            models.Index(fields=["user", "-id"], name="latest_event"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.object_id}"

    def as_value(self) -> Event:
        """Return what the fold needs of this row."""
        return Event(self.kind, self.object_id, self.occurred_at, self.local_date, self.payload)


class ItemTick(models.Model):
    """A learner says they can do this. Derived from the events; no row means not ticked."""

    user = models.ForeignKey(User, models.CASCADE, related_name="item_ticks")
    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="ticks")
    ticked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "item"], name="one_tick_per_item")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.item_id}"


class LessonState(models.Model):
    """How far a learner is with a lesson. Derived from the events; no row means not started.

    ``read_at``: marked as done, and ``read_on`` the learner's own day of it. ``practised_at``: its quiz or a drill
    passed. ``proven_at``: recalled without help, a week or more later. ``fades_at``: from then on, what was proven
    needs a review; no fold of events, but written by whoever keeps the reviews. A row with none of them says the
    same as no row.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="lesson_states")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="states")
    read_at = models.DateTimeField(null=True)
    read_on = models.DateField(null=True)
    practised_at = models.DateTimeField(null=True)
    proven_at = models.DateTimeField(null=True)
    fades_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson"], name="one_state_per_lesson"),
            models.CheckConstraint(
                condition=models.Q(read_at__isnull=True, read_on__isnull=True)
                | models.Q(read_at__isnull=False, read_on__isnull=False),
                name="read_has_time_and_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.lesson_id}"


class ReadingPlace(models.Model):
    """Where a learner was last in a lesson: the anchor of the section in view. A convenience, not progress."""

    user = models.ForeignKey(User, models.CASCADE, related_name="reading_places")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="places")
    anchor = models.CharField(max_length=120, blank=True)
    heading = models.CharField(max_length=160, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "lesson"], name="one_place_per_lesson")]
        indexes = [models.Index(fields=["user", "-seen_at"], name="latest_place")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.lesson_id} {self.anchor}"


class StudyDay(models.Model):
    """What the log says of one of a learner's days. Derived from the events; no row means nothing happened.

    ``daily.DayFacts`` says what the columns mean; ``detail`` holds its shape and blocks.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="study_days")
    day = models.DateField()
    acted = models.BooleanField(default=False)
    minutes = models.PositiveIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    edited = models.BooleanField(default=False)
    offset = models.SmallIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="one_row_per_day")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"

    def as_value(self) -> DayFacts:
        """Return the facts of the row."""
        shape, blocks = self.detail.get("shape", ""), self.detail.get("blocks", {})
        return DayFacts(self.acted, self.minutes, self.done, self.edited, self.offset, shape, blocks)


class Mark(models.Model):
    """What a learner says of a chapter, a post or a step: read, saved, skipped, done. Derived; no row means nothing."""

    user = models.ForeignKey(User, models.CASCADE, related_name="marks")
    object_id = models.CharField(max_length=190)
    mark = models.CharField(max_length=20)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "object_id"], name="one_mark_per_object")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.object_id} {self.mark}"
