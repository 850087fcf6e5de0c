"""All notes of a learner: the list, page by page, and what an export takes along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch
from django.db.models.functions import Left

from portal.accounts.models import User
from portal.content.models import Lesson, Track
from portal.notes.models import Note, OwnLink
from portal.notes.selectors.note import day_name

ON_A_PAGE = 30
EXCERPT = 300
"""Characters of a note that the list reads."""


@dataclass(frozen=True, slots=True)
class Row:
    """A note in the list."""

    title: str
    where: str
    url: str
    changed: datetime
    excerpt: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the list, and what it was asked for."""

    rows: Sequence[Row]
    page: Page[Note]
    tracks: Sequence[Track]
    words: str
    track: str
    binned: bool

    @property
    def asked(self) -> bool:
        """Return whether the list is narrowed down."""
        return bool(self.words or self.track)


def shelf_of(
    learner: User, *, words: str = "", track: str = "", binned: bool = False, page: str = "1"
) -> Shelf:
    """Return a page of the learner's notes, those changed last first; ``page`` is lenient.

    ``words`` must all be in the text or the lesson's title, ``track`` is a uid, or "day" for the notes on days.
    """
    notes = Note.objects.of(learner)
    notes = notes.binned() if binned else notes.live()
    if track:
        notes = notes.filter(lesson=None) if track == "day" else notes.filter(lesson__track__uid=track)
    found = (
        notes.holding(words)
        .select_related("lesson__track")
        .defer("text", "html")
        .order_by("-changed_at", "-pk")
    )
    cut = Paginator(found.annotate(start=Left("text", EXCERPT)), ON_A_PAGE).get_page(page)
    return Shelf(
        rows=[_row(note, note.start) for note in cut],  # type: ignore[attr-defined]
        page=cut,
        tracks=list(
            Track.objects.filter(lessons__notes__user=learner).distinct().only("uid", "short", "position")
        ),
        words=words,
        track=track,
        binned=binned,
    )


def _row(note: Note, start: str) -> Row:
    """Return a note as the list shows it."""
    about = note.subject
    excerpt = " ".join(start.split())
    return Row(
        title=about.short if isinstance(about, Lesson) else day_name(about),
        where=about.track.short if isinstance(about, Lesson) else "Day",
        url=note.get_absolute_url(),
        changed=note.changed_at,
        excerpt=f"{excerpt[:200].rstrip()}…" if len(excerpt) > 200 or len(start) == EXCERPT else excerpt,
    )


def every_note(learner: User) -> Iterator[Note]:
    """Yield all notes of the learner, those in the bin as well, a few hundred at a time; not the empty ones."""
    found = Note.objects.of(learner).exclude(text="").select_related("lesson").defer("html")
    yield from found.order_by("pk").iterator(chunk_size=200)


def every_link(learner: User) -> Sequence[Lesson]:
    """Return the lessons beside which the learner has links, each with them in ``mine``."""
    mine = OwnLink.objects.filter(user=learner, retired_at=None)
    lessons = Lesson.objects.filter(own_links__in=mine).distinct().only("uid", "short", "position")
    return list(lessons.prefetch_related(Prefetch("own_links", mine, to_attr="mine")))
