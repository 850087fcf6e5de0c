"""Changes of the curriculum on their way: drafts that one person sees, and proposals that others decide on."""

from __future__ import annotations

from typing import Final

from django.db import models

from portal.accounts.models import User
from portal.content.models import Blob, Release


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts, filtered."""

    def of(self, author: User) -> DraftQuerySet:
        """Keep one author's drafts."""
        return self.filter(author=author)

    def light(self) -> DraftQuerySet:
        """Leave their texts in the database."""
        return self.defer("data", "summary")


class Draft(models.Model):
    """What an author wants one file to become. No row means: the author has not touched the file.

    ``base`` is what was served when the draft began, null for a file that is new; ``data`` are the bytes it is to have,
    null when it is to go. ``moved_from`` is the path the file had, when it is being moved. ``revision`` counts the
    saves from 1; ``writer`` names the page that made the last one (empty: a form without a script), which was that
    page's save number ``serial``. ``errors`` counts what the compiler had against the last save, null until it has
    looked; ``summary`` is what other files need to know of this one (``compile.Summary``), while it is not published.
    """

    author = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    path = models.CharField(max_length=400)
    base = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    data = models.BinaryField(null=True)
    moved_from = models.CharField(max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=1)
    writer = models.CharField(max_length=36, blank=True)
    serial = models.PositiveIntegerField(default=0)
    errors = models.PositiveSmallIntegerField(null=True)
    summary = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["author", "path"], name="one_draft_per_author_and_path")
        ]

    def __str__(self) -> str:
        return f"draft of {self.path}"


class Proposal(models.Model):
    """Drafts that became one change with a message, until a publisher decides; afterwards, the record of it.

    ``author`` is null when the account is gone; the work stays. ``publish_at`` is when a scheduled one goes live, and
    ``release`` what came of a published one. ``note`` is the word a publisher returned it with, or why a scheduled one
    could not be published.
    """

    class State(models.TextChoices):
        """What has become of a proposal."""

        OPEN = "open"
        SCHEDULED = "scheduled"
        PUBLISHED = "published"
        RETURNED = "returned"
        WITHDRAWN = "withdrawn"

    author = models.ForeignKey(User, models.SET_NULL, null=True, related_name="proposals")
    message = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    publish_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    release = models.ForeignKey(Release, models.PROTECT, null=True, related_name="proposals")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "publish_at"], name="proposals_due")]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


WAITING: Final = (Proposal.State.OPEN, Proposal.State.SCHEDULED)
"""The states of a proposal that nobody has decided."""


class ProposalFile(models.Model):
    """One file of a proposal: what it was (``base``, null for a new one) and is to be (``blob``, null to remove it).

    ``merged`` is the author's text before it was merged with what somebody else published: nothing is lost.
    """

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="files")
    path = models.CharField(max_length=400)
    base = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    moved_from = models.CharField(max_length=400, blank=True)
    merged = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "path"], name="one_file_per_proposal_and_path")
        ]

    def __str__(self) -> str:
        return f"{self.path} of proposal {self.proposal_id}"
