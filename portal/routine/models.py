"""What a learner planned, the timer that runs, and the posts of the plan's blogs. What was done is in progress."""

from __future__ import annotations

from django.db import models

from portal.accounts.models import User
from portal.content.models import Lesson


class RoutineVersion(models.Model):
    """How a learner's days run from ``from_day`` on, until the next version. No row: the plan's own routine.

    ``settings`` is as ``rules.plan.routine_of`` reads it. A past day keeps the routine it had.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="routine_versions")
    from_day = models.DateField()
    settings = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "from_day"], name="one_routine_per_day")]

    def __str__(self) -> str:
        return f"{self.user_id} from {self.from_day}"


class TimeAway(models.Model):
    """Days on which nothing is planned: a vacation, or with an open end a pause that goes on."""

    user = models.ForeignKey(User, models.CASCADE, related_name="times_away")
    first = models.DateField()
    last = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last=None) | models.Q(last__gte=models.F("first")),
                name="away_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(last=None), name="one_pause_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first} to {self.last or 'now'}"


class Timer(models.Model):
    """The block a learner is timing. One row at most; no row means none. ``planned`` is the block's minutes.

    ``day`` is the day it began on, for which its minutes will count.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="timer", primary_key=True)
    block = models.CharField(max_length=60)
    day = models.DateField()
    planned = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.block} since {self.started_at}"


class Wish(models.Model):
    """A topic a learner asked to repeat, on the days from ``first`` to ``last``. No row: they did not.

    It is suggested until they say that it is repeated, a mark on ``wish_name``.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="wishes")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson", "first"], name="one_wish_per_topic_and_week"),
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="wish_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.lesson_id} from {self.first}"


class BlogFeed(models.Model):
    """What we know of a blog's feed: when it was asked, what to say to be told of changes only, and what went wrong."""

    blog = models.CharField(max_length=60, unique=True)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=60, blank=True)
    checked_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.blog}: {self.problem or 'well'}"


class BlogPost(models.Model):
    """A post that a blog's feed told of. Only its title and address are kept; it is read where it stands."""

    blog = models.CharField(max_length=60)
    url = models.URLField(max_length=500)
    title = models.CharField(max_length=300)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blog", "url"], name="one_post_per_address")]
        indexes = [models.Index(fields=["blog", "-published_at"], name="newest_posts")]

    def __str__(self) -> str:
        return self.title
