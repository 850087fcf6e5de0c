"""Tables in a box of their own, so that a wide one scrolls and the page does not."""

import re
import xml.etree.ElementTree as etree

from portal.content.compile.render.page import Page

_SIGNS = re.compile(r"[`*_\\]")


def wrap_tables(root: etree.Element, page: Page) -> None:
    """Wrap each table of the tree; columns that are set to the right in the text are numbers."""
    for parent in list(root.iter()):
        for at, child in enumerate(parent):
            if child.tag == "table":
                parent[at] = _wrapped(child, page)


def _wrapped(table: etree.Element, page: Page) -> etree.Element:
    """Return the box with the table in it."""
    page.tables += 1
    heads = [_SIGNS.sub("", cell.text or "").strip() for cell in table.iter("th")]
    name = f"Table {page.tables}: {', '.join(filter(None, heads))}"[:120]
    names = {"class": "table-scroll", "tabindex": "0", "role": "group", "aria-label": name}
    box = etree.Element("div", names)
    table.set("class", "table")
    for cell in table.iter():
        if cell.tag == "th":
            cell.set("scope", "col")
        if cell.attrib.pop("align", "") == "right":
            cell.set("class", "is-num")
    box.append(table)
    return box
