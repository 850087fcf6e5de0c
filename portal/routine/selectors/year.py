"""The year of a learner, and what the forecast rests on."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.routine.rules import year as rules
from portal.routine.rules.forecast import Forecast, Stretch, forecast
from portal.routine.rules.rhythm import Rhythm, began, marks
from portal.routine.selectors import facts
from portal.routine.selectors.frame import frame
from portal.routine.selectors.today import pace_of, rhythm_of


@dataclass(frozen=True, slots=True)
class YearPage:
    """The heat map, and streak and score."""

    year: rules.Year
    rhythm: Rhythm


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """The forecast as it is, with ``more`` minutes a study day, and what both rest on."""

    plain: Forecast
    faster: Forecast | None
    more: int
    weeks: float
    topics: int
    plan_week: int
    own_week: int
    study_days: int
    logged: int
    beside: tuple[Stretch, ...]

    @property
    def topics_beside(self) -> int:
        """Return how many topics the tracks ``beside`` the path have, which take no weeks and so are not counted."""
        return sum(stretch.topics for stretch in self.beside)

    @property
    def more_words(self) -> str:
        """Return what is asked for, in words."""
        return f"{self.more} min more a day"


def year_page(learner: User, now: datetime) -> YearPage:
    """Return the last 53 weeks; two statements."""
    around = frame(learner)
    today = around.day(now)
    _, history = facts.days_of(learner, today, today)
    known = dict(marks(history.told, around.calendar.planned, today))
    since = began(around.day(learner.date_joined), history.told, today)
    return YearPage(rules.year(history.told, known, since, today), rhythm_of(history, around.calendar, today))


def forecast_page(learner: User, now: datetime, more: int) -> ForecastPage:
    """Return the forecast, and the same with ``more`` minutes a study day; three statements."""
    around = frame(learner)
    today = around.day(now)
    _, history = facts.days_of(learner, today, today)
    tracks = facts.road_of(learner)
    road = [stretch for stretch in tracks if stretch.weeks]
    own, pace = around.calendar.on(today), pace_of(history, today)
    values = (road, around.plan_routine.weekly_minutes, around.calendar, pace, today)
    return ForecastPage(
        plain=forecast(*values),
        faster=forecast(*values, more * own.study_days) if more else None,
        more=more,
        weeks=sum(stretch.weeks for stretch in road),
        topics=sum(stretch.topics for stretch in road),
        plan_week=around.plan_routine.weekly_minutes,
        own_week=own.weekly_minutes,
        study_days=own.study_days,
        logged=pace.logged,
        beside=tuple(stretch for stretch in tracks if not stretch.weeks),
    )
