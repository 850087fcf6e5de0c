"""Numbers as people type them."""

import math
import re

LONGEST = 40
_GROUPS = str.maketrans("", "", "  \u00a0\u2009\u202f_'\u2019")
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00d7": "*", "\u00b7": "*"})
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?", re.IGNORECASE)
_POWER = re.compile(r"(?:(?P<mantissa>.+)\*)?10(?:\^|\*\*)(?P<exponent>[+-]?\d{1,3})")


def readings(text: str, unit: str = "") -> tuple[float, ...]:
    """Return the numbers that ``text`` may mean: none, one, or two where a lone comma can be read both ways.

    Read are ``11.57``, ``11,57``, ``7 000 000``, ``7'000'000``, ``1.234,5``, ``1,234.5``, ``1e3``,
    ``1.5*10^3``, ``3/4``, and any of them behind ``=``, ``~`` or ``≈``. ``1,000`` is both 1 and 1000. Behind
    the number may stand ``unit`` and nothing else. Infinite and longer ones than 40 characters are none.
    """
    if len(text) > LONGEST:
        return ()
    text = text.strip().lstrip("=~≈").strip()
    if unit and text.endswith(unit):
        text = text[: -len(unit)]
    text = text.translate(_GROUPS).translate(_SIGNS)
    above, slash, below = text.partition("/")
    if slash:
        return tuple(a / b for a in _decimal(above) for b in _decimal(below) if b and math.isfinite(a / b))
    return tuple(dict.fromkeys(_decimal(text)))


def _decimal(text: str) -> list[float]:
    """Return the readings of a number without signs of grouping but commas and points."""
    if power := _POWER.fullmatch(text):
        scale = float(f"1e{power['exponent']}")
        return [value * scale for value in _plain(power["mantissa"] or "1") if math.isfinite(value * scale)]
    return _plain(text)


def _plain(text: str) -> list[float]:
    """Return the readings of digits, commas and points."""
    candidates = {text}
    if "," in text and "." in text:
        last = max(text.rfind(","), text.rfind("."))
        whole = text[:last].replace(",", "").replace(".", "")
        candidates = {f"{whole}.{text[last + 1 :]}"}
    elif text.count(",") > 1 or text.count(".") > 1:
        candidates = {text.replace(",", "").replace(".", "")} if _grouped(text) else set()
    elif "," in text:
        candidates = {text.replace(",", ".")} | ({text.replace(",", "")} if _grouped(text) else set())
    values = [float(one) for one in sorted(candidates) if _NUMBER.fullmatch(one)]
    return [value for value in values if math.isfinite(value)]


def _grouped(text: str) -> bool:
    """Return whether the commas, or the points, part groups of three digits."""
    return bool(re.fullmatch(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+|[+-]?[1-9]\d{0,2}(?:\.\d{3})+", text))
