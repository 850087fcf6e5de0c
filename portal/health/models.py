"""What was counted in the files of the release that is served, and how the links in them do."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from portal.content.models import Lesson
from portal.health.rules.links import DEAD_AFTER, Standing


class Survey(models.Model):
    """What is in one file. No row, or one of other bytes: nobody has looked at the file as it is now.

    ``blob`` is the SHA-256 of the bytes that were looked at, ``track`` the folder's first part, ``lesson`` the one the
    file is of or stands beside. ``untested`` lists what keeps drills from being proved (``[line, words]``), ``facts``
    what ``facts.yml`` says (``[id, text, checked, status, line, topics]``).
    """

    path = models.CharField(max_length=400, unique=True)
    blob = models.CharField(max_length=64)
    compiler = models.CharField(max_length=16)
    lesson = models.ForeignKey(Lesson, models.CASCADE, null=True, related_name="+")
    executed = models.PositiveIntegerField(default=0)
    static = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    drills = models.PositiveIntegerField(default=0)
    lacking = models.PositiveIntegerField(default=0, help_text="drills that cannot be proved")
    untested = models.JSONField(default=list)
    facts = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["path"], condition=models.Q(lacking__gt=0), name="untested_drills")]

    def __str__(self) -> str:
        return self.path


class Use(models.Model):
    """A file uses something: a web address, or a fact by its id."""

    class Kind(models.TextChoices):
        """What is used."""

        LINK = "link"
        FACT = "fact"

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=4, choices=Kind)
    ref = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "kind", "ref"], name="one_use_per_file_and_thing")
        ]
        indexes = [models.Index(fields=["kind", "ref"], name="uses_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.kind} {self.ref}"


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Addresses, filtered."""

    def due(self, now: datetime) -> LinkCheckQuerySet:
        """Keep those whose turn it is, the longest waiting first."""
        return self.filter(next_at__lte=now).order_by("next_at", "pk")

    def dead(self) -> LinkCheckQuerySet:
        """Keep those that failed on different days, and never answered in between."""
        return self.filter(failed_days__gte=DEAD_AFTER)


class LinkCheck(models.Model):
    """An address the curriculum links to, and how it did. No row: not found yet.

    ``next_at`` is when it is asked next; whoever moves it on is the one that asks. ``checked_at`` is empty before the
    first answer, ``status`` what the server said last (empty: it said nothing).
    """

    url = models.CharField(max_length=1000, unique=True)
    next_at = models.DateTimeField(db_index=True)
    checked_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    failed_days = models.PositiveSmallIntegerField(default=0)
    failed_on = models.DateField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["failed_days"], name="links_that_fail")]

    def __str__(self) -> str:
        return self.url

    @property
    def standing(self) -> Standing:
        """Return how it did as a value."""
        return Standing(self.failed_days, self.failed_on, self.problem)
