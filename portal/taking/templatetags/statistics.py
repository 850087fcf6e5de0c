"""Figures as words in a template."""

from django import template

register = template.Library()
NOTHING = "\N{EN DASH}"
_VERDICTS = {"right": "Right", "partly": "Partly right", "wrong": "Wrong", "void": "Taken back"}


@register.filter
def percent(share: float) -> int:
    """Return a share as whole percent, rounded, but 0 and 100 only for what is all or nothing."""
    return round(share * 100) if share in (0, 1) else min(99, max(1, round(share * 100)))


@register.filter
def of(part: float, whole: float) -> int:
    """Return a part as whole percent of ``whole``, for the width of a bar."""
    return round(100 * min(part, whole) / whole) if whole else 0


@register.filter
def coefficient(value: float | None) -> str:
    """Return a correlation with two digits and a true minus; a dash when there is none."""
    return (
        NOTHING if value is None else f"{value:.2f}".replace("-0.00", "0.00").replace("-", "\N{MINUS SIGN}")
    )


@register.filter
def duration(seconds: float | None) -> str:
    """Return seconds as "48 s" or "2 min 10 s"; a dash when nothing is known."""
    if seconds is None:
        return NOTHING
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


@register.filter
def verdict(word: str) -> str:
    """Return what an answer is, in a word; a dash where it has no verdict of its own."""
    return _VERDICTS.get(word, NOTHING)
