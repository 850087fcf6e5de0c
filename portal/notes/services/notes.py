"""Saving a note: never over what the page that sends it has not seen, and never without what was there before."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.content.prose import prose_of
from portal.core.errors import Refused
from portal.notes.models import Note, NoteVersion
from portal.notes.rules import KEPT_VERSIONS, tidy, too_long, worth_keeping
from portal.notes.services.finding import show

TURNS = 10
"""How often a save is tried against others of the same page; each turn lost is a save of theirs that was made."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page sends: the text, and the revision it was made from (0: none).

    A script adds an id of the page, ``writer``, and counts its saves in ``serial``: they may arrive in another order.
    """

    text: str
    revision: int
    writer: str = ""
    serial: int = 0


class TooLong(Refused):
    """The text has more than a note may have; nothing was saved, and the page still has it."""


class Conflict(Exception):
    """The note was saved elsewhere since the page was loaded; ``stored`` is what it says now."""

    def __init__(self, stored: Note) -> None:
        """Keep what is stored."""
        super().__init__(f"note {stored.pk} is at revision {stored.revision}")
        self.stored = stored


def save(learner: User, subject: Lesson | date, draft: Draft, *, now: datetime, keep: bool = False) -> Note:
    """Make the learner's note on ``subject`` say what ``draft`` says; return it as it is stored.

    Safe to call twice. What the same page saved before, and got no answer for, is no conflict. ``keep`` keeps the text
    it takes the place of as a version, whatever the rule says. A note in the bin comes out of it. Raises ``Conflict``
    and ``TooLong``.
    """
    text = tidy(draft.text)
    if sentence := too_long(text):
        raise TooLong(sentence)
    mine = Note.objects.of(learner).about(subject)
    made: dict[str, object] = {}
    for _ in range(TURNS):
        stored = mine.first()
        if stored is not None and isinstance(subject, Lesson):
            stored.lesson = subject  # loaded, with its track
        if stored is None and not text.strip():
            return _empty(learner, subject, now)
        if stored is not None and _stands(stored, draft, text):
            return stored
        made = made or _made(text, draft, now)
        if stored is None:
            _create(learner, subject, made, now)
        else:
            _replace(stored, made, keep=keep, now=now)
    raise Conflict(mine.get())


def _stands(stored: Note, draft: Draft, text: str) -> bool:
    """Return whether the text is there already, or a later one of the same page. Raises ``Conflict``."""
    same_page = bool(draft.writer) and stored.writer == draft.writer
    if stored.text == text and stored.retired_at is None:
        shown = (
            bool(stored.html) or not stored.fault
        )  # else rendering is tried again: the portal was busy perhaps
        return shown or stored.revision != draft.revision
    if same_page and draft.serial <= stored.serial:
        return True
    if stored.revision != draft.revision and not same_page:
        raise Conflict(stored)
    return False


def _made(text: str, draft: Draft, now: datetime) -> dict[str, object]:
    """Return the columns of a save; rendering is done outside of the transaction, as SQLite has one writer."""
    prose = prose_of(text)
    shown = {"html": prose.html, "fault": prose.fault[:400]}
    return {"text": text, **shown, "writer": draft.writer, "serial": draft.serial, "changed_at": now}


def _replace(stored: Note, made: dict[str, object], *, keep: bool, now: datetime) -> None:
    """Write ``made`` over what is stored, if that is still what it was."""
    last = stored.versions.values_list("kept_at", flat=True).first()
    keep = keep or worth_keeping(stored.text, str(made["text"]), last_kept=last, now=now)
    with transaction.atomic():
        still = Note.objects.filter(pk=stored.pk, revision=stored.revision)
        changed = still.update(revision=F("revision") + 1, retired_at=None, **made)
        if changed and keep:
            set_aside(stored, stored.text, now=now)
        if changed:
            show(_after(stored, made))


def _after(stored: Note, made: dict[str, object]) -> Note:
    """Return the note as it is stored after a save."""
    for name, value in made.items():
        setattr(stored, name, value)
    stored.revision, stored.retired_at = stored.revision + 1, None
    return stored


def set_aside(note: Note, text: str, *, now: datetime) -> bool:
    """Keep ``text`` as a version of ``note``, unless it is empty or the newest one; return whether it was kept.

    Beyond ``KEPT_VERSIONS`` the oldest go.
    """
    text = tidy(text)
    newest = note.versions.first()
    if not text.strip() or (newest is not None and newest.text == text):
        return False
    NoteVersion.objects.create(note=note, text=text, kept_at=now)
    old = note.versions.values_list("pk", flat=True)[KEPT_VERSIONS:]
    NoteVersion.objects.filter(pk__in=list(old)).delete()
    return True


def _create(learner: User, subject: Lesson | date, made: dict[str, object], now: datetime) -> None:
    """Make the first row, unless another request was first."""
    about = {"lesson": subject} if isinstance(subject, Lesson) else {"day": subject}
    try:
        with transaction.atomic():
            show(Note.objects.create(user=learner, created_at=now, **about, **made))
    except IntegrityError:
        return


def _empty(learner: User, subject: Lesson | date, now: datetime) -> Note:
    """Return a note that says nothing and is not stored: nobody has written anything."""
    lesson, day = (subject, None) if isinstance(subject, Lesson) else (None, subject)
    return Note(user=learner, lesson=lesson, day=day, revision=0, created_at=now, changed_at=now)
