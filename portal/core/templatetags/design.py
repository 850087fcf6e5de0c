"""Icons, glyphs, addresses, and the one door through which stored HTML reaches a page.

What is the same on every page is worked out when a template is compiled, not each time it is drawn: ``icon``,
``asset``, ``to`` and ``htmx`` take names written out, never variables.
"""

from django import template
from django.template.base import Parser, TextNode, Token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_htmx.jinja import htmx_script

register = template.Library()

_GLYPHS = {
    "none": "",
    "read": '<circle class="glyph__fill" cx="10" cy="10" r="2"/>',
    "practised": '<path class="glyph__fill" d="M10 3a7 7 0 0 1 0 14Z"/>',
    "proven": '<circle class="glyph__fill" cx="10" cy="10" r="8"/>',
    "fading": '<circle class="glyph__fill" cx="10" cy="10" r="4.5"/>',
}
_GLYPH = '<svg class="glyph glyph--{}" viewBox="0 0 20 20" aria-hidden="true">{}<circle cx="10" cy="10" r="7"/></svg>'
GLYPHS = {slug: mark_safe(_GLYPH.format(slug, fill)) for slug, fill in _GLYPHS.items()}  # noqa: S308 - constants


@register.tag
def icon(parser: Parser, token: Token) -> TextNode:
    """Draw ``{% icon name [class …] %}`` from the sprite.

    Every icon stands beside a word or in a control with a label, so it is hidden from assistive technology.
    """
    _, name, *classes = token.split_contents()
    html = '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>'
    return TextNode(format_html(html, " ".join(["icon", *classes]), static("img/icons.svg"), name))


@register.tag
def asset(parser: Parser, token: Token) -> TextNode:
    """Write the address of a static file: ``{% asset css/base.css %}``."""
    return TextNode(escape(static(token.split_contents()[1])))


@register.tag
def to(parser: Parser, token: Token) -> TextNode:
    """Write the address of a page that takes no arguments: ``{% to reading:path %}``."""
    return TextNode(escape(reverse(token.split_contents()[1])))


@register.tag
def htmx(parser: Parser, token: Token) -> TextNode:
    """Load the htmx that django-htmx brings."""
    return TextNode(htmx_script())


@register.filter
def glyph(slug: str) -> SafeString:
    """Draw the shape of a lesson's state: none, read, practised, proven or fading. The word stands beside it."""
    return GLYPHS[slug]


@register.filter
def sanitised(html: str) -> SafeString:
    """Put HTML into the page as it is. Only for columns sanitised when written, by the sync or by content.prose."""
    return mark_safe(html)  # noqa: S308 - the one place, see above
