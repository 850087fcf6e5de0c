"""The lesson page, put together from what is drawn once for everybody and what is one reader's own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from django.http import HttpRequest, HttpResponse

from portal.accounts.models import User
from portal.core.drawn import draw
from portal.core.http import draw_page, fill_page
from portal.core.templatetags.design import sanitised
from portal.progress import pieces
from portal.progress.rules import Level
from portal.reading.selectors.lesson import Found, Page, desk_of


@dataclass(frozen=True)
class Beside:
    """What stands beside the prose, the same for every reader. Equal pages have the very same one.

    ``aims`` are the objectives, each with the concept it stands for (empty in a text of an earlier compiler).
    """

    page: Page
    nav: Mapping[str, Any]
    headings: list[Mapping[str, str]]
    aims: list[tuple[str, str]]
    links: list[Mapping[str, str]]
    verified_on: date | None

    @property
    def outline(self) -> bool:
        """Return whether the text is not written yet."""
        return self.page.status == "outline"

    def __hash__(self) -> int:
        """Follow the page, from which all of it is read."""
        return hash(self.page)


@lru_cache(maxsize=1024)
def beside(page: Page) -> Beside:
    """Read what stands beside the prose of ``page``."""
    stored = json.loads(page.beside or "{}")
    verified = stored.get("verified_on")
    return Beside(
        page=page,
        nav=json.loads(page.nav),
        headings=[heading for heading in stored.get("headings", []) if heading["level"] == 2],
        aims=list(zip_longest(stored.get("objectives", []), stored.get("concepts", []), fillvalue="")),
        links=stored.get("links", []),
        verified_on=date.fromisoformat(verified) if verified else None,
    )


def lesson_sheet(request: HttpRequest, found: Found, reader: User | None, now: datetime) -> HttpResponse:
    """Answer with a lesson as ``reader`` sees it; None is a stranger."""
    page, still = found.page, beside(found.page)
    desk = desk_of(page, still.nav.get("builds_on", []), reader, now)
    drawn = draw_page(request, "reading/lesson.html", beside=still, section="path")
    mine = {
        "prose": sanitised(found.html),
        "needs": draw("reading/_needs.html", needs=tuple(desk.needs), known=reader is not None).fill(),
    }
    if reader is None:
        rows = draw("progress/_rows_plain.html", rows=tuple(desk.rows)).fill()
        return fill_page(request, drawn, stamp="", rows=rows, quiz=_quiz(found, first=True), **mine)
    first = bool(page.quiz) and desk.state.level in (Level.NONE, Level.READ)
    return fill_page(
        request,
        drawn,
        stamp=desk.last,
        state=pieces.state(desk.state),
        quiz=_quiz(found, first=first),
        ending=pieces.ending(page.uid, desk.state, beside=first),
        meter=pieces.meter(desk.meter),
        rows=pieces.rows(desk.rows, page.uid),
        **mine,
    )


def _quiz(found: Found, *, first: bool) -> str:
    """Return the invitation to the quiz, empty without one; ``first`` is the page's most important button."""
    uid = found.page.quiz
    if not uid:
        return ""
    return draw(
        "reading/lesson/_quiz.html", uid=uid, best=found.best, latest=found.latest, first=first
    ).fill()
