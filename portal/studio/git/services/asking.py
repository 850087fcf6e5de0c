"""Asking for a pull or a push, and doing it: one at a time, and again by whoever comes after one that died."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from portal.content.export import follow
from portal.content.models import Conflict
from portal.content.selectors import held_by
from portal.content.sync.parts import Parts
from portal.core.errors import Refused
from portal.studio.git.models import Link
from portal.studio.git.repository import GitFailed, Repository
from portal.studio.git.rules import Remote
from portal.studio.git.selectors import folder_name, link, place
from portal.studio.git.services.round import pull, push

STALE: Final = timedelta(minutes=20)
"""After so long whoever is at work has died."""
log = logging.getLogger(__name__)


def ask(wish: Link.Wish, *, now: datetime) -> Link:
    """Ask the worker for a pull or a push; asked twice, it is done once. Raises ``Refused`` without a repository."""
    if not settings.GIT.remote:
        raise Refused("No repository is configured. GIT_REMOTE names it, see docs/admin/git.md.")
    row = link()
    row.wanted = wish
    if Link.objects.filter(pk=1, place=row.place).exists():
        row.save(update_fields=["wanted"])
    else:
        _begin(row)
    return row


def work(parts: Parts, *, now: datetime, clock: Callable[[], datetime]) -> bool:
    """Do what was asked for; return whether there was anything. What goes wrong is written down, not raised."""
    if not settings.GIT.remote:
        return False
    free = Q(running_since=None) | Q(running_since__lt=now - STALE)
    mine = Link.objects.filter(free, pk=1, place=place()).exclude(wanted="")
    if not mine.update(running_since=now):
        return False
    row = link()
    wish, problem = row.wanted, ""
    try:
        (push if wish == Link.Wish.PUSH else pull)(repository(), row, parts, now=now)
    except GitFailed as failed:
        problem = str(failed)[:500]
    except Exception:
        log.exception("working with the repository failed")
        problem = "Something broke while working with the repository; the worker's log says what."
    ended = clock()
    Link.objects.filter(pk=1, wanted=wish).update(wanted="")
    Link.objects.filter(pk=1).update(
        running_since=None, problem=problem, problem_at=ended if problem else None
    )
    return True


def repository() -> Repository:
    """Return the copy of the configured repository."""
    git = settings.GIT
    return Repository(
        settings.VAR_DIR / "git", Remote.of(git.remote), git.branch, git.folder, git.local, git.key
    )


@transaction.atomic
def _begin(row: Link) -> None:
    """Write the first row, or that of another repository: what was agreed with the one before says nothing of it."""
    follow(settings.VAR_DIR / "git" / "folder", {}, held_by(folder_name()) or {})
    Conflict.objects.filter(folder=folder_name()).delete()
    Link.objects.update_or_create(pk=1, defaults=_values(row))


def _values(row: Link) -> dict[str, object]:
    return {
        field.name: getattr(row, field.name) for field in Link._meta.concrete_fields if field.name != "id"
    }
