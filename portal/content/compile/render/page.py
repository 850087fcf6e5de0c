"""One text on its way to HTML: what is known about it, and what was found in it so far."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

from portal.content.compile.fences import Fence
from portal.content.compile.places import Place
from portal.content.compile.problems import Problems
from portal.content.compile.source.text import FORBIDDEN

_PIECE = re.compile("\x02h(\\d+)\x03")
ICONS = {
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="1.5"/><path d="M15.5 8.5v-5h-12v12h5"/>',
    "note": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.25M12 7.5v.25"/>',
    "pitfall": '<path d="M12 4 2.75 19.75h18.5Z"/><path d="M12 10v4.5M12 17v.25"/>',
    "changed": '<path d="M4 9.5h14.5L15 6M20 14.5H5.5L9 18"/>',
}


@dataclass(frozen=True, slots=True)
class Target:
    """A file that a text links to or shows, the heading there (empty: the top), and the line in the text."""

    path: str
    anchor: str
    line: int


@dataclass(slots=True)
class Page:
    """A Markdown text and its surroundings.

    ``lines`` are its lines, the first of which is line ``first_line`` of the file at ``path``; ``fences`` are
    its code blocks. ``find`` answers what stands at a path, or None. ``prefix`` goes before every id, so that
    two texts can stand on one page.
    """

    path: str
    lines: list[str]
    first_line: int
    problems: Problems
    find: Callable[[str], Place | None]
    prefix: str = ""
    fences: list[Fence] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    anchors_used: list[tuple[str, int]] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    listings: int = 0
    figures: int = 0
    tables: int = 0

    def keep(self, html: str) -> str:
        """Set finished HTML aside; return the mark that stands for it until ``put_back``."""
        self.pieces.append(html)
        return f"\x02h{len(self.pieces) - 1}\x03"

    def put_back(self, html: str) -> str:
        """Put what was set aside in place of its marks."""
        return _PIECE.sub(lambda found: self.pieces[int(found[1])], html)

    def line_of(self, needle: str) -> int:
        """Return the line on which ``needle`` first stands outside code; the first if it is nowhere."""
        code = {number for fence in self.fences for number in range(fence.line, fence.end + 1)}
        places = (number for number, line in enumerate(self.lines, self.first_line) if needle in line)
        return next((number for number in places if number not in code), self.first_line)


def icon(name: str, size: str = "") -> str:
    """Return a small drawing of our own; ``size`` is an extra class."""
    classes = f"icon {size}".strip()
    return f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>'


def quote(text: str) -> str:
    """Escape ``text`` for HTML, in content and in double-quoted attributes, without what no page may hold."""
    return escape(FORBIDDEN.sub("", text), quote=True)
