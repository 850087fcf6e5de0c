"""Bringing an earlier version of a file back, as a draft."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from portal.accounts.models import User
from portal.content.models import FileVersion
from portal.core.errors import Refused
from portal.studio.models import Draft
from portal.studio.selectors.proposals import served_blob
from portal.studio.services.drafts import DRAFTED


@transaction.atomic
def restore(person: User, version: FileVersion, *, now: datetime) -> Draft:
    """Make the person's draft of a file what it was in ``version``; return it. Safe to call twice.

    Raises ``Refused`` when the version took the file away, or when a draft with another text would be lost.
    """
    if version.blob is None:
        raise Refused("That version took the file away. Restore one from before it.")
    data = bytes(version.blob.data)
    draft = Draft.objects.of(person).select_for_update().filter(path=version.path).first()
    if draft is None:
        return Draft.objects.create(
            author=person, path=version.path, base=served_blob(version.path), data=data, updated_at=now
        )
    if draft.data is not None and bytes(draft.data) != data:
        raise Refused(DRAFTED)
    if draft.data is None:
        Draft.objects.filter(pk=draft.pk).update(data=data, revision=F("revision") + 1, updated_at=now)
    return draft
