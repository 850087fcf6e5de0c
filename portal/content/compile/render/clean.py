"""The last gate: an exact allow-list over everything the renderer made, whatever Markdown it was made
from."""

import re

import nh3

from portal.content.compile.render.asides import VARIANTS
from portal.content.compile.render.highlight import CLASSES
from portal.content.compile.svg.words import ATTRIBUTES, ELEMENTS

_ID = re.compile(r"(?:m[1-9]-)?(?:s-[\w-]+|fn(?:ref\d*)?-\d+|fig\d+-[A-Za-z][\w-]*)")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PLAIN = (
    "p br hr em strong del blockquote ul tbody thead tr pre code summary figure figcaption span button "
    "details sup li div a img table th td ol"
)
_TAGS = {*_PLAIN.split(), *_HEADINGS, *ELEMENTS}
_ATTRIBUTES: dict[str, set[str]] = {
    **{name: {*ATTRIBUTES, "id"} for name in ELEMENTS},
    **{name: {"id"} for name in (*_HEADINGS, "li", "sup")},
    "svg": {*ATTRIBUTES, "aria-labelledby"},
    "title": {"id"},
    "use": {*ATTRIBUTES, "id", "href"},
    "a": {"href", "aria-label"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "div": {"aria-label"},
}
_VALUES = {
    "div": {"tabindex": {"0"}, "role": {"group"}},
    "svg": {"role": {"img"}, "aria-hidden": {"true"}},
    "span": {"aria-hidden": {"true"}},
    "a": {"rel": {"noopener noreferrer"}},
    "th": {"scope": {"col"}},
    "button": {"type": {"button"}, "data-copy": {""}},
    "img": {"loading": {"lazy"}},
}
_CLASSES = {
    "figure": {"listing", "listing--run", "figure"},
    "figcaption": {"listing__notice", "figure__caption"},
    "details": {"figure__text", "fold"},
    "div": {
        "listing__head", "listing__code", "listing__out", "figure__scroll", "table-scroll", "footnote",
        "admonition", *(f"admonition--{variant}" for variant in VARIANTS), "admonition__body",
    },
    "p": {"admonition__title"},
    "span": {*CLASSES, "listing__title", "listing__lang", "visually-hidden", "grid__null"},
    "button": {"button", "button--quiet", "button--small"},
    "svg": {"icon", "icon--s", "figure__picture"},
    "img": {"figure__picture"},
    "code": {"highlight"},
    "table": {"table", "grid"},
    "th": {"is-num"},
    "td": {"is-num"},
    "li": {"todo"},
    "a": {"footnote-ref", "footnote-backref"},
}  # fmt: skip


def _filter(tag: str, attribute: str, value: str) -> str | None:
    """Keep an attribute whose value is one of ours."""
    if attribute == "id":
        return value if _ID.fullmatch(value) else None
    if tag == "use" and attribute == "href":
        return value if value.startswith("#") else None
    return value


_PAGE = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    tag_attribute_values=_VALUES,
    attribute_filter=_filter,
    link_rel=None,
    url_schemes={"https"},
)
_LINE = nh3.Cleaner(tags={"em", "strong", "del", "code"}, attributes={}, link_rel=None)


def clean(html: str) -> str:
    """Return ``html`` with nothing in it that the renderer does not make."""
    return _PAGE.clean(html)


def clean_line(html: str) -> str:
    """Return the narrow kind of HTML: emphasis and code, no blocks and no links."""
    return _LINE.clean(html)
