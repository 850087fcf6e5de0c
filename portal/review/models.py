"""Cards, the log of their grades, and how much review a learner wants."""

from __future__ import annotations

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from fsrs import State

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.review.rules.memory import Memory
from portal.review.rules.pace import Kind

LEAST_RETENTION, MOST_RETENTION = 0.8, 0.97
MEMORY = tuple(Memory.__dataclass_fields__)
"""The columns of ``Card`` that are the fold of its log."""


class CardQuerySet(models.QuerySet["Card"]):
    """Cards, filtered."""

    def of(self, learner: User) -> CardQuerySet:
        """Keep one learner's cards."""
        return self.filter(user=learner)

    def live(self) -> CardQuerySet:
        """Leave out what was put aside or has left the curriculum."""
        return self.filter(suspended_at=None, retired_at=None)

    def seen(self) -> CardQuerySet:
        """Leave out cards without a grade yet."""
        return self.filter(last_review__isnull=False)

    def new(self) -> CardQuerySet:
        """Keep cards without a grade yet, oldest first."""
        return self.filter(last_review=None).order_by("due", "pk")

    def due(self, *, now: datetime, day_end: datetime) -> CardQuerySet:
        """Keep seen cards whose turn has come, longest due first.

        What waits for days is due from the beginning of its day on; what waits for minutes, from that minute
        on.
        """
        known = models.Q(state=State.Review) | models.Q(due__lte=now)
        return self.seen().filter(known, due__lt=day_end).order_by("due", "pk")

    def kept(self) -> CardQuerySet:
        """Leave out what the learner removed; a question that left the curriculum is still listed."""
        return self.exclude(kind=Kind.OWN, retired_at__isnull=False)

    def of_lessons(self) -> CardQuerySet:
        """Leave out cards the learner wrote: they say nothing of a lesson."""
        return self.exclude(kind=Kind.OWN).filter(lesson__isnull=False)


class Card(models.Model):
    """Something a learner wants to remember. Only the columns of ``Memory`` are the fold of its log.

    ``ref`` is ``<quiz id>#<question id>``, or ``own:<uuid>`` for what the learner wrote; only those have
    texts here. ``concepts`` is a list of ids. A question with variables is shown with the values of
    ``showing_seed``. ``showing`` is what the learner did when it was last shown (``rules.showing``).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="cards", db_index=False)
    kind = models.CharField(max_length=10)
    ref = models.CharField(max_length=190)
    seed = models.BigIntegerField(default=0)
    lesson = models.ForeignKey(Lesson, models.SET_NULL, null=True, related_name="cards")
    concepts = models.JSONField(default=list)
    front = models.TextField(blank=True)
    back = models.TextField(blank=True)
    front_html = models.TextField(blank=True)
    back_html = models.TextField(blank=True)
    created_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    showing = models.JSONField(default=dict)

    due = models.DateTimeField()
    state = models.PositiveSmallIntegerField(default=int(State.Learning))
    step = models.PositiveSmallIntegerField(null=True, default=0)
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    last_review = models.DateTimeField(null=True)
    reps = models.PositiveIntegerField(default=0)
    lapses = models.PositiveIntegerField(default=0)
    reviewed_on = models.DateField(null=True)
    learned_on = models.DateField(null=True)
    recalled_on = models.DateField(null=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "ref"], name="one_card_per_ref")]
        indexes = [
            models.Index(
                fields=["user", "due", "kind", "state", "last_review", "stability", "id"],
                condition=models.Q(suspended_at=None, retired_at=None, last_review__isnull=False),
                name="card_queue",
            ),
            models.Index(
                fields=["user", "due"],
                condition=models.Q(suspended_at=None, retired_at=None, last_review=None),
                name="card_new",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.ref}"

    @property
    def memory(self) -> Memory:
        """Return the columns of the fold as a value."""
        values = {name: getattr(self, name) for name in MEMORY}
        return Memory(**{**values, "state": State(self.state)})

    @memory.setter
    def memory(self, value: Memory) -> None:
        for name in MEMORY:
            setattr(self, name, getattr(value, name))
        self.state = int(value.state)

    @property
    def showing_seed(self) -> int:
        """Return the seed of the next showing: the same until it is answered, another one after that."""
        return self.seed + self.reps


class ReviewLogQuerySet(models.QuerySet["ReviewLog"]):
    """Entries of the log, filtered."""

    def of(self, learner: User) -> ReviewLogQuerySet:
        """Keep one learner's entries."""
        return self.filter(user=learner)

    def grades(self) -> ReviewLogQuerySet:
        """Leave out the taking back of grades.

        By the rating, which those lack: asked for entries that undo nothing, SQLite would walk through all of them in
        the unique index of ``undoes``, whoever's they are.
        """
        return self.filter(rating__isnull=False)

    def standing(self) -> ReviewLogQuerySet:
        """Keep grades that were not taken back."""
        return self.grades().filter(undone_by=None)


class ReviewLog(models.Model):
    """A grade, or the taking back of one, once and for ever: rows are added, never changed or deleted.

    ``client_uuid`` comes with the answer, so that the same one sent twice is one entry. ``before`` and
    ``after`` are the card's ``Memory``. ``undoes`` is the grade this entry takes back; such an entry has no
    ``rating``. ``seconds`` is bounded, and empty when nobody measured. ``first``: the card had no grade
    before. ``proof``: recalled in review without help. ``miscalibrated``: the learner was sure, and wrong.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="review_logs", db_index=False)
    card = models.ForeignKey(Card, models.CASCADE, related_name="logs")
    client_uuid = models.UUIDField()
    kind = models.CharField(max_length=10, help_text="the card's")
    source = models.CharField(max_length=10)
    rating = models.PositiveSmallIntegerField(null=True)
    retention = models.FloatField()
    reviewed_at = models.DateTimeField()
    local_date = models.DateField()
    seconds = models.FloatField(null=True)
    correct = models.FloatField(null=True)
    hints = models.PositiveSmallIntegerField(default=0)
    confidence = models.CharField(max_length=10, blank=True)
    help_used = models.BooleanField(default=False)
    first = models.BooleanField(default=False)
    proof = models.BooleanField(default=False)
    miscalibrated = models.BooleanField(default=False)
    before = models.JSONField()
    after = models.JSONField()
    undoes = models.OneToOneField("self", models.CASCADE, null=True, related_name="undone_by")

    objects = ReviewLogQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "client_uuid"], name="one_grade_per_answer"),
            models.CheckConstraint(
                condition=models.Q(rating__range=(1, 4), undoes=None)
                | models.Q(rating=None, undoes__isnull=False),
                name="a_grade_or_its_undoing",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "local_date"], name="grades_by_day"),
            models.Index(fields=["local_date", "user"], name="grades_of_a_day"),
            models.Index(fields=["user", "-id"], name="latest_grades"),
        ]

    def __str__(self) -> str:
        return f"{self.card_id} {self.rating or 'undone'}"


class ReviewSettings(models.Model):
    """How much review a learner wants. No row means the defaults here."""

    user = models.OneToOneField(User, models.CASCADE, related_name="review_settings", primary_key=True)
    desired_retention = models.FloatField(
        default=0.9, validators=[MinValueValidator(LEAST_RETENTION), MaxValueValidator(MOST_RETENTION)]
    )
    minutes_per_day = models.PositiveSmallIntegerField(
        default=20, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    new_per_day = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(200)])

    class Meta:
        verbose_name_plural = "review settings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(desired_retention__range=(LEAST_RETENTION, MOST_RETENTION)),
                name="retention_within_bounds",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes_per_day__range=(1, 240)), name="review_minutes_within_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.minutes_per_day} min at {self.desired_retention:.0%}"
