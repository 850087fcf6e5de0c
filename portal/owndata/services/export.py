"""Making an archive: one moment of the database, written into a temporary file table by table."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.db import connection, transaction

from portal.accounts.models import User
from portal.owndata.readme import README
from portal.owndata.rules.archive import FORMAT, MANIFEST
from portal.owndata.rules.lines import line_of
from portal.owndata.rules.values import said
from portal.owndata.shares import Paper, in_order

IN_MEMORY: Final = 1024 * 1024
"""Bytes; a larger archive waits on disk while it is sent."""
ENOUGH: Final = 64 * 1024


def export(learner: User, *, now: datetime) -> IO[bytes]:
    """Return an archive of everything the learner has here, as it is at this moment; the file goes when it is closed.

    One query for each table and each file for people. Others wait to write meanwhile on SQLite, nobody does on
    PostgreSQL.
    """
    out = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by whoever sends it
    with transaction.atomic(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _see_one_moment()
        files: dict[str, dict[str, Any]] = {}
        for name, texts in _contents(learner):
            files[name] = _write(archive, name, texts, now)
        manifest = {
            "format": FORMAT,
            "portal": _portal(),
            "exported_at": said(now),
            "account": {"email": learner.email, "joined": said(learner.date_joined)},
            "files": files,
        }
        _write(
            archive,
            MANIFEST,
            [json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n"],
            now,
        )
    out.seek(0)
    return out


def sent(learner: User, *, now: datetime) -> Iterator[bytes]:
    """Yield the archive in pieces; it is made when the first is asked for, and gone with the last."""
    with export(learner, now=now) as file:
        while piece := file.read(ENOUGH):
            yield piece


def _see_one_moment() -> None:
    """Let the queries of this transaction, of which this is the first, see what there was at its beginning.

    SQLite does so by itself. A transaction inside another one has to see what that one sees.
    """
    if connection.vendor == "postgresql" and not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _contents(learner: User) -> Iterator[Paper]:
    """Yield every file but the manifest."""
    yield "README.txt", (README,)
    for share in in_order():
        for table in share.tables:
            yield table.file, map(line_of, table.rows(learner))
        yield from share.papers(learner)


def _write(
    archive: zipfile.ZipFile, name: str, texts: Iterable[str | bytes], now: datetime
) -> dict[str, Any]:
    """Write a file, and return what the manifest says of it."""
    entry = zipfile.ZipInfo(name, now.astimezone(UTC).timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    digest, count, rows = sha256(), 0, 0
    with archive.open(entry, "w") as file:
        for piece, parts in _pieces(texts):
            file.write(piece)
            digest.update(piece)
            count, rows = count + len(piece), rows + parts
    told: dict[str, Any] = {"bytes": count, "sha256": digest.hexdigest()}
    return {**told, "rows": rows} if name.endswith(".jsonl") else told


def _pieces(texts: Iterable[str | bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield the texts some at a time, so that each is not packed alone: the bytes, and of how many texts."""
    waiting: list[bytes] = []
    size = 0
    for text in texts:
        waiting.append(text.encode() if isinstance(text, str) else text)
        size += len(waiting[-1])
        if size >= ENOUGH:
            yield b"".join(waiting), len(waiting)
            waiting, size = [], 0
    yield b"".join(waiting), len(waiting)


def _portal() -> str:
    """Return the version of the portal; a checkout that was never installed has none."""
    try:
        return version("portal")
    except PackageNotFoundError:
        return "unknown"
