"""Markdown to HTML: code and folds are taken out, Python-Markdown reads the rest, nh3 goes over all of it."""

import threading
from dataclasses import dataclass

from portal.content.compile.parts import Heading
from portal.content.compile.render.blocks import take_out
from portal.content.compile.render.clean import clean, clean_line
from portal.content.compile.render.engine import Engine
from portal.content.compile.render.headings import add_anchors
from portal.content.compile.render.limits import check_limits
from portal.content.compile.render.lists import relevel
from portal.content.compile.render.page import Page
from portal.content.compile.source.text import FORBIDDEN

_own = threading.local()


@dataclass(frozen=True, slots=True)
class Rendered:
    """The HTML and what was found in it. ``anchors`` are of all headings, as links in Markdown write them."""

    html: str
    headings: tuple[Heading, ...] = ()
    anchors: tuple[str, ...] = ()


def render(page: Page) -> Rendered:
    """Render ``page``; what is wrong goes to its problems, where it leads to its targets."""
    page.lines = [FORBIDDEN.sub("", line) for line in page.lines]
    if not check_limits(page):
        return Rendered("")
    try:
        html, headings, anchors = add_anchors(
            _engine().convert(relevel(take_out(page), page), page), page.prefix
        )
    except RecursionError:
        _own.engine = None
        page.problems.add(page.first_line, "nested too deeply", "simpler text")
        return Rendered("")
    except BaseException:
        _own.engine = None
        raise
    for anchor, line in page.anchors_used:
        if anchor not in anchors:
            page.problems.add(
                line, f"a link to #{anchor}, which is no heading here", f"one of {', '.join(anchors)}"
            )
    return Rendered(clean(html), tuple(headings), tuple(anchors))


def render_lines(lines: list[str]) -> list[str]:
    """Return single lines of text as HTML of the narrow kind: emphasis and code, no blocks and no links."""
    try:
        return [
            clean_line(html) for html in _engine().convert_lines([FORBIDDEN.sub("", line) for line in lines])
        ]
    except BaseException:
        _own.engine = None
        raise


def _engine() -> Engine:
    """Return this thread's parser."""
    if getattr(_own, "engine", None) is None:
        _own.engine = Engine()
    engine: Engine = _own.engine
    return engine
