"""What Today reads beside the frame: days, tracks, lessons, cards, posts. Five statements, whatever the history."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db import connection

from portal.accounts.models import User
from portal.review.rules.days import day_starts
from portal.review.rules.pace import pace_of
from portal.routine.rules.forecast import Stretch
from portal.routine.rules.rhythm import Told
from portal.routine.selectors.frame import LINE, Frame, joined

SIGHT: Final = 371
"""Days of history that are read: a year in whole weeks."""
DAYS: Final = """
    SELECT CAST(day AS TEXT), CAST(detail AS TEXT) FROM progress_studyday WHERE user_id = %s AND day >= %s
    UNION ALL
    SELECT '', {join}(CAST(day AS TEXT) || ',' || CAST(minutes AS TEXT) || ','
            || CASE WHEN acted OR minutes > 0 OR done > 0 THEN '1' ELSE '' END || ','
            || COALESCE(CAST("offset" AS TEXT), '') || ',' || CASE WHEN edited THEN '1' ELSE '' END || ','
            || {shape}, %s)
    FROM progress_studyday WHERE user_id = %s AND day > %s
"""
ROAD: Final = """
    SELECT track.uid, track.short, track.weeks_min, track.weeks_max, COUNT(lesson.id),
        COUNT(CASE WHEN COALESCE(state.read_at, state.practised_at, state.proven_at) IS NOT NULL THEN 1 END)
    FROM content_track track
    JOIN content_lesson lesson ON lesson.track_id = track.id AND lesson.retired_at IS NULL
    LEFT JOIN progress_lessonstate state ON state.lesson_id = lesson.id AND state.user_id = %s
    WHERE track.retired_at IS NULL
    GROUP BY track.id, track.uid, track.short, track.weeks_min, track.weeks_max, track.position
    ORDER BY track.position
"""
NEXT: Final = """
    WITH mine AS (SELECT * FROM progress_lessonstate WHERE user_id = %s),
    places AS (SELECT * FROM progress_readingplace WHERE user_id = %s),
    live AS (
        SELECT lesson.id, lesson.position, CASE WHEN track.weeks_max > 0 THEN 1 ELSE 0 END AS road,
            CASE WHEN mine.read_at IS NULL AND mine.practised_at IS NULL AND mine.proven_at IS NULL
                THEN 1 ELSE 0 END AS fresh,
            place.seen_at, mine.read_at
        FROM content_lesson lesson
        JOIN content_track track ON track.id = lesson.track_id AND track.retired_at IS NULL
        LEFT JOIN mine ON mine.lesson_id = lesson.id
        LEFT JOIN places place ON place.lesson_id = lesson.id
        WHERE lesson.retired_at IS NULL
    ), touched AS (
        SELECT id, position, road, fresh, seen_at AS at FROM live WHERE seen_at IS NOT NULL
        UNION ALL
        SELECT id, position, road, fresh, read_at FROM live WHERE read_at IS NOT NULL
    ),
    latest AS (SELECT * FROM touched ORDER BY at DESC, position DESC LIMIT 1),
    latest_on_road AS (SELECT * FROM touched WHERE road = 1 ORDER BY at DESC, position DESC LIMIT 1),
    behind AS (
        SELECT id, seen_at FROM live WHERE fresh = 1 AND position > (SELECT position FROM latest)
        ORDER BY position LIMIT 1
    ), ahead AS (
        SELECT id, CASE
            WHEN id = (SELECT id FROM latest) THEN 0
            WHEN id = (SELECT id FROM behind WHERE seen_at IS NOT NULL) THEN 1
            WHEN road = 1 AND id = (SELECT id FROM latest_on_road) THEN 2
            WHEN road = 1 AND position > COALESCE((SELECT position FROM latest_on_road), -1) THEN 3
            WHEN road = 1 THEN 4
            WHEN position > COALESCE((SELECT position FROM latest), -1) THEN 5
            ELSE 6 END AS turn, position, seen_at
        FROM live WHERE fresh = 1 ORDER BY turn, position LIMIT 2
    )
    SELECT ahead.turn * 1000000 + ahead.position, lesson.uid, lesson.short,
        lesson.minutes_read, lesson.minutes_practice, track.short, track.uid,
        place.anchor, place.heading, milestone.uid, milestone.title, CAST(milestone.steps AS TEXT), lesson.status,
        (SELECT COUNT(*) FROM content_lesson before WHERE before.track_id = lesson.track_id
            AND before.retired_at IS NULL AND before.position <= lesson.position)
    FROM ahead
    JOIN content_lesson lesson ON lesson.id = ahead.id
    JOIN content_track track ON track.id = lesson.track_id
    LEFT JOIN places place ON place.lesson_id = ahead.id
    LEFT JOIN content_milestone milestone ON milestone.id = (SELECT MIN(id) FROM content_milestone
        WHERE track_id = lesson.track_id AND retired_at IS NULL)
    UNION ALL
    SELECT * FROM (
        SELECT -1, quiz.uid, quiz.title, 0, 0, '', '', '',
            CASE WHEN mine.practised_at IS NULL THEN '' ELSE 'passed' END, '', '', '', '', 0
        FROM mine
        JOIN quizzes_quiz quiz ON quiz.lesson_id = mine.lesson_id AND quiz.retired_at IS NULL
            AND quiz.version_id IS NOT NULL
        WHERE mine.read_at IS NOT NULL OR mine.practised_at IS NOT NULL
        ORDER BY CASE WHEN mine.practised_at IS NULL THEN 0 ELSE 1 END,
            CASE WHEN quiz.uid LIKE 'sql/%%' OR quiz.uid LIKE 'python/%%' THEN 0 ELSE 1 END,
            mine.practised_at, mine.read_at DESC
        LIMIT 1
    ) quiz
    UNION ALL
    SELECT -2, lesson.uid, lesson.short, lesson.minutes_read, lesson.minutes_practice, '', '', '',
        'repeat:' || CAST(wish.first AS TEXT) || ':' || lesson.uid, '', '', '', '', 0
    FROM routine_wish wish
    JOIN content_lesson lesson ON lesson.id = wish.lesson_id AND lesson.retired_at IS NULL
    WHERE wish.user_id = %s AND wish.first <= %s AND wish.last >= %s AND NOT EXISTS (
        SELECT 1 FROM progress_mark mark WHERE mark.user_id = wish.user_id
            AND mark.object_id = 'repeat:' || CAST(wish.first AS TEXT) || ':' || lesson.uid)
    UNION ALL
    SELECT * FROM (
        SELECT -3, lesson.uid, lesson.short, lesson.minutes_read, lesson.minutes_practice, track.short, track.uid, '',
            CASE WHEN mine.read_at IS NOT NULL THEN 'read'
                WHEN place.seen_at IS NOT NULL OR mine.practised_at IS NOT NULL THEN 'begun' ELSE '' END,
            '', '', '', lesson.status, 0
        FROM content_lesson lesson
        JOIN content_track track ON track.id = lesson.track_id AND track.retired_at IS NULL
        LEFT JOIN mine ON mine.lesson_id = lesson.id
        LEFT JOIN places place ON place.lesson_id = lesson.id
        WHERE lesson.retired_at IS NULL AND lesson.status = 'written' AND track.uid IN ('sql', 'python')
        ORDER BY CASE WHEN COALESCE(place.seen_at, mine.read_at, mine.practised_at) IS NULL THEN 1 ELSE 0 END,
            CASE WHEN mine.practised_at IS NULL THEN 0 ELSE 1 END,
            COALESCE(place.seen_at, mine.read_at, mine.practised_at) DESC, lesson.position
        LIMIT 1
    ) drill
"""
CARDS: Final = """
    SELECT kind, CASE {buckets} END, COUNT(*) FROM review_card
    WHERE user_id = %s AND suspended_at IS NULL AND retired_at IS NULL AND last_review IS NOT NULL
        AND due < %s AND (state = 2 OR due <= %s OR due >= %s)
    GROUP BY 1, 2
    UNION ALL
    SELECT {join}(kind || ' ' || CAST(seconds AS TEXT), %s), -1, 0 FROM (
        SELECT kind, seconds, source, undoes_id FROM review_reviewlog WHERE user_id = %s ORDER BY id DESC LIMIT 120
    ) late WHERE source = 'review' AND undoes_id IS NULL AND seconds > 0
"""
QUIZ, WISH, DRILL = -1, -2, -3
POST: Final = """
    SELECT post.id, post.title, post.url FROM routine_blogpost post
    LEFT JOIN progress_mark mark ON mark.user_id = %s AND mark.object_id = 'post:' || CAST(post.id AS TEXT)
    WHERE post.blog = %s AND (mark.mark IS NULL OR mark.mark = 'saved')
    ORDER BY post.published_at DESC LIMIT 1
"""


class Next(NamedTuple):
    """A row of ``NEXT``. ``turn`` sorts the lessons to go on with; below 0 it says what else the row is.

    The first lesson is where the learner is, by the rule of the path's page (``reading.selectors.plan``); ``number`` is
    its place in its track, from 1.

    QUIZ: one to take, ``heading`` is "passed" if it was. WISH: a topic to repeat, ``heading`` names its mark. DRILL: a
    written lesson of SQL or Python, ``heading`` is "read", "begun" or empty.
    """

    turn: int
    uid: str
    title: str
    read: int
    practice: int
    track: str
    track_uid: str
    anchor: str | None
    heading: str | None
    milestone: str | None
    milestone_title: str | None
    steps: str | None
    status: str
    number: int


@dataclass(frozen=True, slots=True)
class Due:
    """Cards by day, today first, and the minutes of today's."""

    cards: tuple[int, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class History:
    """The days of the last year as the database tells them; the text is all there is to know, so it is a key."""

    text: str

    @property
    def told(self) -> Mapping[date, Told]:
        """Return what is known of each day."""
        return _told(self.text)


def days_of(learner: User, since: date, today: date) -> tuple[Mapping[date, dict[str, Any]], History]:
    """Return the details of the days from ``since`` on, and the history of the last year."""
    shape = "(detail ->> 'shape')" if connection.vendor == "postgresql" else "json_extract(detail, '$.shape')"
    with connection.cursor() as cursor:
        statement = DAYS.format(join=joined(), shape=shape)
        first = today - timedelta(days=SIGHT)
        cursor.execute(statement, [learner.pk, since.isoformat(), LINE, learner.pk, first.isoformat()])
        rows = cursor.fetchall()
    details = {date.fromisoformat(day): json.loads(text) for day, text in rows if day}
    return details, History(next((text for day, text in rows if not day), "") or "")


def road_of(learner: User) -> list[Stretch]:
    """Return the tracks with what is done of each; those that take no weeks have none."""
    with connection.cursor() as cursor:
        cursor.execute(ROAD, [learner.pk])
        rows = cursor.fetchall()
    return [
        Stretch(uid, short, ((low or 0) + (high or 0)) / 2, n, done)
        for uid, short, low, high, n, done in rows
    ]


def next_of(learner: User, day: date) -> list[Next]:
    """Return the lessons to go on with, and what else there is to do."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [*[learner.pk] * 3, day.isoformat(), day.isoformat()])
        return sorted(map(Next._make, cursor.fetchall()), key=lambda row: row.turn)


def due_of(learner: User, around: Frame, now: datetime) -> Due:
    """Return how many cards are due today and on the six days after, as ``review.selectors`` counts them."""
    ends = day_starts(around.day(now) + timedelta(days=1), 7, around.zone, around.rollover_hour)
    adapt = connection.ops.adapt_datetimefield_value
    buckets = " ".join(f"WHEN due < %s THEN {n}" for n in range(7))
    with connection.cursor() as cursor:
        cursor.execute(
            CARDS.format(buckets=buckets, join=joined()),
            [*map(adapt, ends), learner.pk, adapt(ends[-1]), adapt(now), adapt(ends[0]), LINE, learner.pk],
        )
        rows = cursor.fetchall()
    pace = _pace(next((text for text, bucket, _ in rows if bucket == -1), "") or "")
    cards = [0] * 7
    seconds = 0.0
    for kind, bucket, count in rows:
        if bucket >= 0:
            cards[bucket] += count
            seconds += count * pace[kind] if bucket == 0 else 0
    return Due(tuple(cards), -(-int(seconds) // 60))


def post_of(learner: User, blog: str) -> tuple[int, str, str] | None:
    """Return the newest post of a blog that the learner has neither read nor skipped: id, title, address."""
    with connection.cursor() as cursor:
        cursor.execute(POST, [learner.pk, blog])
        row: tuple[int, str, str] | None = cursor.fetchone()
    return row


@lru_cache(maxsize=1024)
def _told(text: str) -> Mapping[date, Told]:
    """Read the history; equal texts give the very same one."""
    found = {}
    for line in text.split(LINE) if text else []:
        day, minutes, studied, offset, edited, shape = line.split(",")
        found[date.fromisoformat(day)] = Told(
            int(minutes), bool(studied), int(offset) if offset else None, shape, bool(edited)
        )
    return found


@lru_cache(maxsize=1024)
def _pace(text: str) -> Mapping[str, float]:
    """Read the seconds of late answers, as ``review.selectors.terms.usual_seconds`` does."""
    pairs = (line.split(" ") for line in text.split(LINE)) if text else ()
    return pace_of((kind, float(seconds)) for kind, seconds in pairs)
