"""The pieces of a page that change when progress changes: the lesson page and the answers to HTMX are made of them.

Their forms have holes for the token and the id of the form, which ``core.http`` fills last.
"""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from portal.core.drawn import draw
from portal.progress.rules import Meter, Standing
from portal.progress.selectors import Row, Step


def rows(rows: Sequence[Row], uid: str) -> SafeString:
    """Return the lines of a checklist."""
    address = reverse("progress:tick", args=[uid])
    return mark_safe("".join(row(each, address) for each in rows))  # noqa: S308 - drawn by templates


def row(row: Row, address: str) -> SafeString:
    """Return one line of a checklist with its form."""
    return draw("progress/_row.html", row=row, address=address).fill()


def step(step: Step) -> SafeString:
    """Return one step of a milestone with its form."""
    return draw("progress/_step.html", step=step).fill()


def meter(meter: Meter, *, at: str = "meter", oob: bool = False) -> SafeString:
    """Return how much is ticked, as the element ``at``; with ``oob``, to be swapped in where it stands."""
    return draw("progress/_meter.html", meter=meter, at=at, oob=oob).fill()


def state(state: Standing, *, oob: bool = False) -> SafeString:
    """Return how far a lesson is, as shape and word; with ``oob``, to be swapped in where it stands."""
    return draw("progress/_state.html", state=state, oob=oob).fill()


def ending(uid: str, state: Standing, *, beside: bool = False) -> SafeString:
    """Return the end of a lesson: mark it as done, or take that back.

    ``beside``: the page has a more important button, so this one is not filled.
    """
    address = reverse("progress:done", args=[uid])
    return draw("progress/_ending.html", state=state, address=address, beside=beside).fill()


def said(sentence: str) -> SafeString:
    """Return a sentence for the live region, out of band."""
    return draw("core/_said.html").fill(sentence=sentence)
