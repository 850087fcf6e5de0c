"""Deciding what is served of a file that a folder and the Studio both changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.content.models import Conflict, Release
from portal.content.sync import ContentRefused, SyncedMeanwhile
from portal.content.sync.folders import settle
from portal.content.sync.publishing import Edit, NothingChanges, Outdated, publish
from portal.core.errors import Refused
from portal.studio.parts import parts
from portal.studio.services.publishing import Stuck, stuck_by

CHANGED = (
    "One of the two texts has changed since this page was loaded. Load it again; nothing was overwritten."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided: the bytes to serve, or None for no such file. ``token`` names the conflict they saw."""

    data: bytes | None
    token: str


def token_of(conflict: Conflict) -> str:
    """Return what names the two sides of a conflict as they are now."""
    return f"{conflict.ours_id or '-'}.{conflict.theirs_id or '-'}"


def decide(person: User, conflict: Conflict, choice: Choice, *, now: datetime) -> Release | Stuck | None:
    """Serve what was chosen, as a release that keeps the folder's text in the history; the folder is settled with it.

    Returns None when nothing had to be published, and why when it could not be. Raises ``Refused`` when a side has
    changed meanwhile, or somebody else has decided.
    """

    def record(release: Release | None = None) -> None:
        row = Conflict.objects.select_for_update().filter(pk=conflict.pk).first()
        if row is None or token_of(row) != choice.token:
            raise Refused(CHANGED)
        settle(row)

    if token_of(conflict) != choice.token:
        raise Refused(CHANGED)
    edit = Edit(conflict.path, choice.data, conflict.ours_id, merged=conflict.theirs_id)
    message = f"Decide between the folder and the Studio: {conflict.path.rpartition('/')[2]}"
    try:
        return publish([edit], author=person, message=message, now=now, parts=parts, beside=record)
    except NothingChanges:
        with transaction.atomic():
            record()
        return None
    except Outdated as outdated:
        raise Refused(CHANGED) from outdated
    except (ContentRefused, SyncedMeanwhile) as error:
        return stuck_by(error)
