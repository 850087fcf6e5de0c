"""HTML of the portal's own renderers as plain text, section by section. Pure.

Only for HTML that was cleaned when it was stored: its tags are well formed.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import Final
from unicodedata import normalize

_TOKEN: Final = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>|([^<]+)|<""")
_ATTRIBUTE: Final = re.compile(r"""\b(id|class)=["']([^"']*)["']""")
_VOID: Final = {"br", "hr", "img", "input", "wbr", "col", "source"}
_INLINE: Final = frozenset(
    "a abbr b code del em i ins kbd mark s span strong sub sup u".split()  # noqa: SIM905 - a list is longer
)
_HIDDEN: Final = {"svg", "script", "style", "template"}
_HIDDEN_CLASSES: Final = {
    "listing__head",
    "listing__out",
    "visually-hidden",
    "footnote-ref",
    "footnote-backref",
}
_HEADINGS: Final = {"h2", "h3"}


@dataclass(frozen=True, slots=True)
class Section:
    """The text below one heading that has an anchor, to the next; before the first one, both are empty."""

    anchor: str
    heading: str
    text: str


def plain(html: str) -> str:
    """Return the text of a piece of HTML in one line, headings included."""
    return " ".join(filter(None, (f"{one.heading} {one.text}".strip() for one in sections(html))))


def sections(html: str) -> list[Section]:
    """Return the text of a page in its sections, each in one line, without drawings and what code printed."""
    reader = _Reader()
    for token in _TOKEN.finditer(html):
        closing, name, attributes, text = token.groups()
        if name:
            reader.tag(name.lower(), attributes, closing=bool(closing))
        elif text and not reader.hidden:
            reader.pieces.append(unescape(text))
    return reader.finish()


class _Reader:
    """Where the reading of a page is: how deep, in which section, and whether in something that is left out."""

    def __init__(self) -> None:
        self.done: list[Section] = []
        self.pieces: list[str] = []
        self.anchor = self.heading = ""
        self.depth = 0
        self.hidden = 0

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        """Take in a tag."""
        if name not in _INLINE and not self.hidden:
            self.pieces.append(" ")
        if closing:
            if name in _HEADINGS and not self.hidden and self.anchor and not self.heading:
                self.heading, self.pieces = _line(self.pieces), []
            if self.hidden == self.depth:
                self.hidden = 0
            self.depth = max(self.depth - 1, 0)
        elif name not in _VOID and not attributes.endswith("/"):
            self.depth += 1
            self._open(name, dict(_ATTRIBUTE.findall(attributes)))

    def _open(self, name: str, found: dict[str, str]) -> None:
        if self.hidden:
            return
        if name in _HIDDEN or not _HIDDEN_CLASSES.isdisjoint(found.get("class", "").split()):
            self.hidden = self.depth
        elif name in _HEADINGS and found.get("id"):
            self._close_section()
            self.anchor = found["id"]

    def _close_section(self) -> None:
        text = _line(self.pieces)
        if text or self.heading:
            self.done.append(Section(self.anchor, self.heading, text))
        self.anchor, self.heading, self.pieces = "", "", []

    def finish(self) -> list[Section]:
        """Return what was read."""
        self._close_section()
        return self.done


def _line(pieces: list[str]) -> str:
    return normalize("NFC", " ".join("".join(pieces).split()))
