"""How far the portal and the configured repository are."""

from __future__ import annotations

from typing import Any

from django.db import models


class Link(models.Model):
    """What the portal and the repository last agreed on; one row. No row: they never met.

    ``place`` names repository, branch and folder without secrets; when another is configured, all begins anew.
    ``commit`` holds everything up to the release ``release``. ``pulls`` are the commits that came in since
    (``[commit, newest release before, newest release after]``), which the next push joins with what is not pushed yet.
    ``wanted`` is what somebody asked for and the worker has not done. Whoever set ``running_since`` is at work.
    ``problem`` is a sentence for people, about the last try.
    """

    class Wish(models.TextChoices):
        """What the worker is asked for."""

        PULL = "pull"
        PUSH = "push"

    place = models.CharField(max_length=500, blank=True)
    commit = models.CharField(max_length=64, blank=True)
    release = models.PositiveBigIntegerField(default=0)
    pulls: models.JSONField[Any, Any] = models.JSONField(default=list)
    wanted = models.CharField(max_length=4, choices=Wish, blank=True)
    running_since = models.DateTimeField(null=True)
    pulled_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=500, blank=True)
    problem_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_link_to_git")]

    def __str__(self) -> str:
        return self.place or "no repository"
