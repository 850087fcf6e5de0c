"""Quizzes as rows, every version they ever had, and what learners answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property, lru_cache

from django.db import models
from django.urls import reverse

from portal.accounts.models import User
from portal.content.models import Blob, Lesson
from portal.quizzes.parts import Question, QuizFile
from portal.quizzes.rules import Asked, Score, names_now
from portal.quizzes.stored import loaded


class Quiz(models.Model):
    """A quiz of the curriculum. ``lesson`` is the one it stands beside; ``version`` is what is served now."""

    uid = models.CharField(max_length=120, unique=True)
    path = models.CharField(max_length=400)
    title = models.CharField(max_length=120)
    lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, related_name="quizzes")
    version = models.ForeignKey("QuizVersion", models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "quizzes"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the quiz's page."""
        return reverse("taking:quiz", args=[self.uid])


class QuizVersion(models.Model):
    """What a quiz asked from one sync on. An attempt is graded by the version it began with.

    ``spec`` is the compiled file, right answers included, and never changes. ``source``, ``compiler`` and
    ``stamps`` say of which bytes, by which code and with which pictures and lessons it came out last.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="versions")
    source = models.ForeignKey(Blob, models.PROTECT)
    compiler = models.CharField(max_length=16)
    stamps = models.JSONField(default=dict)
    spec = models.JSONField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.quiz_id}@{self.pk}"

    def question(self, uid: str) -> Question | None:
        """Return one question by its id."""
        return self.questions().get(uid)

    def quiz_file(self) -> QuizFile:
        """Return the quiz as it was compiled, without the text of its file; read once in a process."""
        return _read(self.pk, self.source_id, self.compiler, self.created_at)[0]

    def questions(self) -> Mapping[str, Question]:
        """Return all questions by their ids, in the order of the file."""
        return _read(self.pk, self.source_id, self.compiler, self.created_at)[1]

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Return the id a question has here by each other id it had, in this version or in one before."""
        history = QuizVersion.objects.filter(quiz=self.quiz_id, pk__lte=self.pk).order_by("pk")
        specs = history.values_list("spec", flat=True).iterator(chunk_size=20)
        return names_now(
            Asked(frozenset(q["id"] for q in spec["questions"]), spec["aliases"]) for spec in specs
        )


@lru_cache(maxsize=64)
def _read(
    pk: int, source: str, compiler: str, created_at: datetime
) -> tuple[QuizFile, Mapping[str, Question]]:
    """Read a version, which never changes; what is beside its key tells it from that of another database."""
    spec = QuizVersion.objects.values_list("spec", flat=True).get(pk=pk)
    questions = {data["id"]: loaded(data) for data in spec["questions"]}
    quiz = QuizFile(path="", head="", **{**spec, "questions": tuple(questions.values())})
    return quiz, questions


class AttemptQuerySet(models.QuerySet["Attempt"]):
    """Attempts, filtered."""

    def of(self, learner: User) -> AttemptQuerySet:
        """Keep one learner's attempts."""
        return self.filter(user=learner)

    def done(self) -> AttemptQuerySet:
        """Keep those that are finished."""
        return self.filter(finished_at__isnull=False)


class Attempt(models.Model):
    """A learner takes a version of a quiz once, in one sitting or many.

    ``order`` lists the ids of the drawn questions; ``seed`` made it, the order of options and the values of
    variables. ``request_id`` comes with the form, so that starting twice is one attempt. The score is written
    when it is finished. After ``deadline`` nothing is taken in.
    """

    class Mode(models.TextChoices):
        """When feedback is given: at once, or at the end."""

        PRACTICE = "practice"
        EXAM = "exam"

    user = models.ForeignKey(User, models.CASCADE, related_name="attempts", db_index=False)
    version = models.ForeignKey(QuizVersion, models.PROTECT, related_name="attempts")
    mode = models.CharField(max_length=10, choices=Mode)
    seed = models.BigIntegerField()
    order = models.JSONField()
    request_id = models.UUIDField()
    started_at = models.DateTimeField()
    deadline = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    earned = models.FloatField(null=True)
    possible = models.FloatField(null=True)
    passed = models.BooleanField(default=False)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "request_id"], name="one_attempt_per_request")]
        indexes = [
            models.Index(fields=["user", "version", "-id"], name="latest_attempts"),
            models.Index(
                fields=["deadline"],
                condition=models.Q(finished_at=None, deadline__isnull=False),
                name="attempts_that_run_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.version_id} {self.mode}"

    def get_absolute_url(self) -> str:
        """Return the address of the attempt."""
        return reverse("taking:attempt", args=[self.version.quiz.uid, self.pk])

    @property
    def score(self) -> Score:
        """Return the score; 0 of 0 before the end."""
        return Score(self.earned or 0.0, self.possible or 0.0)

    @property
    def percent(self) -> int | None:
        """Return the score as whole percent, rounded down; None when nothing could be earned."""
        share = self.score.share
        return None if share is None else int(share * 100 + 1e-6)


class Response(models.Model):
    """What a learner gave for one question of an attempt. No row means: not opened, no hint, no answer.

    ``value`` is the answer as saved last; ``revision`` counts its changes, so that a stale page is noticed.
    ``credit`` is that of the first try, from -1 to 1, or empty while it is not graded or is left out;
    ``grade`` is the latest one with its parts. ``uuid`` is the answer's id in the recall queue, which has seen
    it once ``taken_in``. ``saved_by`` is the page that saved the value by itself, so that it is not told of
    its own save as if it were another's when the acknowledgement was lost; empty after a form.
    """

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    question = models.CharField(max_length=60)
    uuid = models.UUIDField()
    value = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    confidence = models.CharField(max_length=10, blank=True)
    hints = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    seconds = models.FloatField(null=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=36, blank=True)
    answered_at = models.DateTimeField(null=True)
    first = models.JSONField(default=dict)
    credit = models.FloatField(null=True)
    grade = models.JSONField(null=True)
    taken_in = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question"], name="one_response_per_question")
        ]
        indexes = [
            models.Index(
                fields=["attempt"],
                condition=models.Q(answered_at__isnull=False, taken_in=False),
                name="answers_not_taken_in",
            )
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.question} r{self.revision}"
