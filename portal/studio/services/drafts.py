"""Writing drafts: never over what the page that sends one has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import F

from portal.accounts.models import User
from portal.content.compile.source.paths import ALLOWED, SAFE_NAME, kind_of
from portal.content.models import Blob
from portal.core.errors import Refused
from portal.studio.models import Draft
from portal.studio.rules.texts import bytes_of, too_large
from portal.studio.selectors.proposals import served_blob
from portal.studio.selectors.sheet import NONE, token_of

TURNS = 10
"""How often a save is tried against others of the same page; each turn lost is a save of theirs that was made."""

DRAFTED = "You have a draft of this file already. Propose or discard it first; nothing was overwritten."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sends: the text, and the token of the draft it was made from.

    A script adds an id of the page, ``writer``, and counts its saves in ``serial``: they may arrive in another order.
    """

    text: str
    token: str = NONE
    writer: str = ""
    serial: int = 0


class TooLarge(Refused):
    """The text has more than a file may have; nothing was saved, and the page still has it."""


class Conflict(Exception):
    """The draft was saved elsewhere since the page was loaded; ``stored`` is it, None when it was discarded there."""

    def __init__(self, stored: Draft | None) -> None:
        """Keep what is stored."""
        super().__init__("saved elsewhere")
        self.stored = stored


def save_text(author: User, path: str, sent: Sent, *, now: datetime) -> Draft:
    """Make the author's draft of the file at ``path`` say what was sent; return it.

    Line ends stay those of the file. Safe to call twice: what is there already, or a later save of the same page, is no
    conflict. Raises ``Conflict``, ``TooLarge``, and ``Refused`` for a path that is none.
    """
    check_path(path)
    if sentence := too_large(len(sent.text.encode("utf-8", "replace"))):
        raise TooLarge(sentence)
    for _ in range(TURNS):
        stored = Draft.objects.of(author).filter(path=path).first()
        before = bytes(stored.data or b"") if stored else _served_bytes(path)
        data = bytes_of(sent.text, before)
        if _stands(stored, sent, data):
            assert stored is not None  # noqa: S101 - what stands is there
            return stored
        if stored is None:
            _create(author, path, data, sent, now)
        else:
            _replace(stored, data, sent, now)
    raise Conflict(Draft.objects.of(author).filter(path=path).first())


def _stands(stored: Draft | None, sent: Sent, data: bytes) -> bool:
    """Return whether the text is there already, or a later one of the same page. Raises ``Conflict``."""
    if stored is None:
        if sent.token != NONE:
            raise Conflict(None)
        return False
    if stored.data is not None and bytes(stored.data) == data:
        return True
    same_page = bool(sent.writer) and stored.writer == sent.writer
    if same_page and sent.serial <= stored.serial:
        return True
    if token_of(stored) != sent.token and not same_page:
        raise Conflict(stored)
    return False


def _create(author: User, path: str, data: bytes, sent: Sent, now: datetime) -> None:
    """Add a draft; another save of the same moment may have done so."""
    values = {"data": data, "writer": sent.writer, "serial": sent.serial, "updated_at": now}
    try:
        with transaction.atomic():
            Draft.objects.create(author=author, path=path, base=served_blob(path), **values)
    except IntegrityError:
        return


def _replace(stored: Draft, data: bytes, sent: Sent, now: datetime) -> None:
    """Write over what is stored, if that is still what it was."""
    Draft.objects.filter(pk=stored.pk, revision=stored.revision).update(
        revision=F("revision") + 1,
        data=data,
        writer=sent.writer,
        serial=sent.serial,
        errors=None,
        updated_at=now,
    )


@transaction.atomic
def put(author: User, path: str, data: bytes | None, *, now: datetime, moved_from: str = "") -> Draft:
    """Make the author's draft of ``path`` these bytes, or its removal (None), whatever it was; return it."""
    check_path(path)
    if data is not None and (sentence := too_large(len(data))):
        raise TooLarge(sentence)
    stored = Draft.objects.of(author).select_for_update().filter(path=path).first()
    values = {"data": data, "moved_from": moved_from, "errors": None, "writer": "", "updated_at": now}
    if stored is None:
        return Draft.objects.create(author=author, path=path, base=served_blob(path), **values)
    Draft.objects.filter(pk=stored.pk).update(revision=F("revision") + 1, summary={}, **values)
    stored.refresh_from_db()
    return stored


@transaction.atomic
def remove(author: User, path: str, *, now: datetime) -> Draft:
    """Make the removal of the file at ``path`` the author's draft; return it. Safe to call twice.

    Raises ``Refused`` while a draft of theirs has another text than what is served: it would be lost.
    """
    stored = Draft.objects.of(author).select_for_update().filter(path=path).first()
    if stored is not None and stored.data is not None and bytes(stored.data) != _served_bytes(path):
        raise Refused(DRAFTED)
    return put(author, path, None, now=now)


def check_path(path: str) -> None:
    """Raise ``Refused`` for what is no path of the curriculum."""
    if (
        kind_of(path) is None
        or not all(SAFE_NAME.fullmatch(name) for name in path.split("/"))
        or len(path) > 400
    ):
        raise Refused(f"The curriculum has no file “{path[:120]}”. Allowed: {ALLOWED}.")


def blob_of(data: bytes) -> Blob:
    """Return the row of these bytes, new or not."""
    return Blob.objects.get_or_create(sha256=sha256(data).hexdigest(), defaults={"data": data})[0]


def _served_bytes(path: str) -> bytes:
    blob = served_blob(path)
    return bytes(blob.data) if blob else b""
