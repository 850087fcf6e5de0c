"""Values of the accounts app. Pure."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import groupby
from typing import Final
from zoneinfo import available_timezones

REGIONS: Final = frozenset(
    (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
)
ZONES: Final = frozenset(available_timezones())

BROWSERS: Final = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", ""), ("Chrome", ""), ("Safari", ""))
SYSTEMS: Final = (
    ("Android", ""),
    ("iPhone", ""),
    ("iPad", ""),
    ("Windows", ""),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", ""),
)


def is_zone(name: str) -> bool:
    """Return whether ``name`` is in the IANA table, old names such as ``Asia/Calcutta`` included."""
    return name in ZONES


def zone_choices(current: str = "UTC") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the zones by region for a select: places of the world, then UTC and an unusual ``current``."""
    places = sorted(name for name in ZONES if _region(name) in REGIONS)
    groups = [(region, _labelled(list(names))) for region, names in groupby(places, _region)]
    return [*groups, ("Other", _labelled(sorted({"UTC", current} - set(places))))]


def _region(name: str) -> str:
    return name.partition("/")[0]


def _labelled(names: Sequence[str]) -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in names]


def digest(token: str) -> str:
    """Return what the database keeps of a link's secret part, so that a stolen copy opens nothing.

    A plain SHA-256 is enough for tokens of 256 random bits; it would not be for a password.
    """
    return sha256(token.encode()).hexdigest()


def browser_name(user_agent: str) -> str:
    """Return what a person calls the browser, such as “Firefox on Windows”, to know one's own by."""
    browser = next((name or mark for mark, name in BROWSERS if mark in user_agent), "Another browser")
    system = next((name or mark for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser
