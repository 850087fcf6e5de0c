"""Words and icons of the routine's pages."""

from typing import Final

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
ICON: Final = '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>'


@register.filter
def drawn_icon(name: str) -> SafeString:
    """Draw an icon whose name is a value of ours; the tag ``icon`` takes names written out."""
    return format_html(ICON, static("img/icons.svg"), name)


@register.filter
def duration(minutes: int) -> str:
    """Return minutes as ``45 min`` or ``13 h 05 min``."""
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
