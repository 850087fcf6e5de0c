"""What templates ask about accounts."""

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxInput

from portal.accounts import rules

register = template.Library()


@register.simple_tag
def sign_up() -> str:
    """Return who may make an account: ``open``, ``invite`` or ``closed``."""
    return str(settings.SIGN_UP)


@register.filter
def is_check(field: BoundField) -> bool:
    """Return whether a field is one box to tick."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def browser(user_agent: str) -> str:
    """Return what a person calls a browser."""
    return rules.browser_name(user_agent)
