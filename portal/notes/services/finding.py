"""A learner's notes in the index, from which only they find them: brought up to date in the transaction of a save."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from portal.index.rules.html import plain
from portal.index.rules.stamps import code_of, stamp_of
from portal.index.services import Piece, Thing, drop, put
from portal.notes.models import Note
from portal.notes.selectors.note import day_name

KIND: Final = "note"
CODE: Final = code_of(Path(__file__))


def follow(pk: int) -> None:
    """Let a note be found as it is stored now, or not at all when it is gone."""
    note = Note.objects.select_related("lesson__track").filter(pk=pk).first()
    if note is None:
        drop(KIND, [str(pk)])
    else:
        show(note)


def show(note: Note) -> None:
    """Let a note be found as ``note`` says; one in the bin or without a word is not found."""
    if note.retired_at is not None or not note.text:
        drop(KIND, [str(note.pk)])
    else:
        put(KIND, {str(note.pk): thing_of(note)})


def thing_of(note: Note) -> Thing:
    """Return what is found of a note; ``lesson`` and its track must be loaded."""
    body = plain(note.html) or " ".join(note.text.split())
    track = note.lesson.track.uid if note.lesson else ""
    piece = Piece(_title(note), body=body, place=_place(note), beside=_beside(note))
    return Thing(stamp(note), [piece], owner=note.user_id, track=track)


def stamp(note: Note) -> str:
    """Return what a note is made from: its revision, and what it is about. The texts need not be loaded."""
    lesson = note.lesson
    about = (lesson.uid, lesson.track.uid, lesson.title, lesson.short) if lesson else (note.day,)
    return stamp_of(CODE, note.pk, note.revision, *about)


def _title(note: Note) -> str:
    return note.lesson.title if note.lesson else day_name(note.day) if note.day else ""


def _place(note: Note) -> str:
    return note.lesson.uid if note.lesson else f"{note.day}"


def _beside(note: Note) -> str:
    return note.lesson.short if note.lesson else f"{note.day}"
