"""How the repository stands, for the bar of the Studio."""

from typing import Any

from django import template
from django.template import Context

from portal.studio.git.selectors import standing

register = template.Library()


@register.inclusion_tag("studio/git/_state.html", takes_context=True)
def git_state(context: Context) -> dict[str, Any]:
    """Say how it stands; a page that has asked already brings its ``git``."""
    return {"git": context.get("git") or standing()}
