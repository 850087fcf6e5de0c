"""What a learner did with a card the last time it was shown: hints opened, an answer given. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Showing:
    """One showing of a card: the one before its grade number ``number`` (from 0), so a graded one is over.

    ``value`` is what was given, ``seconds`` how long that took. While it is ``waiting``, the learner has
    given an answer and has yet to judge it. ``blank``: they said they do not know.
    """

    number: int
    hints: int = 0
    value: dict[str, list[str]] = field(default_factory=dict)
    confidence: str = ""
    seconds: float | None = None
    waiting: bool = False
    blank: bool = False
    graded: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the same for a JSON column."""
        return asdict(self)


def present(stored: Mapping[str, Any], reps: int) -> Showing:
    """Return the showing that goes on, of a card with ``reps`` grades: a new one where another is stored.

    A grade that was taken back opens its showing again: a hint that was seen stays seen.
    """
    if stored.get("number") != reps:
        return Showing(reps)
    return (
        Showing(**stored) if not stored["graded"] else Showing(**{**stored, "graded": False, "seconds": None})
    )


def last(stored: Mapping[str, Any], reps: int) -> Showing | None:
    """Return the showing whose grade is the card's last one; None when that grade was not given in review."""
    over = stored.get("graded") and stored.get("number") == reps - 1
    return Showing(**stored) if over else None
