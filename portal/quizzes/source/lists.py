"""The items of a task list or an ordered list, with the feedback and the attributes below and behind them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from textwrap import dedent

from portal.content.compile.problems import Problems
from portal.quizzes.source.attributes import Attributes, read_attributes, split_attributes

MOST = 200  # of which no kind takes as many
TASK = re.compile(r"[-*+][ \t]+\[(?P<mark>.?)\](?:[ \t]+|$)")
ITEM = re.compile(r"\d{1,9}[.)][ \t]+")
_ALERT = re.compile(r"[ \t]*>[ \t]*\[!(?:tip|note)\]", re.IGNORECASE)
_FEEDBACK = re.compile(r"[ \t]*> ?")


@dataclass(frozen=True, slots=True)
class Item:
    """One item: whether it is ticked, its Markdown, that of its feedback, and what stood between braces."""

    checked: bool
    text: str
    feedback: str
    attributes: Attributes
    line: int


def read_items(
    lines: list[str], marker: re.Pattern[str], first: int, follower: str, problems: Problems
) -> Iterator[Item]:
    """Yield the items of a list; ``follower`` is the line behind it.

    Lines below an item are indented by 2 to 4 columns: those that begin with ``>`` are its feedback, others
    go on with it.
    """
    starts = [at for at, line in enumerate(lines) if marker.match(line)]
    for start, end in islice(zip(starts, [*starts[1:], len(lines)], strict=True), MOST):
        yield _item(lines[start:end], marker, first + start, problems)
    if follower.startswith(">") and lines[-1].strip():
        problems.add(first + len(lines), "feedback that is not indented", "2 to 4 spaces before the `>`")
    elif marker is TASK and re.match(r"[-*+][ \t]", follower):
        problems.add(first + len(lines), "an option without a box", "`- [ ]`, or `- [x]` for a right one")


def _item(lines: list[str], marker: re.Pattern[str], line: int, problems: Problems) -> Item:
    """Read one item from its marker to the line before the next one."""
    opened = marker.match(lines[0])
    mark = opened.groupdict().get("mark", " ") if opened else " "
    if mark not in (" ", "x", "X"):
        problems.add(line, f"the box [{mark}]", "`[ ]`, or `[x]` for a right one")
    told = {at: text.expandtabs(4) for at, text in enumerate(lines) if at and _FEEDBACK.match(text)}
    for at, quoted in told.items():
        if not 2 <= len(quoted) - len(quoted.lstrip()) <= 4:
            problems.add(line + at, "feedback at the wrong place", "2 to 4 spaces before the `>`")
    if any(_ALERT.match(quoted) for quoted in told.values()):
        problems.add(
            line, "a hint or an explanation below an option", "on the left margin, behind the options"
        )
    feedback = "\n".join(_FEEDBACK.sub("", lines[at], count=1) for at in told)
    rest = "\n".join(text.expandtabs(4) for at, text in enumerate(lines) if at and at not in told)
    begin = lines[0][opened.end() if opened else 0 :]
    text, inside = split_attributes(f"{begin}\n{dedent(rest)}".rstrip())
    attributes = read_attributes(inside, line, problems)
    return Item(mark in ("x", "X"), text.strip(), feedback.strip(), attributes, line)
