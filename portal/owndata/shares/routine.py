"""What the learner planned: their days, times away, and the timer that runs."""

import re
from collections.abc import Mapping

from portal.owndata.intake import NotedKey
from portal.owndata.rules.values import Wrong
from portal.owndata.shares import Share, shares
from portal.owndata.tables import Table
from portal.progress.daily import DAY_MINUTES
from portal.routine.models import RoutineVersion, TimeAway, Timer, Wish
from portal.routine.rules.plan import DayType

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def _check(version: RoutineVersion) -> None:
    """Refuse settings that the routine could not read."""
    settings = version.settings
    if not isinstance(settings, Mapping) or not settings.keys() <= {"blocks", "week"}:
        raise Wrong("“settings” has other keys than “blocks” and “week”")
    week = settings.get("week", [DayType.STUDY] * 7)
    if not isinstance(week, list) or len(week) != 7 or any(day not in [*DayType] for day in week):
        raise Wrong("“settings” has a week that is not seven kinds of day")
    blocks = settings.get("blocks", {})
    if not isinstance(blocks, Mapping) or not all(_is_block(block) for block in blocks.values()):
        raise Wrong("“settings” has a block that is not made of on, minutes and clock")


def _is_block(block: object) -> bool:
    if not isinstance(block, Mapping) or not block.keys() <= {"on", "minutes", "clock"}:
        return False
    minutes = block.get("minutes", 0)
    fits = isinstance(minutes, int) and not isinstance(minutes, bool) and 0 <= minutes <= DAY_MINUTES
    return (
        fits
        and isinstance(block.get("on", True), bool)
        and bool(_CLOCK.fullmatch(str(block.get("clock", "00:00"))))
    )


@shares.register
class RoutineShare(Share):
    """How the days run."""

    slug = "routine"
    label = "Routine"
    tables = (
        Table(
            file="routines.jsonl",
            model=RoutineVersion,
            same=lambda row: row.get("from_day"),
            check=_check,
            replaces=True,
        ),
        Table(
            file="times_away.jsonl",
            model=TimeAway,
            same=lambda row: (row.get("first"), row.get("last")) if row.get("last") else "a pause",
            ahead=frozenset(("first", "last")),
            replaces=True,
        ),
        Table(file="timer.jsonl", model=Timer, same=lambda row: "the timer", replaces=True),
        Table(
            file="wishes.jsonl",
            model=Wish,
            same=lambda row: (row.get("lesson"), row.get("first")),
            keys={"lesson": NotedKey()},
            ahead=frozenset(("first", "last")),
        ),
    )
