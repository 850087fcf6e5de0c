"""What the due queue costs with 100,000 cards; ``python -m tests.bench.review_queue`` on an empty database.

Prints, for one learner with 100,000 cards and for one of 100 learners with 1,000 each, the median and the
slowest of 20 readings, and the plan of each query with ``--plans``. ``DATABASE_URL`` names the database,
which has to be migrated.
"""

import os
import random
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from statistics import median
from time import perf_counter
from uuid import UUID

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext
from fsrs import State

from portal.accounts.models import User
from portal.content.models import Lesson, Module, Track
from portal.progress.models import LessonState
from portal.review import selectors
from portal.review.models import Card, ReviewLog
from portal.review.rules.pace import Kind

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
READINGS = 20


def fill(learner: User, count: int, lessons: list[Lesson], rng: random.Random, *, overdue: float) -> None:
    """Give ``learner`` cards of all kinds and states, the share ``overdue`` of them due, and 500 grades."""
    cards = []
    for n in range(count):
        stability = rng.lognormvariate(3, 1)
        ahead = stability * rng.random() if rng.random() > overdue else -stability * rng.random()
        due = NOW + timedelta(days=ahead) + (DAY if ahead > 0 else timedelta(0))
        own, new = rng.random() < 0.2, rng.random() < 0.05
        cards.append(
            Card(
                user=learner,
                ref=f"own:{n}" if own else f"quiz-{n // 20}#{n % 20}",
                kind=Kind.OWN if own else Kind.QUESTION,
                lesson=None if own else lessons[n % len(lessons)],
                concepts=[] if own else [f"c{n % 600}.main"],
                front="What is a peer row? " * 5 if own else "",
                back="All rows that tie in the order. " * 10 if own else "",
                created_at=NOW - 300 * DAY,
                due=NOW - 300 * DAY if new else due,
                state=State.Learning if new else State.Review,
                step=0 if new else None,
                stability=None if new else stability,
                difficulty=None if new else 5.0,
                last_review=None if new else due - timedelta(days=stability),
            )
        )
    Card.objects.bulk_create(cards, batch_size=2000)
    ReviewLog.objects.bulk_create(
        ReviewLog(
            user=learner, card=cards[n], client_uuid=UUID(int=rng.getrandbits(128)), kind=cards[n].kind,
            source="review", rating=3, retention=0.9, reviewed_at=NOW - DAY, local_date=date(2026, 11, 23),
            seconds=rng.uniform(5, 60), correct=1.0, before={}, after={},
        )
        for n in range(min(500, count))
    )  # fmt: skip


def measure(name: str, read: Callable[[], object], *, plans: bool) -> None:
    """Print how long ``read`` takes, after one reading that warms the caches."""
    with CaptureQueriesContext(connection) as queries:
        read()
    times = []
    for _ in range(READINGS):
        start = perf_counter()
        read()
        times.append((perf_counter() - start) * 1000)
    print(f"{name:44} {median(times):7.1f} ms {max(times):7.1f} ms {len(queries):3} queries")
    for query in queries if plans else []:
        print("  ", query["time"], explain(query["sql"]), sep=" ")


def explain(sql: str) -> str:
    """Return how the database goes about a query."""
    prefix = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (ANALYZE, COSTS OFF) "
    with connection.cursor() as cursor:
        cursor.execute(prefix + sql)
        return sql[:300] + "".join(f"\n      {row[-1]}" for row in cursor.fetchall())


def main() -> None:
    """Fill the database and measure."""
    rng, plans = random.Random(7), "--plans" in sys.argv
    track = Track.objects.create(uid="bench", position=0, title="Bench", short="Bench", summary="")
    module = Module.objects.create(track=track, uid="core", position=0, title="Core")
    lessons = Lesson.objects.bulk_create(
        Lesson(
            uid=f"bench/l{n}", track=track, module=module, position=n, title=f"L{n}", short=f"L{n}",
            summary="", status="written", level="core", minutes_read=1, minutes_practice=1,
        )
        for n in range(120)
    )  # fmt: skip
    people = [User.objects.create_user(f"bench{n}@example.org") for n in range(102)]
    for learner in people[:100]:
        fill(learner, 1_000, lessons, rng, overdue=0.02)
    fill(people[100], 100_000, lessons, rng, overdue=0.0005)
    fill(people[101], 100_000, lessons, rng, overdue=0.9)
    LessonState.objects.bulk_create(
        LessonState(user=person, lesson=lesson, proven_at=NOW) for person in people[99:] for lesson in lessons
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    print(f"{connection.vendor:44} {'median':>10} {'slowest':>10}")
    report("1,000 cards", people[50], plans=plans)
    report("100,000 cards", people[100], plans=plans)
    report("100,000 cards, 90,000 due", people[101], plans=plans)


def report(name: str, learner: User, *, plans: bool) -> None:
    """Measure every read of one learner."""
    measure(f"{name}: queue", lambda: selectors.queue(learner, NOW), plans=plans)
    measure(f"{name}: rest day", lambda: selectors.queue(learner, NOW, easy=True), plans=plans)
    measure(f"{name}: forecast", lambda: selectors.forecast(learner, NOW), plans=plans)
    measure(f"{name}: fading", lambda: list(selectors.fading_differences(learner)), plans=False)
    measure(f"{name}: a concept", lambda: selectors.concept_record(learner, "c7.main", NOW), plans=False)


if __name__ == "__main__":
    main()
