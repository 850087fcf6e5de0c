"""The Markdown behind the front matter, as lines, code blocks and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from portal.content.compile.fences import Fence, fences_of
from portal.content.compile.problems import Problems

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")


@dataclass(frozen=True, slots=True)
class Head:
    """A heading outside code: its level, its text as written, and its index among the lines of the body."""

    level: int
    title: str
    at: int


@dataclass(frozen=True, slots=True)
class Body:
    """A text in pieces. Its first line is line ``first_line`` of the file."""

    lines: list[str]
    first_line: int
    fences: list[Fence]
    heads: list[Head]

    def line(self, at: int) -> int:
        """Return the line number in the file of the line at an index."""
        return self.first_line + at

    def end_of(self, head: Head) -> int:
        """Return the index behind the last line of a heading's section."""
        after = (other.at for other in self.heads if other.at > head.at and other.level <= head.level)
        return next(after, len(self.lines))

    def without(self, *ranges: range) -> Body:
        """Return the body with the lines of ``ranges`` emptied, so that all others keep their numbers."""
        lines = list(self.lines)
        for chosen in ranges:
            for at in chosen:
                lines[at] = ""
        gone = {self.line(at) for chosen in ranges for at in chosen}
        return replace(self, lines=lines, fences=[fence for fence in self.fences if fence.line not in gone])


def read_body(lines: list[str], first_line: int, problems: Problems) -> Body:
    """Find the code blocks and headings of a text; a block that is never closed is a problem."""
    fences = list(fences_of("\n".join(lines), problems, first_line))
    inside = {at for fence in fences for at in range(fence.line - first_line, fence.end - first_line + 1)}
    heads = [
        Head(len(found[1]), found[2].strip(), at)
        for at, line in enumerate(lines)
        if "#" in line and at not in inside and (found := _HEADING.fullmatch(line))
    ]
    return Body(lines, first_line, fences, heads)
