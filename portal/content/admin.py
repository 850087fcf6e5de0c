"""The admin's pages on releases: what was published, by whom, and what it made of each file."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.content.models import FileVersion, Release
from portal.core.admin import Record


@admin.register(Release)
class ReleaseAdmin(Record):
    """Accepted changes of the curriculum, newest first; the uids of lessons are given as counts."""

    person = "author"
    hidden = ("added", "changed", "retired", "digest")
    list_display = ("id", "created_at", "origin", "author", "message")
    list_filter = ("origin", "created_at")
    list_select_related = ("author",)
    search_fields = ("message", "author__email", "author__name")
    readonly_fields = ("lessons", "versions_of_files")

    @admin.display(description="lessons")
    def lessons(self, release: Release) -> str:
        """Return how many lessons came, changed and went."""
        counts = len(release.added), len(release.changed), len(release.retired)
        return "{} new, {} changed, {} retired".format(*counts)

    @admin.display(description="files")
    def versions_of_files(self, release: Release) -> SafeString:
        """Return a link to the files of the release, which may be thousands."""
        address = reverse("admin:content_fileversion_changelist")
        count = release.files.count()
        return format_html('<a href="{}?release__id__exact={}">{}</a>', address, release.pk, count)


@admin.register(FileVersion)
class FileVersionAdmin(Record):
    """What releases made of files. Their bytes are read in the Studio, which shows differences."""

    person = "release__author"
    list_display = ("path", "release_id", "what", "author", "created_at")
    list_select_related = ("release__author",)
    list_filter = ("release__origin", "release__created_at")
    search_fields = ("path", "release__message")
    fields = ("path", "release", "what", "moved_from", "digest")
    readonly_fields = ("what", "digest")
    heavy = ("release__added", "release__changed", "release__retired")

    @admin.display(description="what")
    def what(self, version: FileVersion) -> str:
        """Return what became of the file."""
        if version.blob_id is None:
            return "taken away"
        if version.moved_from:
            return f"moved from {version.moved_from}"
        return "new" if version.before_id is None else "changed"

    @admin.display(description="author")
    def author(self, version: FileVersion) -> str:
        """Return who published it."""
        return version.release.who or "-"

    @admin.display(description="published")
    def created_at(self, version: FileVersion) -> object:
        """Return when."""
        return version.release.created_at

    @admin.display(description="SHA-256")
    def digest(self, version: FileVersion) -> str:
        """Return the name of the bytes."""
        return str(version.blob_id or "-")
