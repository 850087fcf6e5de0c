"""Footnotes: numbered as they are met, with ids of our own making, and each with a reference."""

import re
import xml.etree.ElementTree as etree

from markdown.extensions.footnotes import FootnoteExtension

from portal.content.compile.render.page import Page

_ID = re.compile(r"(#?)(fn|fnref\d*)-(.*)", re.DOTALL)
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")


def tidy_footnotes(root: etree.Element, notes: FootnoteExtension, page: Page) -> None:
    """Number the notes by their first references; no label of an author becomes an id."""
    if notes.footnotes:
        numbers = {label: number for number, label in enumerate(notes.footnote_order, start=1)}
        for label in notes.footnotes:
            if label not in numbers:
                line = page.line_of(f"[^{label}]:")
                page.problems.add(
                    line, f"nothing refers to the footnote [^{label}]", f"[^{label}] in the text"
                )
        for element in list(root.iter()):
            if element.get("class") == "footnote":
                _sort(element, numbers)
            elif element.tag in ("sup", "li", "a"):
                _renumber(element, numbers, page.prefix)
    _check(root, page)


def _label(element: etree.Element, key: str = "id") -> str:
    """Return the label in an id or a reference of Python-Markdown's making, else ""."""
    found = _ID.fullmatch(element.get(key, ""))
    return found[3] if found else ""


def _sort(box: etree.Element, numbers: dict[str, int]) -> None:
    """Put the notes in the order of their numbers."""
    for notes in box.findall("ol"):
        notes[:] = sorted(notes, key=lambda note: numbers.get(_label(note), len(numbers) + 1))


def _renumber(element: etree.Element, numbers: dict[str, int], prefix: str) -> None:
    """Write the ids, references and names of one element with the number of its note."""
    for key in ("id", "href"):
        found = _ID.fullmatch(element.get(key, ""))
        if found and found[3] in numbers:
            element.set(key, f"{found[1]}{prefix}{found[2]}-{numbers[found[3]]}")
            if element.get("class") == "footnote-ref":
                element.text = str(numbers[found[3]])
    if element.get("class") == "footnote-backref":
        element.attrib.pop("title", None)
        element.set("aria-label", "Back to the text")


def _check(root: etree.Element, page: Page) -> None:
    """Note every reference that is still text: nothing defines it."""
    for element in root.iter():
        for text in (element.text if element.tag != "code" else None, element.tail):
            if text and "[^" in text:
                for found in _REFERENCE.finditer(text):
                    line = page.line_of(found[0])
                    page.problems.add(
                        line, f"no footnote {found[0]}", f"a line that begins with `{found[0]}:`"
                    )
