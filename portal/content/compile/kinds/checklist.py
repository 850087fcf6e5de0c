"""The checklist of a lesson: things to be able to do, each with an id that never changes."""

import re
from dataclasses import dataclass

from portal.content.compile.body import Body, Head
from portal.content.compile.matter.shapes import ID
from portal.content.compile.parts import Item
from portal.content.compile.problems import Problems
from portal.content.compile.render import render_lines
from portal.content.compile.render.headings import slugify

_ITEM = re.compile(r"[-*+] +\[(.?)\] +(.*)")
_ID = re.compile(r"(.*?)\s*\{#([^{}]*)\}")
_FORM = "`- [ ] I can … {#id}`"


@dataclass(slots=True)
class _Raw:
    """An item as it is written, over one line or more."""

    text: str
    line: int


def read_checklist(body: Body, head: Head, problems: Problems) -> tuple[Item, ...]:
    """Return the items under the heading of a checklist."""
    items = _items(body, head, problems)
    if not 3 <= len(items) <= 6:
        problems.add(body.line(head.at), f"a checklist of {len(items)} items", "3 to 6")
    texts: list[str] = []
    named: list[tuple[str, int]] = []
    for item in items:
        found = _ID.fullmatch(item.text)
        if found is None:
            proposal = "-".join(slugify(item.text).strip("-_").split("-")[:4]).replace("_", "-")
            problems.add(item.line, "an item without an id", f"an id at its end, such as {{#{proposal}}}")
            continue
        _check_id(found[2], item.line, named, problems)
        texts.append(found[1])
        named.append((found[2], item.line))
    htmls = render_lines(texts)
    return tuple(Item(name, html, line) for (name, line), html in zip(named, htmls, strict=True))


def _check_id(name: str, line: int, before: list[tuple[str, int]], problems: Problems) -> None:
    """Check the shape of an id, and that no item above has it."""
    if len(name) > ID.limit or not re.fullmatch(ID.pattern, name):
        problems.add(line, f"the id {name[:60]!r}", ID.allowed)
    for other, first in before:
        if name.lower() == other.lower():
            problems.add(
                line, f"the id {name!r} for the second time", f"an id of its own; first in line {first}"
            )


def _items(body: Body, head: Head, problems: Problems) -> list[_Raw]:
    """Return the items of a task list; anything else under the heading is a problem."""
    items: list[_Raw] = []
    for at in range(head.at + 1, body.end_of(head)):
        line = body.lines[at]
        found = _ITEM.fullmatch(line)
        if found:
            if found[1] != " ":
                problems.add(body.line(at), f"the box [{found[1]}]", _FORM)
            items.append(_Raw(found[2].strip(), body.line(at)))
        elif line.startswith("  ") and line.strip() and items and body.lines[at - 1].strip():
            items[-1].text += f" {line.strip()}"
        elif line.strip():
            problems.add(body.line(at), "a line that is no item of the checklist", _FORM)
    return items
