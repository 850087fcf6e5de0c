"""Posted data to a response. Whatever is posted, nothing is raised: what does not fit is not there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Response = dict[str, list[str]]
MOST_FIELDS = 200
MOST_VALUES = 200
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Field:
    """What a field of a form takes: some of ``among``, or a text of at most ``longest`` characters.

    Of the values in ``among`` only the first posted one counts, unless ``many``; then each counts once, in
    the order posted.
    """

    among: tuple[str, ...] = ()
    many: bool = False
    longest: int = 0


def response_of(fields: Mapping[str, Field], data: object) -> Response:
    """Return the posted values that fit ``fields``; a field without any is left out, so no answer is ``{}``.

    ``data`` maps names to lists of texts (or single texts), as a form posts them. A text that is too long is
    left out whole: a cut answer would be graded as something the learner did not write.
    """
    if not isinstance(data, Mapping):
        return {}
    response = {}
    for name, field in fields.items():
        values = _values(data.get(name))
        fitting = _among(values, field) if field.among else _text(values, field)
        if fitting:
            response[name] = fitting
    return response


def _values(value: object) -> list[str]:
    """Return the texts among what was posted under one name."""
    values = list(value[:MOST_VALUES]) if isinstance(value, list | tuple) else [value]
    return [one for one in values if isinstance(one, str)]


def _among(values: list[str], field: Field) -> list[str]:
    """Return the values that may be chosen, each once."""
    allowed = frozenset(field.among)
    fitting = list(dict.fromkeys(value for value in values if value in allowed))
    return fitting if field.many else fitting[:1]


def _text(values: list[str], field: Field) -> list[str]:
    """Return the first text with something in it, as it may be stored."""
    for value in values[:1]:
        text = _UNSTORABLE.sub("", value.replace("\r\n", "\n")) if len(value) <= 2 * field.longest else ""
        if text.strip() and len(text) <= field.longest:
            return [text]
    return []
