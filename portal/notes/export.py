"""A learner's notes as Markdown files in a zip archive, made while it is sent: no more than a few notes in memory."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import yaml

from portal.accounts.models import User
from portal.notes.models import Note
from portal.notes.selectors.shelf import every_link, every_note

ENOUGH = 64 * 1024
"""Bytes that are gathered before a piece is sent."""


def archive_of(learner: User) -> Iterator[bytes]:
    """Yield the archive in pieces: ``lessons/<id>.md``, ``days/<day>.md``, the bin under ``bin/``, and ``links.md``."""
    out = _Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for note in every_note(learner):
            archive.writestr(_entry(name_of(note), note.changed_at), file_of(note))
            if out.waiting > ENOUGH:
                yield out.take()
        if links := links_file(learner):
            archive.writestr("links.md", links)
    yield out.take()


def name_of(note: Note) -> str:
    """Return the path of a note in the archive; ids of lessons are safe as paths, the compiler sees to that."""
    path = f"lessons/{note.lesson.uid}.md" if note.lesson else f"days/{note.day}.md"
    return f"bin/{path}" if note.retired_at else path


def file_of(note: Note) -> str:
    """Return a note as a Markdown file: front matter with what it is about and its times in UTC, then the text."""
    front: dict[str, object] = (
        {"lesson": note.lesson.uid, "title": note.lesson.title} if note.lesson else {"day": note.day}
    )
    front |= {"created": _utc(note.created_at), "changed": _utc(note.changed_at)}
    if note.retired_at:
        front["deleted"] = _utc(note.retired_at)
    head = yaml.safe_dump(front, sort_keys=False, allow_unicode=True, width=1000)
    return f"---\n{head}---\n{note.text}\n"


def links_file(learner: User) -> str:
    """Return all of the learner's own links as lists to tick, by lesson; nothing when there are none."""
    parts = [
        f"## {lesson.uid}\n"
        + "".join(f"- [{'x' if link.done_at else ' '}] {link.title}: <{link.url}>\n" for link in mine)
        for lesson in every_link(learner)
        if (mine := lesson.mine)  # type: ignore[attr-defined]
    ]
    return "\n".join(parts)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _entry(name: str, at: datetime) -> zipfile.ZipInfo:
    """Return the head of a file in the archive, with the time of its last change (UTC)."""
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


class _Pipe(io.RawIOBase):
    """Where the archive is written to, and taken from in pieces; it cannot go back."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, piece: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        """Take a piece."""
        self.pieces.append(bytes(piece))
        self.waiting += len(piece)
        return len(piece)

    def take(self) -> bytes:
        """Hand out what was written since the last time."""
        taken = b"".join(self.pieces)
        self.pieces, self.waiting = [], 0
        return taken
