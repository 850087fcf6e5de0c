"""The files of the curriculum: their bytes, the releases they make, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Blob(models.Model):
    """The bytes of one file, named by their SHA-256. Never changed, never deleted."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.sha256[:12]


class Release(models.Model):
    """One accepted change of the curriculum. The newest one is what is served.

    ``origin`` is where it came from; ``author`` and ``message`` are empty for what came from a folder and says nothing
    of itself, and ``by`` holds the names that Git has for its authors. ``undoes`` is the release whose changes this one
    took back.
    """

    class Origin(models.TextChoices):
        """Where a change came from."""

        FOLDER = "folder"
        STUDIO = "studio"
        GIT = "git"

    created_at = models.DateTimeField()
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.FOLDER)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by = models.CharField(max_length=200, blank=True)
    message = models.CharField(max_length=200, blank=True)
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the paths and digests of all files")
    added = models.JSONField(default=list, help_text="uids of lessons")
    changed = models.JSONField(default=list, help_text="uids of lessons")
    retired = models.JSONField(default=list, help_text="uids of lessons")

    class Meta:
        get_latest_by = "pk"
        permissions = [
            ("edit_content", "May edit content and propose changes"),
            ("publish_content", "May publish changes of content"),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"

    @property
    def who(self) -> str:
        """Return whose change it was, "" when nobody knows."""
        return str(self.author or self.by)


class SourceFile(models.Model):
    """A file of the current release.

    ``summary`` holds what the checks across files need of it, without its text; ``renderer`` names the compiler
    that made its rows. With both, a file that did not change is not compiled again.
    """

    path = models.CharField(max_length=400, unique=True)
    blob = models.ForeignKey(Blob, models.PROTECT)
    renderer = models.CharField(max_length=16)
    summary = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.path


class FileVersion(models.Model):
    """What one release made of one file; all of them are the history of the files. Never changed, never deleted.

    ``blob`` is null when the release took the file away, ``before`` when there was none. ``moved_from`` is the path the
    file had, when it was moved; ``merged`` is the text of the other side that went into this one, when it was merged.
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="files")
    path = models.CharField(max_length=400, db_index=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    before = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    moved_from = models.CharField(max_length=400, blank=True)
    merged = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-release_id", "path"]
        constraints = [
            models.UniqueConstraint(fields=["release", "path"], name="one_version_per_release_and_path")
        ]

    def __str__(self) -> str:
        return f"{self.path}@{self.release_id}"


class FolderFile(models.Model):
    """A file of a folder as it was when folder and release last agreed on it: the base of a three-way merge.

    ``folder`` is the absolute path of the folder, or empty for the one that was synced before folders had names.
    """

    folder = models.CharField(max_length=1000, blank=True)
    path = models.CharField(max_length=400)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["folder", "path"], name="one_base_per_folder_and_path")
        ]

    def __str__(self) -> str:
        return self.path


class Conflict(models.Model):
    """A file that a folder and the Studio changed, each in its own way, until a person decides.

    ``ours`` is what is served, ``theirs`` what the folder holds; null where that side has no such file, and ``base``
    where they began with none.
    """

    folder = models.CharField(max_length=1000, blank=True)
    path = models.CharField(max_length=400)
    base = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    ours = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    theirs = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["path", "folder"]
        constraints = [
            models.UniqueConstraint(fields=["folder", "path"], name="one_conflict_per_folder_and_path")
        ]

    def __str__(self) -> str:
        return self.path
