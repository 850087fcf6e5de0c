"""The one way to find something: ``search``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from portal.accounts.models import User
from portal.content.models import Track
from portal.index.rules.query import Query, parse
from portal.index.selectors import Hit, Hits, corrections, find
from portal.search.rules import marked, snippet
from portal.search.sources import Source, sources

ON_A_PAGE: Final = 20
LAST_PAGE: Final = 500
FIRST: Final = "lesson"
"""Whose titles come before other titles: a lesson before the quiz and the note on it."""


@dataclass(frozen=True, slots=True)
class Result:
    """A thing that was found. ``title``, ``heading`` and ``text`` are HTML, escaped, with marks."""

    label: str
    track: str
    url: str
    title: SafeString
    heading: SafeString
    text: SafeString


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found. ``shown`` is the query with mistyped words corrected, else ``asked`` itself.

    ``total`` is how much was found; with ``more``, weaker matches are not among it.
    """

    asked: str
    shown: str
    rows: Sequence[Result]
    total: int
    more: bool
    page: int
    kinds: Sequence[Source]
    tracks: Sequence[Track]

    @property
    def corrected(self) -> bool:
        """Return whether words were corrected."""
        return self.asked != self.shown

    @property
    def exact(self) -> str:
        """Return the query that is not corrected: the same, between quotation marks."""
        return '"{}"'.format(self.asked.replace('"', " ").strip())

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return min(max(-(-self.total // ON_A_PAGE), 1), LAST_PAGE)

    @property
    def before(self) -> int:
        """Return the number of the page with better matches."""
        return self.page - 1

    @property
    def behind(self) -> int:
        """Return the number of the page with weaker matches."""
        return self.page + 1

    @property
    def words(self) -> list[str]:
        """Return the single words of the query, when there are several: each may be looked for alone."""
        found = list(dict.fromkeys(self.shown.replace('"', " ").split()))
        return found if len(found) > 1 else []


def search(
    learner: User | None, query: str, *, kinds: Collection[str] = (), track: str = "", page: int = 1
) -> Results:
    """Return what ``learner`` (None: a stranger) may see and what holds every word of ``query``.

    Any text is a query. Without ``kinds`` all are searched, with an empty ``track`` all are; names that do not exist
    find nothing. A page beyond the last shows the first. Two queries where something is found, four where a word is
    mistyped; one more for a page beyond.
    """
    visible = [source for source in sources if learner or source.open]
    tracks = list(Track.objects.filter(retired_at=None).only("uid", "short", "position"))
    asked = shown = parse(query)
    among = {source.slug for source in visible if not kinds or source.slug in kinds}
    page = min(max(page, 1), LAST_PAGE)
    page, hits = _page(learner, asked, among, track, page)
    # What is found holds every word, so none of them is mistyped.
    if not hits.rows and (better := corrections(learner, asked)):
        shown = asked.corrected(better)
        page, hits = _page(learner, shown, among, track, page)
    names = {one.uid: one.short for one in tracks}
    rows = [_result(hit, shown, names.get(hit.track, "")) for hit in hits.rows]
    return Results(asked.text, shown.text, rows, hits.total, hits.more, page, visible, tracks)


def _page(
    learner: User | None, query: Query, kinds: Collection[str], track: str, page: int
) -> tuple[int, Hits]:
    """Return what stands on a page, and the number of it: the first for one beyond the last."""
    if "\0" in track:
        return page, Hits((), 0)
    for number in dict.fromkeys((page, 1)):
        start = (number - 1) * ON_A_PAGE
        hits = find(learner, query, kinds=kinds, track=track, start=start, size=ON_A_PAGE, first=FIRST)
        if hits.rows:
            return number, hits
    return 1, Hits((), 0)


def _result(hit: Hit, query: Query, track: str) -> Result:
    source = sources[hit.kind]
    return Result(
        label=source.label,
        track=track,
        url=source.address(hit),
        title=mark_safe(marked(hit.title, query)),  # noqa: S308 - escaped there, as are the others
        heading=mark_safe(marked(hit.heading, query)),  # noqa: S308
        text=mark_safe(snippet(hit.body, query)),  # noqa: S308
    )
