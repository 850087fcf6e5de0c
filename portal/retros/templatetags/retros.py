"""Filters for the pages of weeks."""

from collections.abc import Mapping
from datetime import date

from django import template

from portal.retros.rules.words import percent, spoken

register = template.Library()
register.filter("spoken", spoken)


@register.filter
def of(values: Mapping[str, str], key: str) -> str | None:
    """Return what a mapping has for a key; None for nothing."""
    return values.get(key)


@register.filter
def percent_right(counted: Mapping[str, int]) -> int | None:
    """Return the share of right answers in percent, None without any."""
    return percent(counted["right"], counted["of"])


@register.filter
def day(text: str) -> date:
    """Return the day of a figure, which is stored as a text."""
    return date.fromisoformat(text)
