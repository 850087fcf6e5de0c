"""Which cards make up a sitting: by minutes, not by count. Pure."""

from collections.abc import Iterable, Mapping, Set
from datetime import date, timedelta
from enum import StrEnum

AWAY = 3
"""Study days without a review after which one comes back to a break, not to a day."""
BACKLOG = 2
"""Days' budgets of cards that may be due before it is a backlog."""
EASE = 0.1
"""How far below the desired retention a card may fall on a rest day."""
EVERY_DAY = frozenset(range(7))


class Mode(StrEnum):
    """How the cards were chosen.

    ``USUAL``: all that is due, longest due first, then new ones. ``CATCH_UP``: most retrievable first,
    nothing new. ``EASY``: on a rest day, only what would fall below a floor before tomorrow.

    Catching up begins with the cards most likely still known. Each of them takes one answer to be safe for
    weeks; a card forgotten a month ago costs the same time, is forgotten as much tomorrow as today, and has
    to be learned anew whenever its turn comes. Simulations of FSRS queues under a daily limit came to the
    same (ankitects/anki, issue 3460, and pull request 3559, which added that order).
    """

    USUAL = "usual"
    CATCH_UP = "catch-up"
    EASY = "easy"


def fill(candidates: Iterable[tuple[int, str]], pace: Mapping[str, float], seconds: float) -> list[int]:
    """Return the ids of the first (id, kind) that fit into ``seconds``; one at least if there is time."""
    chosen: list[int] = []
    for number, kind in candidates:
        seconds -= pace[kind]
        if seconds < 0 and (chosen or seconds + pace[kind] <= 0):
            break
        chosen.append(number)
    return chosen


def study_days_away(last: date | None, today: date, study_days: Set[int]) -> int:
    """Return how many study days (0 is Monday) lie between ``last`` and ``today``; 31 at most."""
    if last is None:
        return 0
    between = min((today - last).days - 1, 31)
    return sum((today - timedelta(days=n)).weekday() in study_days for n in range(1, between + 1))


def mode_of(*, easy: bool, away: int, waiting: float, budget: float) -> Mode:
    """Return how to choose today; ``waiting``: seconds of all that is due, ``budget``: of a day."""
    if easy:
        return Mode.EASY
    return Mode.CATCH_UP if away >= AWAY or waiting > BACKLOG * budget else Mode.USUAL
