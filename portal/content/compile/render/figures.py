"""A picture alone in a paragraph, its caption and its words become one figure."""

import posixpath
import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass

from markdown.util import AtomicString

from portal.content.compile.problems import Problems
from portal.content.compile.render.page import Page, Target, quote
from portal.content.compile.svg import inline

IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\(\s*<?(?P<path>[^)\s>]*)>?\s*\)", re.DOTALL)
_CAPTION = re.compile(r"\*(?!\*)(.+)(?<!\*)\*|_(?!_)(.+)(?<!_)_", re.DOTALL)
_ORDER = "the picture, a caption in *italics*, then <details> with <summary>The diagram in words</summary>"


@dataclass(slots=True)
class Figure:
    """A figure that still waits for its caption or its words."""

    element: etree.Element
    number: int
    line: int
    caption: bool = False
    words: bool = False


def begin(parent: etree.Element, image: re.Match[str], page: Page) -> Figure:
    """Add the figure of a picture."""
    page.figures += 1
    number, line = page.figures, page.line_of(f"]({image['path']}")
    alt = " ".join(image["alt"].split())
    if not alt:
        page.problems.add(
            line, "a picture without an alternative text", "![one sentence that says what it shows](…)"
        )
    element = etree.SubElement(parent, "figure", {"class": "figure"})
    names = {"class": "figure__scroll", "tabindex": "0", "role": "group", "aria-label": f"Figure {number}"}
    scroll = etree.SubElement(element, "div", names)
    scroll.text = AtomicString(page.keep(_picture(image["path"], alt, line, page)))
    return Figure(element, number, line)


def _picture(path: str, alt: str, line: int, page: Page) -> str:
    """Return the picture at ``path``: a drawing put into the page, anything else by its address."""
    full = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    place = page.find(full)
    if place is None or place.kind not in ("picture", "drawing"):
        wrong = f"no picture at {path}" if place is None else f"{path} is not a picture"
        page.problems.add(line, wrong, "an SVG, PNG, JPEG, WebP or GIF in assets/ beside this file")
        return ""
    page.targets.append(Target(full, "", line))
    if place.kind == "picture":
        return f'<img class="figure__picture" src="{quote(place.address)}" alt="{quote(alt)}" loading="lazy">'
    return inline(place.data, Problems(full), prefix=f"{page.prefix}fig{page.figures}-", name=alt)


def add_caption(figure: Figure, text: str) -> bool:
    """Make a paragraph in italics the caption; return whether it was one."""
    found = _CAPTION.fullmatch(text.strip())
    if figure.caption or not found:
        return False
    figure.caption = True
    caption = etree.SubElement(figure.element, "figcaption", {"class": "figure__caption"})
    strong = etree.SubElement(caption, "strong")
    strong.text, strong.tail = AtomicString(f"Figure {figure.number}."), f" {found[1] or found[2]}"
    return True


def add_words(figure: Figure) -> etree.Element:
    """Return the folded text that says the picture in words, to be filled."""
    figure.words = True
    words = etree.SubElement(figure.element, "details", {"class": "figure__text"})
    etree.SubElement(words, "summary").text = AtomicString(f"Figure {figure.number} in words")
    return words


def finish(figure: Figure, page: Page) -> None:
    """Note what a figure lacks."""
    if not figure.caption or not figure.words:
        missing = "its words" if figure.caption else "a caption"
        page.problems.add(figure.line, f"a figure without {missing}", _ORDER)
