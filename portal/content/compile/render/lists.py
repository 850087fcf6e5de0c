"""Give lists the indentation Python-Markdown wants, so that they mean what they mean on a Git host.

CommonMark nests by the column where an item's text begins and lets a list follow a paragraph at once; Python-
Markdown nests by four spaces and wants an empty line. So nested lines are moved to four spaces a level, and
the empty line is put in.
"""

from __future__ import annotations

import re

from portal.content.compile.render.page import Page

_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( +)(?=\S)(.*)")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,} *")
_QUOTE = re.compile(r" {0,3}> ?")
_NOTE = re.compile(r"\[\^[^\]]+\]:")
_ALERT = re.compile(r"\[!\w+\]\s*")
_TEXT = 1_000
_LISTLIKE = frozenset("-*+0123456789 >[")


def relevel(lines: list[str], page: Page) -> list[str]:
    """Return ``lines`` with every list level at four spaces; an indented code block is a problem."""
    out: list[str] = []
    levels = _Levels(page, out)
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line:
            out.append("")
            levels.blank = True
        elif not levels.open and line[0] not in _LISTLIKE:
            out.append(line)
            levels.blank, levels.start = False, _TEXT
        elif not levels.open and (end := _quote_end(lines, at)) > at:
            out += _quoted(lines[at:end], page)
            levels.blank, levels.start = False, _TEXT
            at = end - 1
        else:
            levels.take(line)
        at += 1
    return out


def _quote_end(lines: list[str], at: int) -> int:
    """Return the index behind the quoted lines that begin at ``at``."""
    while at < len(lines) and _QUOTE.match(lines[at]):
        at += 1
    return at


def _quoted(lines: list[str], page: Page) -> list[str]:
    """Relevel what is inside a quotation; the name of an alert gets a line of its own."""
    inner = [_QUOTE.sub("", line, count=1).rstrip("\n") for line in lines]
    inner = [line if line.strip() else "" for line in inner]
    if _ALERT.fullmatch(inner[0]):
        inner.insert(1, "")
    return [f"> {line}" if line else ">" for line in relevel(inner, page)]


class _Levels:
    """The open list items on the way down a text: the column of each one's text, and if it is numbered.

    ``blank`` is whether the last line was empty. ``start`` is the level of the item that the lines since the
    last empty one began with: an item above that level needs an empty line before it, and so does any item
    in lines that began with text (``TEXT``).
    """

    def __init__(self, page: Page, out: list[str]) -> None:
        self.page = page
        self.out = out
        self.open: list[tuple[int, bool]] = []
        self.blank = True
        self.start = _TEXT

    def take(self, line: str) -> None:
        """Write one line that is not empty."""
        indent = len(line) - len(line.lstrip(" "))
        found = None if _RULE.fullmatch(line) else _ITEM.match(line)
        if found and indent - self._column(indent) <= 3 and self._may_begin(found[2]):
            self._item(indent, found)
        elif _NOTE.match(line):
            self.out.append(line)
            self.open, self.start = [(4, False)], _TEXT
        else:
            self._text(indent, line)
        self.blank = False

    def _column(self, indent: int) -> int:
        """Return the column of the innermost open item that a line with this indent lies in, else 0."""
        return max((column for column, _ in self.open if column <= indent), default=0)

    def _may_begin(self, mark: str) -> bool:
        """Return whether an item may begin here: in the middle of a paragraph only a bullet or number 1
        may."""
        return bool(self.open) or self.blank or not mark[0].isdigit() or mark[:-1] == "1"

    def _item(self, indent: int, found: re.Match[str]) -> None:
        """Write the first line of an item."""
        numbered = found[2][0].isdigit()
        other = False
        while self.open and indent < self.open[-1][0]:
            other = self.open.pop()[1] != numbered
        if not self.blank and (other or len(self.open) < self.start):
            self.out.append("")
            self.blank = True
        if self.blank:
            self.start = len(self.open)
        mark = f"{found[2][:-1]}." if numbered else found[2]
        self.out.append(f"{'    ' * len(self.open)}{mark} {found[4]}")
        space = len(found[3]) if len(found[3]) <= 4 else 1
        self.open.append((indent + len(found[2]) + space, numbered))

    def _text(self, indent: int, line: str) -> None:
        """Write a line of text: the continuation of a paragraph, or a paragraph of the item it is indented
        under."""
        if self.open and not self.blank:
            self.out.append(line.lstrip(" "))
            return
        self.start = _TEXT
        while self.open and indent < self.open[-1][0]:
            self.open.pop()
        column = self.open[-1][0] if self.open else 0
        if self.blank and indent - column >= 4:
            wrong = "an indented block, which a Git host shows as code"
            number = self.page.line_of(line)
            self.page.problems.add(number, wrong, "code between ``` lines, text without the indent")
        self.out.append(f"{'    ' * len(self.open)}{line.lstrip(' ')}")
