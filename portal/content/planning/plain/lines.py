"""The lines of a plan as a tree: headings, the bullets below them, and the text between."""

# ruff: noqa: RUF001 - the signs people type in a plan

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_HEADING = re.compile(r" {0,3}(#{1,6})\s*(?=\S)(.*?)\s*#*\s*")
_BOLD = re.compile(r"\s{0,3}(?:\*\*|__)([^*_]+(?:[*_][^*_]+)*)(?:\*\*|__):?\s*")
_BULLET = re.compile(r"(\s*)(?:[-*+–—]\s+|\d{1,3}[.)]\s+|[•‣◦▪●○■□☐☑✓✔✅➤→]\s*)(?=\S)(.*)")
_RULE = re.compile(r"\s{0,3}(?:-\s*){3,}|\s{0,3}(?:=\s*){3,}|\s{0,3}(?:\*\s*){3,}|\s{0,3}(?:_\s*){3,}")
_FENCE = re.compile(r"\s*(```+|~~~+)")
_BOX = re.compile(r"\[[ xX]\]\s+")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\((?!https://[^\s)]+\))[^)]*\)")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]")
_BLOCK = re.compile(r"(?:(?:[-*+]|\d{1,9}[.)]|#{1,6}|>)(?:\s+|$))+")
_FENCES = re.compile(r"`{3,}|~{3,}")
_FOLD = re.compile(r"<(?=/?(?:details|summary)\b)", re.IGNORECASE)
BOLD_LEVEL = 7
UNTITLED = "Untitled"


@dataclass(slots=True)
class Bullet:
    """One entry of a list, with the entries below it."""

    text: str
    line: int
    below: list[Bullet] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A heading with everything below it; ``level`` is the number of its signs, 7 for a line in bold."""

    text: str
    line: int
    level: int
    bullets: list[Bullet] = field(default_factory=list)
    texts: list[tuple[str, int]] = field(default_factory=list)
    below: list[Section] = field(default_factory=list)


def read_lines(text: str) -> tuple[Section, list[tuple[int, str]]]:
    """Return a section of level 0 that holds the whole text, and what was left out: the line, and what it is."""
    reader = _Reader()
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        following = lines[number] if number < len(lines) else ""
        reader.take(number, line.expandtabs(4).rstrip(), following.strip())
    return reader.root, reader.left


class _Reader:
    """Takes one line after the other."""

    def __init__(self) -> None:
        self.root = Section("", 0, 0)
        self.open: list[Section] = [self.root]
        self.list: list[tuple[int, Bullet]] = []
        self.left: list[tuple[int, str]] = []
        self.fence = ""
        self.is_running = False

    def take(self, number: int, line: str, following: str) -> None:
        """Put one line where it belongs."""
        if self._is_code(number, line) or not line.strip() or _RULE.fullmatch(line):
            self.is_running = False
        elif found := _HEADING.fullmatch(line):
            self._heading(len(found[1]), found[2], number)
        elif not self.is_running and re.fullmatch(r"={3,}|-{3,}", following) and not _BULLET.fullmatch(line):
            self._heading(1 if following[0] == "=" else 2, line, number)
        elif found := _BOLD.fullmatch(line):
            self._heading(BOLD_LEVEL, found[1], number)
        elif found := _BULLET.fullmatch(line):
            self._bullet(len(found[1]), found[2], number)
        elif line.lstrip().startswith(("|", "<!--")):
            self.left.append((number, "a table" if line.lstrip()[0] == "|" else "a comment"))
        else:
            self._text(line, number)

    def _is_code(self, number: int, line: str) -> bool:
        """Return whether the line belongs to a block of code, which no plan needs."""
        found = _FENCE.match(line)
        if self.fence:
            if found and found[1].startswith(self.fence):
                self.fence = ""
            return True
        if found:
            self.fence = found[1]
            self.left.append((number, "a block of code"))
        return bool(found)

    def _heading(self, level: int, text: str, number: int) -> None:
        """Open a section within the nearest one of a smaller level."""
        while self.open[-1].level >= level:
            self.open.pop()
        section = Section(one_line(text), number, level)
        self.open[-1].below.append(section)
        self.open.append(section)
        self.list, self.is_running = [], False

    def _bullet(self, indent: int, text: str, number: int) -> None:
        """Add a bullet below the last one that stands further left."""
        while self.list and self.list[-1][0] >= indent:
            self.list.pop()
        bullet = Bullet(one_line(_BOX.sub("", text, count=1)), number)
        (self.list[-1][1].below if self.list else self.open[-1].bullets).append(bullet)
        self.list.append((indent, bullet))
        self.is_running = True

    def _text(self, line: str, number: int) -> None:
        """Go on with the bullet before, or keep a paragraph."""
        is_labelled = re.match(r"\W*\w+(?: \w+)?\W*:", line) is not None and not line.startswith(" ")
        if self.list and self.is_running and not is_labelled:
            self.list[-1][1].text = f"{self.list[-1][1].text} {one_line(line)}".strip()
            return
        self.list = []
        if text := one_line(line):
            self.open[-1].texts.append((text, number))


def one_line(text: str) -> str:
    """Return inline Markdown in single spaces: no pictures, footnotes, links that lead nowhere on the web, and nothing
    that would begin a block of its own."""
    text = _FOLD.sub("&lt;", _FENCES.sub("", _BLOCK.sub("", text.strip())))
    text = _FOOTNOTE.sub("", _LINK.sub(r"\1", _IMAGE.sub(r"\1", text)))
    return " ".join(text.split())


def plain(text: str) -> str:
    """Return a title: no number or picture sign before it, no marks of bold, italics or links."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(.+?)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])\*([^*]+)\*(?![\w*])", r"\1", text)
    text = _without_signs(text)
    text = re.sub(r"^(?:\d{1,3}[.)]|\d{1,3}\s*[-–—:])\s+", "", text)
    return re.sub(r"(?:\s+#+)+$", "", _without_signs(text).rstrip(" :")).rstrip(" :")


def _without_signs(text: str) -> str:
    """Return the text from its first letter, digit, quotation mark or bracket on."""
    for at, character in enumerate(text):
        category = unicodedata.category(character)
        if category[0] in "LN" or category in ("Ps", "Pi") or character in "\"'`~.@#$&":
            return text[at:]
    return text
