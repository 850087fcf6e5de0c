"""Code blocks as figures: head with number, title and copy button; code; output; one "Notice that" line."""

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from itertools import pairwise

from markdown.util import AtomicString

from portal.content.compile.fences import Fence
from portal.content.compile.render.highlight import highlight, label
from portal.content.compile.render.page import Page, icon, quote

NOTICE = "**Notice that**"
_RULE = re.compile(r"-+(?:\+-+)*")
_NUMBER = re.compile(r"[-+]?\d[\d,_]*(?:\.\d+)?(?:[eE][-+]?\d+)?%?")
_TITLES = {"starter": "start from here", "solution": "one solution"}


@dataclass(slots=True)
class Listing:
    """A figure that still waits for its output or its note."""

    element: etree.Element
    number: int
    output: bool = False


def begin(parent: etree.Element, fence: Fence, page: Page) -> Listing:
    """Add the figure of a code block."""
    page.listings += 1
    number = page.listings
    element = etree.SubElement(parent, "figure", {"class": "listing"})
    element.text = AtomicString(page.keep(_code(fence, number)))
    return Listing(element, number)


def add_output(listing: Listing, fence: Fence) -> str:
    """Return the HTML of what a block printed, and mark its figure as one that was run."""
    listing.output = True
    listing.element.set("class", "listing listing--run")
    name = f"Output of listing {listing.number}"
    parts = [_printed(part) for part in re.split(r"\n(?:[ \t]*\n)+", fence.code.strip("\n"))]
    return f'<div class="listing__out" tabindex="0" role="group" aria-label="{name}">{"".join(parts)}</div>'


def add_note(listing: Listing, text: str) -> None:
    """Make a paragraph the note of a listing."""
    note = etree.SubElement(listing.element, "figcaption", {"class": "listing__notice"})
    note.text = text


def title_of(fence: Fence) -> str:
    """Return the caption of a code block: its own, or what its role says."""
    options = fence.options
    if options.get("title") or options.get("file"):
        return options.get("title") or options["file"]
    if options.get("expect", "").startswith("error:"):
        return f"fails with {options['expect'].removeprefix('error:')}"
    return _TITLES.get(fence.role, "")


def _code(fence: Fence, number: int) -> str:
    """Return head and code of a listing."""
    language, title = quote(label(fence.language)), quote(title_of(fence))
    hidden = f'<span class="visually-hidden"> listing {number}</span>'
    return (
        '<div class="listing__head"><span class="listing__title">'
        f"<strong>Listing {number}</strong>{f' <span>{title}</span>' if title else ''}"
        f' <span class="listing__lang">{language}</span></span>'
        '<button class="button button--quiet button--small" type="button" data-copy="">'
        f"{icon('copy', 'icon--s')}Copy{hidden}</button></div>"
        f'<div class="listing__code" tabindex="0" role="group" aria-label="Listing {number}, {language}">'
        f'<pre><code class="highlight">{highlight(fence.code, fence.language)}</code></pre></div>'
    )


def _printed(text: str) -> str:
    """Return one piece of output: a result set as a table, anything else as it is."""
    lines = text.split("\n")
    if len(lines) > 1 and _RULE.fullmatch(lines[1].strip()):
        rows = _cells(lines)
        if rows:
            return _grid(rows)
    return f"<pre>{quote(text)}</pre>"


def _cells(lines: list[str]) -> list[list[str]]:
    """Return the cells of a result set, cut where the rule has its crossings, else at each bar; [] if that
    fails."""
    rule = lines[1].rstrip()
    cuts = [at for at, sign in enumerate(rule) if sign == "+"]
    rows = [line for at, line in enumerate(lines) if at != 1]
    if all(len(row) > cut and row[cut] == "|" for row in rows for cut in cuts):
        edges = [-1, *cuts, max(map(len, lines))]
        return [[row[a + 1 : b].strip() for a, b in pairwise(edges)] for row in rows]
    split = [[cell.strip() for cell in row.split("|")] for row in rows]
    return split if all(len(row) == len(cuts) + 1 for row in split) else []


def _grid(rows: list[list[str]]) -> str:
    """Return a result set as a table; a column of numbers is set to the right."""
    columns = list(zip(*rows, strict=True))
    right = [_is_numeric(column[1:]) for column in columns]
    marks = [' class="is-num"' if number else "" for number in right]
    head = "".join(
        f'<th scope="col"{mark}>{quote(cell)}</th>' for mark, cell in zip(marks, rows[0], strict=True)
    )
    body = "".join(
        f"<tr>{''.join(f'<td{mark}>{_cell(cell)}</td>' for mark, cell in zip(marks, row, strict=True))}</tr>"
        for row in rows[1:]
    )
    return f'<table class="grid"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(cell: str) -> str:
    """Return the content of a cell; NULL is told from the text NULL by its looks."""
    return '<span class="grid__null">NULL</span>' if cell == "NULL" else quote(cell)


def _is_numeric(cells: tuple[str, ...]) -> bool:
    """Return whether a column holds numbers, and at least one."""
    values = [cell for cell in cells if cell not in ("", "NULL")]
    return bool(values) and all(_NUMBER.fullmatch(value) for value in values)
