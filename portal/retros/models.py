"""A learner's weeks as rows: the figures, which are computed, and the learner's words, which no computation touches."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.retros.rules.candidates import Deed, Question
from portal.retros.rules.weeks import Starts, Week, read


class OfWeeks(models.QuerySet["Retrospective"]):
    """Retrospectives, filtered."""

    def of(self, learner: User) -> OfWeeks:
        """Keep one learner's."""
        return self.filter(user=learner)


class Retrospective(models.Model):
    """The figures of one week that is over. No row: it is not computed, or nothing happened for weeks.

    ``figures`` are those of ``sections``, by slug; they follow from the log alone and can be made again at any time.
    ``began_at`` and ``ended_at`` are the instants of the week in the zone the learner had when it ended; one week's end
    is the next one's beginning, so that a move between zones counts nothing twice. ``fingerprint`` tells what the log
    held when the figures were made (``selectors.stale``).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="retrospectives")
    first = models.DateField()
    last = models.DateField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    figures = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=120)
    computed_at = models.DateTimeField()

    objects = OfWeeks.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "first"], name="one_retrospective_a_week")]
        indexes = [models.Index(fields=["first"], name="retrospectives_by_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week.name}"

    def get_absolute_url(self) -> str:
        """Return the address of the page."""
        return reverse("retros:week", args=[self.week.name])

    @property
    def week(self) -> Week:
        """Return the week."""
        return Week(self.first, self.last)


class Words(models.Model):
    """What a learner wrote about a week. No row: nothing yet. Nothing but the learner changes it.

    ``revision`` counts the saves, so that a page that is out of date is noticed. ``closed_at``: when they closed the
    week, once; ``changed_at`` may be later.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="retro_words")
    first = models.DateField()
    learned = models.TextField(blank=True)
    hard = models.TextField(blank=True)
    repeat = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "words"
        constraints = [models.UniqueConstraint(fields=["user", "first"], name="one_set_of_words_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first} r{self.revision}"

    @property
    def texts(self) -> dict[str, str]:
        """Return the text to each question."""
        return {question.value: str(getattr(self, question.value)) for question in Question}


class Chosen(models.Model):
    """A topic a learner named as their answer to one of a week's questions, and what was done about it then.

    ``made`` counts the cards that were made. Taking the choice back undoes no card; a wish goes with it.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="retro_choices")
    first = models.DateField()
    question = models.CharField(max_length=10, choices=[(q.value, q.value) for q in Question])
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    deed = models.CharField(max_length=10, choices=[(d.value, d.value) for d in Deed], blank=True)
    made = models.PositiveSmallIntegerField(default=0)
    chosen_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "chosen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "first", "question", "lesson"], name="one_choice_per_question_and_topic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first} {self.question} {self.lesson_id}"


class RetroSettings(models.Model):
    """How a learner's weeks run. No row: they begin on Monday, and the mail comes at eight on the day after.

    ``starts`` is as ``rules.weeks.read`` takes it. ``mail_hour`` is the hour by the learner's clock.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="retro_settings", primary_key=True)
    starts = models.JSONField(default=list)
    mail = models.BooleanField(default=True)
    mail_hour = models.PositiveSmallIntegerField(
        default=8, validators=[MinValueValidator(5), MaxValueValidator(22)]
    )

    class Meta:
        verbose_name_plural = "retro settings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mail_hour__range=(5, 22)), name="retro_mail_comes_by_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {'mail' if self.mail else 'no mail'}"

    @property
    def week_starts(self) -> Starts:
        """Return since when which weekday begins the week."""
        return read(self.starts)

    @property
    def weekday(self) -> int:
        """Return the weekday the learner chose last to begin weeks with."""
        starts = self.week_starts
        return starts[-1][1] if starts else 0
