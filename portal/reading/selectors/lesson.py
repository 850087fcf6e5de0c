"""Reads for the lesson page: two statements beside those for session and user.

The first is written in SQL, as is ``progress.selectors.AROUND``: this page is the one that is read most, and composing
the same queries through the ORM costs more than everything else on it (``make bench``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from portal.accounts.models import User
from portal.content.models import LessonAlias
from portal.progress.rules import Level, Meter, Standing
from portal.progress.selectors import Row, around, meter
from portal.reading.rules import percent

SHARES: Final = """
    FROM quizzes_attempt attempt
    JOIN quizzes_quizversion taken ON taken.id = attempt.version_id
    JOIN quizzes_quiz quiz ON quiz.id = taken.quiz_id
    WHERE attempt.user_id = %s AND attempt.finished_at IS NOT NULL AND attempt.possible > 0
        AND quiz.lesson_id = lesson.id AND quiz.retired_at IS NULL
"""

PAGE: Final = f"""
    SELECT lesson.id, lesson.uid, lesson.short, lesson.title, lesson.summary, lesson.status, lesson.minutes_read,
        lesson.minutes_practice, track.uid, track.short, lesson.nav, version.page,
        COALESCE((SELECT MIN(quiz.uid) FROM quizzes_quiz quiz
            WHERE quiz.lesson_id = lesson.id AND quiz.retired_at IS NULL), ''),
        version.html, lesson.retired_at,
        (SELECT MAX(attempt.earned / attempt.possible) {SHARES}),
        (SELECT attempt.earned / attempt.possible {SHARES} ORDER BY attempt.id DESC LIMIT 1)
    FROM content_lesson lesson
    JOIN content_track track ON track.id = lesson.track_id
    LEFT JOIN content_lessonversion version ON version.id = lesson.version_id
    WHERE lesson.uid = %s
"""  # noqa: S608 - put together of constants


@dataclass(frozen=True, slots=True)
class Page:
    """One lesson as everybody sees it, without its prose. It can be hashed, so that it is drawn once.

    ``nav`` and ``beside`` are JSON; the docstrings of ``Lesson`` and ``LessonVersion`` say what is in them.
    ``quiz`` is the id of its quiz, or empty.
    """

    pk: int
    uid: str
    short: str
    title: str
    summary: str
    status: str
    minutes_read: int
    minutes_practice: int
    track_uid: str
    track_short: str
    nav: str
    beside: str
    quiz: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson and its prose, which was sanitised when it was synced; the reader's scores in its quiz, in percent."""

    page: Page
    html: str
    retired: bool
    best: int | None = None
    latest: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """A lesson this one builds on, and how far the reader is with it."""

    title: str
    url: str
    level: Level


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies beside the lesson for one reader; ``last`` is the number of their latest event."""

    rows: Sequence[Row]
    meter: Meter
    state: Standing
    needs: Sequence[Need]
    last: int


def find_page(uid: str, learner: User | None) -> Found | None:
    """Return the lesson with this id, retired or not, with the scores of ``learner``; a stranger has none."""
    reader = learner.pk if learner else 0
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [reader, reader, uid])
        row = cursor.fetchone()
    if row is None:
        return None
    *page, html, retired_at, best, latest = row
    return Found(Page(*page), html or "", retired_at is not None, percent(best), percent(latest))


def desk_of(page: Page, before: Sequence[Mapping[str, str]], learner: User | None, now: datetime) -> Desk:
    """Return what ``learner`` has in and around the lesson; a stranger has nothing.

    ``before`` are the lessons it builds on, as ``nav`` names them.
    """
    found = around(page.pk, [page.uid, *(need["uid"] for need in before)], learner, now)
    return Desk(
        rows=found.rows,
        meter=meter(found.rows),
        state=found.standing(page.uid),
        needs=[Need(need["title"], need["url"], found.standing(need["uid"]).level) for need in before],
        last=found.last,
    )


def present_address(uid: str) -> str | None:
    """Return where a lesson that once had this id is now."""
    alias = LessonAlias.objects.select_related("lesson").filter(uid=uid).first()
    return alias.lesson.get_absolute_url() if alias else None
