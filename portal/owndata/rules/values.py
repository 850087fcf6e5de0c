"""Values as they stand in a line of JSON, and back. Reading refuses whatever a portal would not have written."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
AHEAD: Final = timedelta(days=1)
"""How far clocks may differ: an instant or a day further on than that has not been yet."""
DEEPEST: Final = 12
LONGEST: Final = 200_000
_LONE: Final = re.compile(r"[\0\ud800-\udfff]")
_BOUNDS: Final = {
    "SmallIntegerField": (-(2**15), 2**15 - 1),
    "PositiveSmallIntegerField": (0, 2**15 - 1),
    "IntegerField": (-(2**31), 2**31 - 1),
    "PositiveIntegerField": (0, 2**31 - 1),
    "BigIntegerField": (-(2**63), 2**63 - 1),
}


class Wrong(ValueError):
    """What is wrong with a value, a line or an archive, as a part of a sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the readers have to know: the present instant, and whether the value may lie ahead of it."""

    now: datetime
    ahead: bool = False


def said(value: object) -> object:
    """Return ``value`` as JSON has it: instants in UTC with a ``Z``, days and ids as text."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
    return value


def read(kind: str, value: object, reading: Reading) -> Any:
    """Return what ``said`` made the value of; ``kind`` is the name of the column's class. Raises ``Wrong``."""
    if kind in _BOUNDS:
        return _whole(value, *_BOUNDS[kind])
    return _READERS[kind](value, reading)


def _text(value: object, _: Reading) -> str:
    if not isinstance(value, str):
        raise Wrong("is not a text")
    if len(value) > LONGEST:
        raise Wrong(f"has more than {LONGEST:,} characters")
    if _LONE.search(value):
        raise Wrong("holds a character that cannot be stored")
    return value


def _whole(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Wrong("is not a whole number")
    if not least <= value <= most:
        raise Wrong(f"is not between {least:,} and {most:,}")
    return value


def _number(value: object, _: Reading) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Wrong("is not a number")
    if not abs(value) < 1e15 or not math.isfinite(value):
        raise Wrong("is too large a number")
    return float(value)


def _truth(value: object, _: Reading) -> bool:
    if not isinstance(value, bool):
        raise Wrong("is neither true nor false")
    return value


def _id(value: object, reading: Reading) -> UUID:
    text = _text(value, reading)
    try:
        found = UUID(text)
    except ValueError as error:
        raise Wrong("is not an id like 123e4567-e89b-42d3-a456-426614174000") from error
    if str(found) != text:
        raise Wrong("is an id in another form than the portal writes")
    return found


def _instant(value: object, reading: Reading) -> datetime:
    try:
        found = datetime.fromisoformat(_text(value, reading))
        found = found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError) as error:
        raise Wrong("is not an instant like 2026-11-24T12:00:00Z") from error
    if not found.tzinfo:
        raise Wrong("is an instant without a time zone; it should end in Z")
    if found < FIRST:
        raise Wrong("lies before the year 2000")
    if not reading.ahead and found > reading.now + AHEAD:
        raise Wrong("lies in the future")
    return found


def _day(value: object, reading: Reading) -> date:
    try:
        found = date.fromisoformat(_text(value, reading))
    except ValueError as error:
        raise Wrong("is not a day like 2026-11-24") from error
    if not reading.ahead and found > reading.now.date() + AHEAD:
        raise Wrong("lies in the future")
    return found


def _tree(value: object, _: Reading) -> object:
    check_tree(value)
    return value


def check_tree(value: object, depth: int = 0) -> None:
    """Raise ``Wrong`` for JSON that a database cannot hold or a page cannot bear."""
    if depth > DEEPEST:
        raise Wrong(f"is nested more than {DEEPEST} levels deep")
    match value:
        case str():
            _text(value, _NEVER)
        case bool() | None:
            return
        case int() | float():
            _number(value, _NEVER)
        case list():
            for one in value:
                check_tree(one, depth + 1)
        case dict():
            for key, one in value.items():
                _text(key, _NEVER)
                check_tree(one, depth + 1)


def texts(value: object, *, most: int, longest: int) -> list[str]:
    """Return ``value`` if it is a list of at most ``most`` texts of at most ``longest`` characters."""
    if not isinstance(value, list) or len(value) > most:
        raise Wrong(f"is not a list of at most {most} texts")
    for one in value:
        if len(_text(one, _NEVER)) > longest:
            raise Wrong(f"holds a text of more than {longest} characters")
    return value


_NEVER = Reading(FIRST)
_READERS: Mapping[str, Callable[[object, Reading], object]] = {
    "CharField": _text,
    "URLField": _text,
    "TextField": _text,
    "FloatField": _number,
    "BooleanField": _truth,
    "UUIDField": _id,
    "DateTimeField": _instant,
    "DateField": _day,
    "JSONField": _tree,
}
