"""Which weeks are to be computed: those that ended, and those whose log holds more than when they were computed."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection

from portal.accounts.models import User
from portal.core.batches import batched
from portal.core.dates import local_day
from portal.progress.models import StudyDay
from portal.retros.models import Retrospective
from portal.retros.rules.weeks import Week, read, week_before, week_of

BATCH: Final = 500
RECENT: Final = 5
"""Weeks that are looked after every few minutes."""
SILENT: Final = 4
"""Idle weeks in a row after which nothing is computed or sent any more."""
PRINT: Final = """
    CAST((SELECT COUNT(*) FROM progress_progressevent told
        WHERE told.user_id = {user} AND told.local_date BETWEEN {first} AND {last}) AS TEXT)
    || '.' || CAST((SELECT COUNT(*) FROM review_reviewlog grade
        LEFT JOIN review_reviewlog undoing ON undoing.undoes_id = grade.id
        WHERE grade.user_id = {user} AND grade.local_date BETWEEN {first} AND {last}
            AND grade.rating IS NOT NULL AND undoing.id IS NULL) AS TEXT)
    || (SELECT '.' || CAST(COUNT(*) AS TEXT) || COALESCE(CAST(MIN(away.first) AS TEXT), '')
            || COALESCE(CAST(MAX(away.last) AS TEXT), '')
        FROM routine_timeaway away
        WHERE away.user_id = {user} AND away.first <= {last} AND (away.last IS NULL OR away.last >= {first}))
"""
"""Tells what the log holds of a week: rows of both logs are added and never changed, so their number is enough."""
STALE: Final = """
    SELECT retro.user_id, CAST(retro.first AS TEXT), CAST(retro.last AS TEXT) FROM retros_retrospective retro
    WHERE retro.first >= %s AND retro.fingerprint <> {print}
    ORDER BY retro.user_id, retro.first
"""
Task = tuple[int, str, str]
"""A week to compute: the learner, and its first and last day as ISO texts, so that it can be sent to a worker."""


def fingerprint_of(learner: User, week: Week) -> str:
    """Return what the log holds of a week, as one line; one statement."""
    user, first, last = learner.pk, week.first.isoformat(), week.last.isoformat()
    told = PRINT.format(user="%s", first="%s", last="%s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {told}", [user, first, last, user, first, last, user, last, first])
        return str(cursor.fetchone()[0])


def stale_weeks(since: date) -> list[Task]:
    """Return the computed weeks from ``since`` on that the log tells more of by now; one statement."""
    told = PRINT.format(user="retro.user_id", first="retro.first", last="retro.last")
    with connection.cursor() as cursor:
        cursor.execute(STALE.format(print=told), [since.isoformat()])
        return [(int(user), first, last) for user, first, last in cursor.fetchall()]


def ended_weeks(now: datetime) -> Iterator[Task]:
    """Yield the weeks that are over and not computed, the oldest first, of everybody who studied lately.

    A week counts while at most ``SILENT`` whole weeks lie between it and the last day of study before its end.
    """
    waiting = _not_computed(now)
    for some in batched(waiting, BATCH):
        studied = _days_of_study([pk for pk, _ in some], some)
        for pk, weeks in some:
            for week in weeks:
                if _counts(week, studied.get(pk, [])):
                    yield pk, week.first.isoformat(), week.last.isoformat()


def _counts(week: Week, days: list[date]) -> bool:
    """Return whether there was a day of study in the week, or not long before."""
    since = week.first - timedelta(weeks=SILENT)
    return any(since <= day <= week.last for day in days)


def _not_computed(now: datetime) -> Iterator[tuple[int, list[Week]]]:
    """Yield the learners of the last weeks with those of their ended weeks that have no row."""
    lately = (now - timedelta(weeks=RECENT + SILENT + 1)).date()
    people = User.objects.filter(is_active=True, study_days__day__gte=lately).order_by("pk").distinct()
    computed: dict[int, set[date]] = {}
    rows = Retrospective.objects.filter(first__gte=lately)
    for user, first in rows.values_list("user_id", "first").iterator():
        computed.setdefault(user, set()).add(first)
    columns = ("pk", "profile__zone", "profile__rollover_hour", "retro_settings__starts")
    for pk, zone, hour, stored in people.values_list(*columns).iterator():
        starts, weeks = read(stored or ()), []
        week = week_of(local_day(now, ZoneInfo(zone or "UTC"), 4 if hour is None else hour), starts)
        for _ in range(RECENT):
            week = week_before(week, starts)
            if week.first not in computed.get(pk, ()):
                weeks.append(week)
        if weeks:
            yield pk, weeks[::-1]


def _days_of_study(people: list[int], waiting: Iterable[tuple[int, list[Week]]]) -> dict[int, list[date]]:
    """Return the days on which each learner did anything, as far back as their weeks ask for."""
    since = min(weeks[0].first for _, weeks in waiting) - timedelta(weeks=SILENT)
    found: dict[int, list[date]] = {}
    days = StudyDay.objects.filter(user__in=people, day__gte=since)
    for user, day in days.values_list("user_id", "day"):
        found.setdefault(user, []).append(day)
    return found
