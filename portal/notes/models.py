"""Notes with their older versions, and a learner's own links."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.accounts.models import User
from portal.content.models import Lesson


class NoteQuerySet(models.QuerySet["Note"]):
    """Notes, filtered."""

    def of(self, learner: User) -> NoteQuerySet:
        """Keep one learner's notes."""
        return self.filter(user=learner)

    def live(self) -> NoteQuerySet:
        """Leave out what is in the bin, and notes without a word."""
        return self.filter(retired_at=None).exclude(text="")

    def binned(self) -> NoteQuerySet:
        """Keep what is in the bin."""
        return self.filter(retired_at__isnull=False)

    def about(self, subject: Lesson | date) -> NoteQuerySet:
        """Keep the notes on one lesson or one day."""
        return self.filter(lesson=subject) if isinstance(subject, Lesson) else self.filter(day=subject)

    def holding(self, words: str) -> NoteQuerySet:
        """Keep notes that hold every one of ``words``, in the text or in the name of the lesson."""
        found = self
        for word in words.split():
            found = found.filter(Q(text__icontains=word) | Q(lesson__title__icontains=word))
        return found


class Note(models.Model):
    """What a learner wrote about a lesson or about a day of their own: one of the two, and one note each.

    ``html`` is made from ``text`` when it is saved; ``fault`` says what of it could not be shown (see
    ``content.prose``). ``revision`` counts the saves from 1; ``writer`` names the page that made the last one (empty: a
    form without a script), which was that page's save number ``serial``. With ``retired_at`` it lies in the bin.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notes")
    lesson = models.ForeignKey(Lesson, models.PROTECT, null=True, related_name="notes")
    day = models.DateField(null=True)
    text = models.TextField()
    html = models.TextField()
    fault = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=1)
    writer = models.CharField(max_length=36, blank=True)
    serial = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson"], name="one_note_per_lesson"),
            models.UniqueConstraint(fields=["user", "day"], name="one_note_per_day"),
            models.CheckConstraint(
                condition=Q(lesson__isnull=False, day=None) | Q(lesson=None, day__isnull=False),
                name="note_is_about_a_lesson_or_a_day",
            ),
        ]
        indexes = [models.Index(fields=["user", "-changed_at"], name="newest_notes")]

    def __str__(self) -> str:
        return f"note {self.pk}"

    def get_absolute_url(self) -> str:
        """Return the address of the page on which it is read and written."""
        return address_of(self.subject)

    @property
    def subject(self) -> Lesson | date:
        """Return what it is about; ``lesson`` must be loaded."""
        found = self.lesson or self.day
        if found is None:
            raise ValueError(f"{self} is about nothing")
        return found


def address_of(subject: Lesson | date, action: str = "") -> str:
    """Return where the note on ``subject`` is, or an ``action`` on it ("save", "beside", "link")."""
    if isinstance(subject, Lesson):
        return reverse(f"notes:lesson{action and '-'}{action}", args=subject.uid.split("/", 1))
    return reverse(f"notes:day{action and '-'}{action}", args=[f"{subject:%Y-%m-%d}"])


class NoteVersion(models.Model):
    """What a note said before: kept at intervals, before a save that took much away, and when two texts met."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"version {self.pk} of note {self.note_id}"


class OwnLink(models.Model):
    """A page elsewhere that a learner put beside a lesson. ``done_at``: ticked. Not progress: it is theirs alone."""

    user = models.ForeignKey(User, models.CASCADE, related_name="own_links")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="own_links")
    title = models.CharField(max_length=160)
    url = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson", "url"], name="one_own_link_per_address")
        ]

    def __str__(self) -> str:
        return self.title
