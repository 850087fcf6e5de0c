"""Reads for the lesson page: two statements beside those for session and user.

The first is written in SQL, as is ``progress.selectors.AROUND``: this page is the one that is read most, and composing
the same queries through the ORM costs more than everything else on it (``make bench``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from portal.accounts.models import User
from portal.content.models import LessonAlias
from portal.progress.rules import Level, Meter, Standing
from portal.progress.selectors import Row, around, meter

PAGE: Final = """
    SELECT lesson.id, lesson.uid, lesson.short, lesson.title, lesson.summary, lesson.status, lesson.minutes_read,
        lesson.minutes_practice, track.uid, track.short, lesson.nav, version.page,
        COALESCE((SELECT MIN(quiz.uid) FROM quizzes_quiz quiz
            WHERE quiz.lesson_id = lesson.id AND quiz.retired_at IS NULL), ''),
        version.html, lesson.retired_at
    FROM content_lesson lesson
    JOIN content_track track ON track.id = lesson.track_id
    LEFT JOIN content_lessonversion version ON version.id = lesson.version_id
    WHERE lesson.uid = %s
"""


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
    """A lesson and its prose, which was sanitised when it was synced."""

    page: Page
    html: str
    retired: bool


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


def find_page(uid: str) -> Found | None:
    """Return the lesson with this id, retired or not."""
    with connection.cursor() as cursor:
        cursor.execute(PAGE, [uid])
        row = cursor.fetchone()
    if row is None:
        return None
    *page, html, retired_at = row
    return Found(Page(*page), html or "", retired_at is not None)


def desk_of(page: Page, before: Sequence[Mapping[str, str]], learner: User | None) -> Desk:
    """Return what ``learner`` has in and around the lesson; a stranger has nothing.

    ``before`` are the lessons it builds on, as ``nav`` names them.
    """
    found = around(page.pk, [page.uid, *(need["uid"] for need in before)], learner)
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
