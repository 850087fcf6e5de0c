"""Publishing for tests: a small curriculum that is served, and a short way to change it as the Studio does."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from typing import Any

from portal.content.models import Release, SourceFile
from portal.content.sync.publishing import Edit, publish

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def text(path: str) -> str:
    """Return what is served at a path."""
    return bytes(SourceFile.objects.select_related("blob").get(path=path).blob.data).decode()


def put(path: str, new: str | None, **options: Any) -> Release:
    """Publish one file as it shall be, on what is served."""
    row = SourceFile.objects.filter(path=path).first()
    return put_all(
        [Edit(path, None if new is None else new.encode(), row.blob_id if row else None)], **options
    )


def put_all(edits: list[Edit], **options: Any) -> Release:
    """Publish edits."""
    values = {"author": None, "message": "", "now": NOON, "parts": list, "jobs": 1}
    return publish(edits, **{**values, **options})
