"""A learner's Markdown as HTML: text, lists, tables, code and links, and nothing else. Pure, and without a clock."""

import re
from dataclasses import dataclass

import nh3

from portal.content.compile.fences import fences_of
from portal.content.compile.problems import Problems
from portal.content.compile.render import render
from portal.content.compile.render.asides import VARIANTS
from portal.content.compile.render.highlight import CLASSES
from portal.content.compile.render.limits import MOST_HTML
from portal.content.compile.render.page import Page

PREFIX = "m9-"
"""Stands before the ids of footnotes, so that they differ from those of a lesson on the same page."""
_PLAIN = (
    "p br hr em strong del blockquote ul ol li h3 h4 h5 h6 table thead tbody tr th td pre code details summary "
    "figure figcaption div span sup a"
)
_ATTRIBUTES = {
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
    "div": {"aria-label"},
    "a": {"href", "aria-label"},
}
_VALUES = {
    "div": {"tabindex": {"0"}, "role": {"group"}},
    "span": {"aria-hidden": {"true"}},
    "th": {"scope": {"col"}},
}
_CLASSES = {
    "figure": {"listing", "listing--run"},
    "figcaption": {"listing__notice"},
    "details": {"fold"},
    "div": {
        "listing__head", "listing__code", "listing__out", "table-scroll", "footnote",
        "admonition", *(f"admonition--{variant}" for variant in VARIANTS), "admonition__body",
    },
    "p": {"admonition__title"},
    "span": {*CLASSES, "listing__title", "listing__lang", "visually-hidden", "grid__null"},
    "code": {"highlight"},
    "table": {"table", "grid"},
    "th": {"is-num"},
    "td": {"is-num"},
    "li": {"todo"},
    "a": {"footnote-ref", "footnote-backref"},
}  # fmt: skip

_HEADING = re.compile(r"<h([1-6])")
_EITHER = re.compile(r"(</?h)([1-6])")


@dataclass(frozen=True, slots=True)
class Prose:
    """The HTML of a text, and the first thing about it that could not be shown as it was meant (empty: nothing).

    The HTML is empty when all of it was refused; ``fault`` then says why. It stands behind a name: "The front: …".
    """

    html: str
    fault: str = ""


def _filter(tag: str, attribute: str, value: str) -> str | None:
    """Keep links to ``https`` and to a footnote of the same text; keep no id but a footnote's."""
    if attribute == "href":
        return value if value.startswith(("https://", f"#{PREFIX}fn")) else None
    if attribute == "id":
        return value if value.startswith(f"{PREFIX}fn") else None
    return value


_NARROW = nh3.Cleaner(
    tags=set(_PLAIN.split()),
    clean_content_tags={"button", "svg", "script", "style"},
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    tag_attribute_values=_VALUES,
    attribute_filter=_filter,
    link_rel="noopener noreferrer",
    url_schemes={"https"},
)


def narrow(text: str) -> Prose:
    """Return the HTML of ``text``; it may take for ever, which ``prose_of`` ends."""
    problems = Problems("text")
    page = Page(
        "text",
        text.split("\n"),
        1,
        problems,
        find=lambda path: None,
        prefix=PREFIX,
        fences=list(fences_of(text, problems)),
    )
    html = _lower(render(page).html)
    fault = ""
    if problems:
        first = problems[0]
        fault = f"line {first.line}, {first.wrong}. Allowed: {first.allowed or 'plain Markdown'}."
    if len(html) > MOST_HTML:
        return Prose("", "becomes much longer than its text. Allowed: fewer or shorter definitions.")
    return Prose(_NARROW.clean(html), fault)


def _lower(html: str) -> str:
    """Set headings below the first and second ones of the page they come to stand on, without leaving a level out.

    The renderer writes ``<`` as a tag only, so that nothing else is met.
    """
    used = sorted(set(_HEADING.findall(html)))
    now = 2

    def lower(found: re.Match[str]) -> str:
        nonlocal now
        if found[1] == "<h":
            now = min(3 + used.index(found[2]), now + 1, 6)
        return f"{found[1]}{now}"

    return _EITHER.sub(lower, html)
