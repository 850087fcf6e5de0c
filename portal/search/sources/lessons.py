"""Lessons, section by section: title, summary, headings and text."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Final

from django.urls import reverse

from portal.content.models import Lesson
from portal.index.rules.html import sections
from portal.index.rules.stamps import code_of, stamp_of
from portal.index.selectors import Hit
from portal.index.services import Piece, Thing
from portal.search.sources import sources

CODE: Final = code_of(Path(__file__))
STAMPED: Final = ("uid", "track__uid", "title", "short", "summary", "status", "version_id", "version__digest")
FIELDS: Final = (*STAMPED, "version__html", "version__page")


@sources.register
class Lessons:
    """The lessons that are served; outlines as well, after those that are written."""

    slug = "lesson"
    label = "Lesson"
    plural = "Lessons"
    open = True

    def stamps(self) -> dict[str, str]:
        """Return a digest over all that is found of each lesson."""
        rows = Lesson.objects.live().order_by("uid").values_list(*STAMPED)
        return {row[0]: stamp_of(CODE, *row) for row in rows.iterator(chunk_size=1000)}

    def things(self, refs: Collection[str]) -> dict[str, Thing]:
        """Return each lesson as a whole, and the text below each of its headings."""
        rows = Lesson.objects.live().filter(uid__in=refs).values_list(*FIELDS)
        count = len(STAMPED)
        return {row[0]: _thing(stamp_of(CODE, *row[:count]), *row[:6], *row[count:]) for row in rows}

    def address(self, hit: Hit) -> str:
        """Return the place in the lesson."""
        track, _, slug = hit.ref.partition("/")
        return reverse("reading:lesson", args=[track, slug]) + (hit.place and f"#{hit.place}")


def _thing(
    stamp: str,
    uid: str,
    track: str,
    title: str,
    short: str,
    summary: str,
    status: str,
    html: str | None,
    page: object,
) -> Thing:
    found = sections(html or "")
    objectives = page.get("objectives", []) if isinstance(page, dict) else []
    whole = [summary, *objectives, *(f"{one.heading} {one.text}" for one in found)]
    name = title if short in title else f"{title} {short}"
    parts = [
        Piece(title, one.heading, one.text, place=one.anchor, name="", beside=name)
        for one in found
        if one.anchor
    ]
    pieces = [Piece(title, body=" ".join(" ".join(whole).split()), name=name), *parts]
    return Thing(stamp, pieces, track=track, later=status == Lesson.Status.OUTLINE)
