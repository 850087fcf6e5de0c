"""The blocks of a question's text: prose, code, alerts, lists of tasks, ordered lists, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.content.compile.fences import Fence, fences_of
from portal.content.compile.problems import Problems
from portal.quizzes.source.lists import ITEM, TASK, Item, read_items
from portal.quizzes.source.tables import Table, table_at

_ALERT = re.compile(r"> ?\[!(TIP|NOTE)\][ \t]*$")
_MISSED = re.compile(r"[ \t]*>[ \t]*\[!(?:tip|note)\]", re.IGNORECASE)
_QUOTED = re.compile(r"> ?")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines: ``text`` as it stands in the file, ``line`` its first line there."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Prose(Block):
    """Whatever is nothing else."""


@dataclass(frozen=True, slots=True)
class Code(Block):
    """A fenced block. Its role is that of the fence; ``vars`` stands alone, as ``output`` and ``text`` do."""

    fence: Fence

    @property
    def role(self) -> str:
        """What the block is for."""
        return "vars" if self.fence.language == "vars" else self.fence.role


@dataclass(frozen=True, slots=True)
class Alert(Block):
    """A hint (``TIP``) or the explanation (``NOTE``); ``body`` is the Markdown behind the ``>`` signs."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Listing(Block):
    """A list of tasks (``tasks``) or an ordered list."""

    items: tuple[Item, ...]
    tasks: bool


@dataclass(frozen=True, slots=True)
class Grid(Block):
    """A table."""

    table: Table


def blocks_of(text: str, first_line: int, problems: Problems) -> list[Block]:
    """Return the blocks of ``text`` in order. Lines of prose that follow each other are one block."""
    lines = text.split("\n")
    fences = {fence.line - first_line: fence for fence in fences_of(text, problems, first_line)}
    return list(_walk(lines, fences, first_line, problems))


def _walk(lines: list[str], fences: dict[int, Fence], first: int, problems: Problems) -> Iterator[Block]:
    """Yield each block, the prose between two of them as one."""
    at = begun = 0
    while at < len(lines):
        end = _end_of_block(lines, at, fences, first)
        if end == at:
            _check_prose(lines[at], first + at, problems)
            at += 1
            continue
        yield from _prose(lines, begun, at, first)
        yield _block(lines, at, end, fences, first, problems)
        at = begun = end
    yield from _prose(lines, begun, at, first)


def _check_prose(line: str, number: int, problems: Problems) -> None:
    """Note a hint or an explanation that would be read as prose, and be shown before the answer."""
    if _MISSED.match(line):
        allowed = "`> [!TIP]` or `> [!NOTE]` alone on a line, on the left margin"
        problems.add(number, "a hint or an explanation that is not read as one", allowed)


def _prose(lines: list[str], begun: int, end: int, first: int) -> Iterator[Block]:
    """Yield the lines from ``begun`` up to ``end`` unless they are blank."""
    while begun < end and not lines[begun].strip():
        begun += 1
    text = "\n".join(lines[begun:end]).rstrip()
    if text:
        yield Prose(first + begun, text)


def _end_of_block(lines: list[str], at: int, fences: dict[int, Fence], first: int) -> int:
    """Return the index behind the block that begins at ``at``, or ``at`` when the line is prose."""
    line = lines[at]
    if at in fences:
        return fences[at].end - first + 1
    if _ALERT.match(line):
        return next((end for end in range(at, len(lines)) if not lines[end].startswith(">")), len(lines))
    if TASK.match(line) or ITEM.match(line):
        return _end_of_list(lines, at, TASK if TASK.match(line) else ITEM)
    return table_at(lines, at)


def _end_of_list(lines: list[str], at: int, item: re.Pattern[str]) -> int:
    """Return the index behind the last line of the list; blank lines at its end are outside."""
    end = at + 1
    for index in range(at + 1, len(lines)):
        line = lines[index]
        if line.strip() and not line.startswith((" ", "\t")) and not item.match(line):
            break
        end = index + 1 if line.strip() else end
    return end


def _block(
    lines: list[str], at: int, end: int, fences: dict[int, Fence], first: int, problems: Problems
) -> Block:
    """Return the block that the lines from ``at`` up to ``end`` are."""
    text, line = "\n".join(lines[at:end]), first + at
    if at in fences:
        return Code(line, text, fences[at])
    if alert := _ALERT.match(lines[at]):
        body = "\n".join(_QUOTED.sub("", quoted, count=1) for quoted in lines[at + 1 : end])
        return Alert(line, text, alert[1], body.strip("\n"))
    if TASK.match(lines[at]) or ITEM.match(lines[at]):
        marker = TASK if TASK.match(lines[at]) else ITEM
        follower = lines[end] if end < len(lines) else ""
        items = read_items(lines[at:end], marker, line, follower, problems)
        return Listing(line, text, tuple(items), marker is TASK)
    return Grid(line, text, Table.read(lines[at:end], line))
