"""Computing 1,000 retrospectives, one learner and week each, by one process; said for 10,000 as well.

Each learner has a month of history: 20 days of three blocks, 120 events, an attempt of 12 answers and 80 grades a
week. The look that finds ended weeks is measured over all of them. Wall time: what a worker would take, the work of
PostgreSQL included. ``--people N`` takes another sample.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from tests.bench.world import World, world

if TYPE_CHECKING:
    from portal.quizzes.models import Quiz

SPACE = UUID("7b9fb6f4-7d2d-4c1f-8a1c-3f3c4f5a6b70")
PEOPLE, WHOLE, LIMIT = 1000, 10_000, 600.0
WEEKS, GRADES, ANSWERS = 4, 80, 12
FIRST = date(2026, 11, 16)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def fill(people: int) -> None:
    """Make the learners with their history."""
    from portal.accounts.models import User
    from portal.content.models import Lesson
    from portal.progress.models import ProgressEvent, StudyDay
    from tests.quizzes.world import EXAMPLE, store_quiz

    made = User.objects.bulk_create(
        (User(email=f"bench-{n}@example.org", password="!") for n in range(people)), batch_size=2000
    )
    learners = [user.pk for user in made]
    lessons = list(Lesson.objects.live().order_by("position").values_list("uid", "pk"))
    days = [FIRST - timedelta(weeks=w) + timedelta(days=d) for w in range(WEEKS) for d in range(5)]
    StudyDay.objects.bulk_create(_days(learners, days), batch_size=2000)
    ProgressEvent.objects.bulk_create(_events(learners, days, [uid for uid, _ in lessons]), batch_size=2000)
    _address(learners)
    _cards(learners, lessons, days)
    _answers(learners, store_quiz(EXAMPLE, Lesson.objects.get(uid=lessons[0][0])))


def _address(learners: list[int]) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.bulk_create(
        (
            EmailAddress(user_id=user, email=f"b{user}@example.org", verified=True, primary=True)
            for user in learners
        ),
        batch_size=2000,
    )


def _days(learners: list[int], days: list[date]) -> Iterator[object]:
    from portal.progress.models import StudyDay

    blocks = {name: {"minutes": 40, "state": "done"} for name in ("morning", "afternoon", "evening")}
    for user in learners:
        for day in days:
            yield StudyDay(user_id=user, day=day, acted=True, minutes=120, done=3, offset=0,
                           detail={"shape": "", "blocks": blocks})  # fmt: skip


def _events(learners: list[int], days: list[date], uids: list[str]) -> Iterator[object]:
    from portal.progress.models import ProgressEvent

    for user in learners:
        for n, day in enumerate(days):
            at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
            for k in range(24):
                kind, name = (
                    ("lesson-done", uids[(n * 3 + k) % len(uids)])
                    if k < 2
                    else ("minutes-logged", "block:evening")
                )
                yield ProgressEvent(
                    user_id=user, client_uuid=uuid5(SPACE, f"{user} {n} {k}"), kind=kind, object_id=name,
                    payload={"minutes": 5}, occurred_at=at, received_at=at, local_date=day,
                )  # fmt: skip


def _cards(learners: list[int], lessons: list[tuple[str, int]], days: list[date]) -> None:
    from portal.review.models import Card, ReviewLog

    for user in learners:
        cards = Card.objects.bulk_create(
            Card(
                user_id=user,
                kind="question",
                ref=f"bench#{n}",
                created_at=NOW,
                due=NOW,
                lesson_id=lessons[n % len(lessons)][1],
            )
            for n in range(40)
        )
        ReviewLog.objects.bulk_create(
            ReviewLog(
                user_id=user, card=cards[n % 40], client_uuid=uuid5(SPACE, f"grade {user} {n}"), kind="question",
                source="review", rating=1 if n % 7 == 0 else 3, retention=0.9, confidence="know",
                reviewed_at=NOW, local_date=days[n % len(days)], before={}, after={},
            )
            for n in range(GRADES * WEEKS)
        )  # fmt: skip


def _answers(learners: list[int], quiz: "Quiz") -> None:
    from portal.quizzes.models import Attempt, Response

    version = quiz.version
    assert version is not None
    questions = list(version.questions())[:ANSWERS]
    at = datetime(2026, 11, 18, 18, tzinfo=UTC)
    attempts = Attempt.objects.bulk_create(
        (
            Attempt(user_id=user, version=version, mode="practice", seed=1, order=questions,
                    request_id=uuid5(SPACE, f"attempt {user}"), started_at=at, finished_at=at)
            for user in learners
        ),
        batch_size=2000,
    )  # fmt: skip
    Response.objects.bulk_create(
        (
            Response(attempt=attempt, question=uid, uuid=uuid5(SPACE, f"{attempt.pk} {uid}"), saved_at=at,
                     answered_at=at, credit=n % 3 != 0, confidence="think", taken_in=True)
            for attempt in attempts
            for n, uid in enumerate(questions)
        ),
        batch_size=2000,
    )  # fmt: skip


def measure(at: World, people: int) -> bool:
    """Compute the last week of everybody, print what it took, and return whether the limit holds."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from portal.retros.models import Retrospective
    from portal.retros.selectors.stale import ended_weeks, stale_weeks
    from portal.retros.services.weeks import compute_by_key

    began = perf_counter()
    weeks = list(ended_weeks(NOW))
    looked = perf_counter() - began
    last = [key for key in weeks if key[1] == FIRST.isoformat()]
    assert len(last) == people
    with CaptureQueriesContext(connection) as queries:
        compute_by_key(*last[0], now=NOW)
    began = perf_counter()
    for key in last[1:]:
        compute_by_key(*key, now=NOW)
    took = perf_counter() - began
    each = took / (people - 1)
    began = perf_counter()
    assert stale_weeks(FIRST - timedelta(weeks=5)) == []
    stale = perf_counter() - began
    assert Retrospective.objects.count() == people
    print(
        f"{at.database:<10} {people:,} retrospectives in {took:.1f} s, {1000 * each:.1f} ms and {len(queries)} statements "
        f"each: {WHOLE:,} in {each * WHOLE:.0f} s (limit {LIMIT:.0f}); ended weeks found in {looked:.2f} s, late events in {stale:.2f} s"
    )
    return each * WHOLE < LIMIT


def main() -> int:
    """Fill, measure, and fail when the limit is passed."""
    people = int(sys.argv[sys.argv.index("--people") + 1]) if "--people" in sys.argv else PEOPLE
    with world() as at:
        fill(people)
        return int(not measure(at, people))


if __name__ == "__main__":
    sys.exit(main())
