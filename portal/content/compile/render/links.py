"""Check where links lead, and write the addresses they have in the portal."""

import posixpath
import re
import xml.etree.ElementTree as etree
from urllib.parse import unquote

from portal.content.compile.matter.shapes import ADDRESS
from portal.content.compile.render.page import Page, Target

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ALLOWED = "https://…, #anchor, or a lesson by its path such as 02-joins.md"


def check_links(root: etree.Element, page: Page) -> None:
    """Resolve every link of the tree; one that leads nowhere, or a picture within a text, is a problem."""
    for element in root.iter():
        if element.tag == "a" and not element.get("class", "").startswith("footnote"):
            _resolve(element, element.get("href", ""), page)
        elif element.tag == "img":
            line = page.line_of(f"]({element.get('src', '')}")
            page.problems.add(line, "a picture within a paragraph", "a paragraph of its own for each picture")


def _resolve(link: etree.Element, href: str, page: Page) -> None:
    """Write the address of one link."""
    link.attrib.pop("title", None)
    line = page.line_of(href or "]()")
    if re.fullmatch(ADDRESS.pattern, href):
        link.set("rel", "noopener noreferrer")
    elif href.startswith("#") and len(href) > 1:
        anchor = unquote(href[1:])
        page.anchors_used.append((anchor, page.line_of(f"]({href}")))
        link.set("href", f"#{page.prefix}s-{anchor}")
    elif not href or _SCHEME.match(href) or href.startswith(("/", "?", "#")):
        _refuse(link, f"a link to {href[:80] or 'nothing'}", line, page)
    else:
        _resolve_path(link, href, line, page)


def _resolve_path(link: etree.Element, href: str, line: int, page: Page) -> None:
    """Write the address of a link to another lesson."""
    path, _, anchor = unquote(href).partition("#")
    full = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    place = None if full.startswith("../") else page.find(full)
    if place is None or place.kind != "lesson":
        wrong = f"a link to {href[:80]}, which is not there" if place is None else f"a link to {href[:80]}"
        _refuse(link, wrong, line, page)
        return
    page.targets.append(Target(full, anchor, line))
    link.set("href", f"{place.address}#s-{anchor}" if anchor else place.address)


def _refuse(link: etree.Element, wrong: str, line: int, page: Page) -> None:
    """Note the problem, and let the link lead nowhere."""
    link.attrib.pop("href", None)
    page.problems.add(line, wrong, _ALLOWED)
