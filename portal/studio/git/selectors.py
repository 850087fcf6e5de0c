"""How the portal and the configured repository stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from portal.content.models import Conflict, FileVersion, Release
from portal.content.selectors import name_of
from portal.studio.git.models import Link
from portal.studio.git.rules import Remote, redacted

NEWEST = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """For the Studio's bar: is a repository configured, did both meet, what waits, and did the last try fail.

    ``waiting`` counts changes for a push, ``conflicts`` files for a decision.
    """

    configured: bool
    met: bool = False
    waiting: int = 0
    conflicts: int = 0
    problem: str = ""
    busy: bool = False


def place() -> str:
    """Return repository, branch and folder as people may see them; empty when none is configured."""
    git = settings.GIT
    if not git.remote:
        return ""
    return f"{redacted(Remote.of(git.remote).url)} · {git.branch} · {git.folder or '/'}"


def link() -> Link:
    """Return the row; a new one, not saved, while there is none or another repository is configured."""
    row = Link.objects.filter(pk=1).first()
    return row if row is not None and row.place == place() else Link(pk=1, place=place())


def waiting(row: Link) -> QuerySet[Release]:
    """Return the releases that were made here and are not in the repository yet, oldest first."""
    changed = Exists(FileVersion.objects.filter(release=OuterRef("pk")))
    made = Release.objects.filter(changed, pk__gt=row.release).exclude(origin=Release.Origin.GIT)
    return made.select_related("author").order_by("pk")


def standing() -> Standing:
    """Return how it stands, in three queries; in none without a repository."""
    if not settings.GIT.remote:
        return Standing(configured=False)
    row = link()
    busy, met = bool(row.wanted or row.running_since), bool(row.commit or row.pulls)
    conflicts = Conflict.objects.filter(folder=folder_name()).count()
    return Standing(True, met, waiting(row).count() if met else 0, conflicts, row.problem, busy)


def folder_name() -> str:
    """Return the name under which what the repository held is remembered."""
    return name_of(settings.VAR_DIR / "git" / "folder")
