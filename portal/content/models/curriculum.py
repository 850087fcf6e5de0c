"""The curriculum as rows: what is served now, and every version a lesson ever had."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from portal.content.models.files import Blob, Release


class PlanDocument(models.Model):
    """``plan.yml`` as data: routine, book and blogs. One row, of the current release."""

    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=160)
    routine = models.JSONField(default=dict)
    book = models.JSONField(null=True, default=None)
    blogs = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.title


class Track(models.Model):
    """One of the plan's tracks, in the plan's order. ``weeks_max`` is empty for a habit that runs beside the path."""

    uid = models.CharField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    short = models.CharField(max_length=60)
    summary = models.CharField(max_length=160)
    html = models.TextField(blank=True)
    weeks_min = models.PositiveSmallIntegerField(null=True)
    weeks_max = models.PositiveSmallIntegerField(null=True)
    weeks_proposed = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the track's page."""
        return reverse("reading:track", args=[self.uid])


class Milestone(models.Model):
    """The project at the end of a track."""

    uid = models.CharField(max_length=60, unique=True)
    track = models.ForeignKey(Track, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=160)
    steps = models.JSONField(default=list)
    html = models.TextField(blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.uid.upper()} {self.title}"


class Module(models.Model):
    """A group of lessons within a track; ``uid`` is unique in the track."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="modules")
    uid = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["track", "uid"], name="one_module_per_uid_and_track")]

    def __str__(self) -> str:
        return self.title


class LessonQuerySet(models.QuerySet["Lesson"]):
    """Lessons, filtered."""

    def live(self) -> LessonQuerySet:
        """Leave out lessons that are no longer in the files."""
        return self.filter(retired_at__isnull=True)

    def in_track(self, track: Track) -> LessonQuerySet:
        """Keep the lessons of one track."""
        return self.filter(track=track)

    def written(self) -> LessonQuerySet:
        """Leave out outlines."""
        return self.filter(status=Lesson.Status.WRITTEN)


class Lesson(models.Model):
    """One topic of the plan. It keeps its row through every version, rename and move; retired, it keeps its history.

    ``nav`` holds what the page says of other lessons, so that no query is needed for it: ``previous`` and ``next``
    (``{"uid", "title", "url"}`` or null) and ``builds_on``, a list of the same.
    """

    class Status(models.TextChoices):
        """Whether the text is there, or only what it will cover."""

        WRITTEN = "written"
        OUTLINE = "outline"

    uid = models.CharField(max_length=120, unique=True)
    track = models.ForeignKey(Track, models.PROTECT, related_name="lessons")
    module = models.ForeignKey(Module, models.PROTECT, related_name="lessons")
    position = models.PositiveIntegerField(help_text="place in the whole plan, from 0")
    title = models.CharField(max_length=160)
    short = models.CharField(max_length=80)
    summary = models.CharField(max_length=160)
    status = models.CharField(max_length=10, choices=Status)
    level = models.CharField(max_length=10)
    minutes_read = models.PositiveSmallIntegerField()
    minutes_practice = models.PositiveSmallIntegerField()
    version = models.ForeignKey("LessonVersion", models.PROTECT, null=True, related_name="+")
    nav = models.JSONField(default=dict)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the lesson's page."""
        track, _, slug = self.uid.partition("/")
        return reverse("reading:lesson", args=[track, slug])


class LessonVersion(models.Model):
    """What a lesson said from one release on. ``source`` never changes; ``html`` is made from it by the compiler.

    ``page`` holds what the lesson page shows beside the prose: ``headings`` (``[{"level", "anchor", "title"}]``),
    ``objectives``, ``concepts``, ``facts`` and ``links`` (``[{"title", "url", "why"}]``), ``lane``, and
    ``verified_on`` (an ISO date or null). ``digest`` is the SHA-256 over both, so that whoever follows a lesson
    need not read them; empty in a version from before there was one.
    """

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="versions")
    source = models.ForeignKey(Blob, models.PROTECT)
    release = models.ForeignKey(Release, models.PROTECT, related_name="versions")
    html = models.TextField()
    page = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.lesson_id}@{self.release_id}"


class LessonAlias(models.Model):
    """An id a lesson had before; addresses and events with it lead to the lesson."""

    uid = models.CharField(max_length=120, unique=True)
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="aliases")

    def __str__(self) -> str:
        return self.uid


class LessonConcept(models.Model):
    """A concept a lesson declares, and the objective it stands for. The same concept may stand in many lessons.

    Only lessons that are served have rows.
    """

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="concepts")
    concept = models.CharField(max_length=80, db_index=True)
    position = models.PositiveSmallIntegerField()
    objective = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["lesson", "concept"], name="one_concept_per_lesson")]

    def __str__(self) -> str:
        return f"{self.lesson_id} {self.concept}"


class QuestionConcept(models.Model):
    """A concept a question asks about; ``ref`` is ``<quiz id>#<question id>``, as the recall queue names it.

    Only the quizzes of the current release have rows; ``path`` is the file.
    """

    path = models.CharField(max_length=400, db_index=True)
    ref = models.CharField(max_length=190)
    concept = models.CharField(max_length=80, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ref", "concept"], name="one_concept_per_question")]

    def __str__(self) -> str:
        return f"{self.ref} {self.concept}"


class ChecklistItem(models.Model):
    """One thing to be able to do after a lesson. ``key`` is its id within the lesson and never changes."""

    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="items")
    key = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    html = models.TextField(help_text="inline HTML, sanitised")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["lesson", "key"], name="one_item_per_key_and_lesson")]

    def __str__(self) -> str:
        return f"{self.lesson_id}#{self.key}"
