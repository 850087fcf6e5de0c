"""Looking things up in a template: what was given under a name, what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[str, Any], name: object) -> Any:
    """Return the entry called ``name``, or an empty text."""
    return values.get(str(name), "")


@register.filter
def many(values: Mapping[str, Sequence[str]], name: str) -> Sequence[str]:
    """Return all that was given under ``name``."""
    return values.get(name, [])


@register.filter
def one(values: Mapping[str, Sequence[str]], name: str) -> str:
    """Return the first thing that was given under ``name``, or an empty text."""
    return next(iter(values.get(name, [])), "")


@register.filter
def text(value: object) -> str:
    """Return a number as the text that a form posts."""
    return str(value)


@register.filter
def place(order: Sequence[str], key: str) -> int | str:
    """Return the place of ``key`` in an order, from 1; empty when it is not there."""
    return order.index(key) + 1 if key in order else ""


@register.filter
def beside(
    entries: Sequence[Mapping[str, Any]], others: Sequence[Mapping[str, Any]] | str
) -> list[dict[str, Any]]:
    """Return ``entries`` with what ``others`` say of the same key; nothing more where there are none."""
    known = {other["key"]: other for other in others or [] if isinstance(other, Mapping)}
    return [{**entry, **known.get(entry["key"], {})} for entry in entries]
