"""How long something takes, as people write it: ``(3-4 weeks)``, ``(1 Month)``, ``45 min``, ``2-3 hours``."""

# ruff: noqa: RUF001, SIM905 - the signs people type in a plan

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from portal.content.planning.plain.words import ONGOING, words_of

_COUNTS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True)
)
_COUNTS |= {
    "a": 1,
    "an": 1,
    "ein": 1,
    "eine": 1,
    "einen": 1,
    "un": 1,
    "une": 1,
    "una": 1,
    "zwei": 2,
    "drei": 3,
}
_WEEKS = {
    1 / 7: "d day days tag tage tagen jour jours día días",
    1: "w wk wks week weeks woche wochen semaine semaines semana semanas",
    4: "month months monat monate monaten mois mes meses",
    52: "y year years jahr jahre an ans año años",
}
_MINUTES = {
    1: "m min mins minute minutes minuten minuto minutos",
    60: "h hr hrs hour hours std stunde stunden heure heures hora horas",
}
_WEEKS_OF = {unit: size for size, units in _WEEKS.items() for unit in units.split()}
_MINUTES_OF = {unit: size for size, units in _MINUTES.items() for unit in units.split()}
_NUMBER = rf"(?:\d{{1,4}}(?:[.,]\d{{1,2}})?|(?:{'|'.join(_COUNTS)})\b)"
_AMOUNT = re.compile(
    rf"(?<![\w.])(?:~|ca\.?|about|approx\.?)?\s*(?P<low>{_NUMBER})"
    rf"(?:\s*(?:-|–|—|to|or|bis|à|a)\s*(?P<high>{_NUMBER}))?\s*-?\s*(?P<unit>[^\W\d_]+)\b\.?",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\s*[(\[（]([^()\[\]（）]{1,60})[)\]）]")
_BEHIND = re.compile(r"\s+[-–—:|]\s*([^-–—:|()]{1,40}(?:[-–—]\s*\d[^-–—:|()]{1,30})?)$")


@dataclass(frozen=True, slots=True)
class Weeks:
    """The length of a track: weeks from and to, or None for both of a habit that runs beside the path."""

    span: tuple[int, int] | None


def take_weeks(title: str) -> tuple[str, Weeks | None]:
    """Return a heading without its length, and the length; None when it says none."""
    for pattern in (_PARENTHESES, _BEHIND):
        for found in reversed(list(pattern.finditer(title))):
            weeks = _weeks(found[1])
            if weeks is not None:
                return " ".join(f"{title[: found.start()]} {title[found.end() :]}".split()), weeks
    return title, None


def take_minutes(text: str) -> tuple[str, tuple[int, int] | None, str]:
    """Return what stands before a length in minutes or hours, the minutes from and to, and what stands behind it."""
    for found in _AMOUNT.finditer(text):
        size = _MINUTES_OF.get(found["unit"].lower())
        if size is not None:
            low, high = _span(found, size)
            return text[: found.start()].rstrip(" (["), (low, high), text[found.end() :].lstrip(" )]")
    return text, None, ""


def _weeks(text: str) -> Weeks | None:
    """Return the length a text states and nothing else."""
    if words_of(text) & ONGOING:
        return Weeks(None)
    found = _AMOUNT.fullmatch(text.strip())
    size = _WEEKS_OF.get(found["unit"].lower()) if found else None
    if found is None or size is None:
        return None
    low, high = _span(found, size)
    return Weeks((max(1, low), max(1, high)))


def _span(found: re.Match[str], size: float) -> tuple[int, int]:
    """Return from and to in the smaller unit, in whole numbers that hold at least what was said."""
    low = _number(found["low"])
    high = _number(found["high"]) if found["high"] else low
    low, high = min(low, high) * size, max(low, high) * size
    return (math.ceil(low - 1e-9) if low == high else math.floor(low + 1e-9)), math.ceil(high - 1e-9)


def _number(text: str) -> float:
    """Return a number that is written in digits or in letters."""
    return float(_COUNTS.get(text.lower()) or text.replace(",", "."))
