"""Anchors and table of contents."""

import re
from html import unescape

from portal.content.compile.parts import Heading

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NOT_WORD = re.compile(r"[^\w\- ]")


def slugify(title: str) -> str:
    """Return the anchor a Git host makes of a heading."""
    return _NOT_WORD.sub("", title.strip().lower()).replace(" ", "-") or "section"


def section_id(title: str, prefix: str = "") -> str:
    """Return the id of the first heading with this title, so that it never meets one of the page's."""
    return f"{prefix}s-{slugify(title)}"


def add_anchors(html: str, prefix: str) -> tuple[str, list[Heading], list[str]]:
    """Give each heading of ``html`` a unique id.

    Returns the HTML, the entries for the table of contents (levels 2 and 3, with the id), and the bare
    anchors as links in Markdown write them. An id is the anchor behind ``prefix`` and ``s-``, so that it
    never meets one of the page's.
    """
    headings: list[Heading] = []
    anchors: dict[str, int] = {}

    def write(found: re.Match[str]) -> str:
        title = " ".join(unescape(_TAG.sub("", found[2])).split())
        anchor = slug = slugify(title)
        while anchor in anchors:
            anchors[slug] += 1
            anchor = f"{slug}-{anchors[slug]}"
        anchors[anchor] = 0
        level = int(found[1])
        if level in (2, 3):
            headings.append(Heading(level, f"{prefix}s-{anchor}", title))
        return f'<h{level} id="{prefix}s-{anchor}">{found[2]}</h{level}>'

    return _HEADING.sub(write, html), headings, list(anchors)
