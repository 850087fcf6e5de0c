"""The middle of a question page, put together from pieces that are drawn once for equal values.

A question is drawn once for all that it shows: its texts, the order of its options, what was given, what may be seen
of the right answer. That text is the whole key, so nothing has to be forgotten when something changes, and learners who
see the same share it, wherever the question stands in their attempt. Numbers, addresses and times are holes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from portal.core.drawn import Drawn, Holes, draw, draw_anew
from portal.taking.attempt import Step
from portal.taking.sheet import CONFIDENCES, Sheet

LONGEST = 12_000
"""Characters of a question that is kept; one that shows more, an essay, is drawn each time."""


class _Shown:
    """A sheet without what is a hole on the page; equal to another that shows the same."""

    __slots__ = ("said", "sheet")

    def __init__(self, sheet: Sheet) -> None:
        """Leave out the number and the revision, of which the page shows only whether there is one."""
        self.sheet = replace(
            sheet, number=Holes()["number"], revision=min(sheet.revision, 1), tries=min(sheet.tries, 1)
        )
        self.said = repr(self.sheet)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Shown) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)


def asked(page: Mapping[str, Any]) -> SafeString:
    """Draw what HTMX swaps of ``at_question``: the question and all around it; the token stays a hole."""
    exam, over, number = page["exam"], page["time_is_over"], page["number"]
    frame = draw(
        "taking/_asked.html", exam=exam, timed="seconds" in page["time"], over=over, left=min(page["left"], 2)
    )
    shown = _Shown(page["sheet"])
    question = _question if len(shown.said) <= LONGEST else _question.__wrapped__
    steps = [_step(step, step.number == number) for step in page["steps"]]
    html = frame.fill(
        steps=mark_safe("".join(steps)),  # noqa: S308 - drawn by a template
        question=question(shown, exam, over, number == page["count"]),
    )
    return Drawn(html).fill(
        address=page["address"],
        quiz=page["quiz_address"],
        title=page["title"],
        attempt=str(page["attempt"].pk),
        number=str(number),
        onward=str(number + 1),
        count=str(page["count"]),
        right=str(page["right"]),
        left=str(page["left"]),
        revision=str(page["sheet"].revision),
        shown=f"{page['shown_at']:.0f}",
        **page["time"],
    )


@lru_cache(maxsize=1024)
def _question(shown: _Shown, exam: bool, over: bool, last: bool) -> SafeString:
    """Draw one question: about eight kilobytes with its key."""
    drawn = draw_anew(
        "taking/part/_question.html",
        sheet=shown.sheet,
        exam=exam,
        over=over,
        last=last,
        confidences=CONFIDENCES,
    )
    return drawn.fill()


@lru_cache(maxsize=1024)
def _step(step: Step, current: bool) -> SafeString:
    """Draw one number in the row of questions."""
    return draw_anew("taking/part/_step.html", step=step, current=current).fill()
