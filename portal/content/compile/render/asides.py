"""Quotations that are alerts, and list items that are tasks."""

import re
import xml.etree.ElementTree as etree

from markdown.blockprocessors import BlockQuoteProcessor
from markdown.util import AtomicString

from portal.content.compile.render.page import Page, icon

_ALERT = re.compile(r"\s*\[!(\w+)\][ \t]*(?:\n|$)")
_TASK = re.compile(r"\s*\[([ xX])\]\s+")
_CHANGED = re.compile(r"\s*\*\*(Changed recently[^*\n]*?)[.:]?\*\*[ \t]*")
ALERTS = {
    "NOTE": ("note", "note", "Note"),
    "TIP": ("tip", "note", "Tip"),
    "IMPORTANT": ("important", "note", "Important"),
    "WARNING": ("pitfall", "pitfall", "Warning"),
    "CAUTION": ("pitfall", "pitfall", "Caution"),
}
"""The alerts there are: the variant each is drawn as, its icon, and its title."""
VARIANTS = ("note", "tip", "important", "pitfall", "changed")


class Quotes(BlockQuoteProcessor):
    """A quotation ends at an empty line, as on a Git host; Python-Markdown would join two alerts to one."""

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Read the block as a quotation of its own."""
        block = blocks.pop(0)
        found = self.RE.search(block)
        start = found.start() if found else 0
        self.parser.parseBlocks(parent, [block[:start]])
        inner = "\n".join(self.clean(line) for line in block[start:].lstrip("\n").split("\n"))
        self.parser.state.set("blockquote")
        self.parser.parseChunk(etree.SubElement(parent, "blockquote"), inner)
        self.parser.state.reset()


def mark_alerts(root: etree.Element, page: Page) -> None:
    """Turn every quotation that begins with the name of an alert into one."""
    for quotation in root.iter("blockquote"):
        first = quotation[0] if len(quotation) and quotation[0].tag == "p" else None
        found = _ALERT.match(first.text or "") if first is not None else None
        if first is None or found is None:
            continue
        if found[1] not in ALERTS:
            allowed = f"one of {', '.join(f'[!{kind}]' for kind in ALERTS)}"
            page.problems.add(page.line_of(f"[!{found[1]}]"), f"unknown alert [!{found[1]}]", allowed)
            continue
        first.text = (first.text or "")[found.end() :]
        if not first.text.strip() and not len(first):
            quotation.remove(first)
        _alert(quotation, found[1], page)


def _alert(quotation: etree.Element, kind: str, page: Page) -> None:
    """Rebuild a quotation as an alert."""
    variant, drawing, title = ALERTS[kind]
    body = list(quotation)
    changed = _CHANGED.match(body[0].text or "") if kind == "NOTE" and body else None
    if changed:
        variant, drawing, title = "changed", "changed", _changed_title(body, changed)
    del quotation[:]
    quotation.tag = "div"
    quotation.set("class", f"admonition admonition--{variant}")
    quotation.text = AtomicString(page.keep(icon(drawing)))
    etree.SubElement(quotation, "p", {"class": "admonition__title"}).text = title
    etree.SubElement(quotation, "div", {"class": "admonition__body"}).extend(body)


def _changed_title(body: list[etree.Element], found: re.Match[str]) -> str:
    """Return the title of a "Changed recently" box; a date that stands alone behind the words joins it."""
    rest = (body[0].text or "")[found.end() :].strip()
    if "\n" in rest or len(rest) > 60:
        body[0].text = rest
        return found[1]
    del body[0]
    return f"{found[1]} {rest}".strip()


def mark_tasks(root: etree.Element, page: Page) -> None:
    """Draw the boxes of task lists; they cannot be ticked, the checklist of a lesson can."""
    for item in root.iter("li"):
        holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        found = _TASK.match(holder.text or "")
        if found:
            item.set("class", "todo")
            box, words = ("☐", "open: ") if found[1] == " " else ("☑", "done: ")
            hidden = f'<span class="visually-hidden">{words}</span>'
            mark = page.keep(f'<span aria-hidden="true">{box}</span>{hidden}')
            holder.text = f"{mark} {(holder.text or '')[found.end() :]}"
