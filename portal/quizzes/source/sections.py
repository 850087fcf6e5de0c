"""A quiz file cut at its question headings, so that the pieces joined again are the file."""

from dataclasses import dataclass
from itertools import pairwise

from portal.content.compile.fences import fences_of
from portal.content.compile.problems import Problems


@dataclass(frozen=True, slots=True)
class Section:
    """A run of whole lines: its exact text, and the line of the file it begins in."""

    text: str
    line: int


def sections_of(text: str, first_line: int = 1) -> list[Section]:
    """Cut ``text`` before each ``## `` heading outside code; the first section, perhaps empty, has none.

    ``first_line`` is the first line to look at: what stands above it belongs to the first section.
    """
    lines = _kept(text)
    below = "".join(line.rstrip("\r\n") + "\n" for line in lines[first_line - 1 :])
    inside: set[int] = set()
    for fence in fences_of(below, Problems(""), first_line):
        inside.update(range(fence.line, fence.end + 1))
    starts = [
        number
        for number, line in enumerate(lines, start=1)
        if number >= first_line and line.startswith("## ") and number not in inside
    ]
    bounds = [1, *starts, len(lines) + 1]
    return [Section("".join(lines[begin - 1 : end - 1]), begin) for begin, end in pairwise(bounds)]


def _kept(text: str) -> list[str]:
    """Return the lines of a text, each with its end; only a line feed ends one."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])
