"""The year as a heat map: a column a week, a row a weekday. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from portal.routine.rules.rhythm import Mark, Told

WEEKS: Final = 53
STEP: Final = 17
TOP: Final = 20
BOUNDS: Final = (1, 60, 120, 180)
"""Minutes from which on a day has the first, second, third and fourth shade."""
LEGEND: Final = (
    ("0", "no study"),
    ("1", "under 60 min"),
    ("2", "60 to 119 min"),
    ("3", "120 to 179 min"),
    ("4", "180 min and more"),
    ("rest", "nothing planned"),
    ("before", "before you began"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One day: its place, its class, and its words."""

    x: int
    y: int
    shade: str
    said: str


@dataclass(frozen=True, slots=True)
class Week:
    """One week as a row of the table."""

    first: date
    minutes: tuple[int | None, ...]
    total: int
    studied: int


@dataclass(frozen=True, slots=True)
class Year:
    """The drawing and the same as a table, latest week first."""

    cells: tuple[Cell, ...]
    months: tuple[tuple[int, str], ...]
    weeks: tuple[Week, ...]
    minutes: int
    days: int

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Return each shade with its words, that of days before the first one only where there are such."""
        before = any(cell.shade == "before" for cell in self.cells)
        return [(kind, words) for kind, words in LEGEND if before or kind != "before"]


def shade(told: Told | None, mark: Mark | None) -> str:
    """Return the class of a day; a study day without minutes has the first shade."""
    minutes = told.minutes if told else 0
    if told and told.studied:
        return str(max(sum(minutes >= bound for bound in BOUNDS), 1))
    return "rest" if mark is Mark.REST else "0"


def year(told: Mapping[date, Told], marks: Mapping[date, Mark], since: date, today: date) -> Year:
    """Return the 53 weeks that end with the one of ``today``, without the days to come.

    Before ``since`` there is nothing to say of a day.
    """
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    cells, months, weeks = [], [], []
    for column in range(WEEKS):
        days = [first + timedelta(weeks=column, days=n) for n in range(7)]
        for row, day in enumerate(days):
            if day <= today:
                kind, said = _cell(day, told.get(day), marks.get(day), since)
                cells.append(Cell(column * STEP, TOP + row * STEP, kind, f"{day:%-d %B}: {said}"))
        if days[0].day <= 7:
            months.append((column * STEP, f"{days[0]:%b}"))
        weeks.append(_week(days, told, since, today))
    return Year(
        cells=tuple(cells),
        months=tuple(months),
        weeks=tuple(week for week in reversed(weeks) if week.total or week.studied),
        minutes=sum(week.total for week in weeks),
        days=sum(week.studied for week in weeks),
    )


def _cell(day: date, told: Told | None, mark: Mark | None, since: date) -> tuple[str, str]:
    """Return the class of a day and its words."""
    if day < since:
        return "before", "before you began"
    return shade(told, mark), f"{told.minutes if told else 0} min"


def _week(days: list[date], told: Mapping[date, Told], since: date, today: date) -> Week:
    minutes = tuple(
        (told[day].minutes if day in told else 0) if since <= day <= today else None for day in days
    )
    studied = sum(day in told and told[day].studied for day in days)
    return Week(days[0], minutes, sum(each or 0 for each in minutes), studied)
