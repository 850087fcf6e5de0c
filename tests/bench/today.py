"""What Today costs a learner with a year of history, and one with ten, against a bare view in the same process.

The history is 50,000 events, then 500,000: ticks, minutes and blocks over a year and over ten, with cards, grades and
marks beside them. CPU time of this process, as in ``pages``; on PostgreSQL the server's own work is not in it.
"""

import json
import random
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import UUID

from tests.bench.pages import Browser, lesson, measure, report
from tests.bench.world import World, world

if TYPE_CHECKING:
    from portal.progress.models import ProgressEvent, StudyDay
    from portal.review.models import Card

LIMIT, QUERIES = 2.5, 10
SIZES = {"a year": (365, 50_000), "ten years": (3650, 500_000)}
BROWSER = "gzip, deflate, br, zstd"


def fill(days: int, events: int) -> None:
    """Give the only learner this history, in rows of the log and what follows from them."""
    from portal.accounts.models import User
    from portal.content.models import Lesson
    from portal.progress.models import LessonState, ProgressEvent, StudyDay
    from portal.review.models import Card, ReviewLog

    learner, dice, now = User.objects.get(), random.Random(days), datetime.now(tz=timezone.utc)
    for model in (ReviewLog, Card, StudyDay, ProgressEvent, LessonState):
        model.objects.filter(user=learner).delete()
    ProgressEvent.objects.bulk_create(_events(learner.pk, days, events, now), batch_size=5000)
    StudyDay.objects.bulk_create(_days(learner.pk, days, dice, now.date()), batch_size=2000)
    Card.objects.bulk_create(_cards(learner.pk, dice, now))
    lessons = list(Lesson.objects.live().order_by("position"))
    LessonState.objects.bulk_create(
        LessonState(user=learner, lesson=each, read_at=now, read_on=now.date())
        for each in lessons[: len(lessons) // 2]
    )


def _cards(user: int, dice: random.Random, now: datetime) -> Iterator["Card"]:
    from portal.review.models import Card

    for n in range(2000):
        yield Card(
            user_id=user, kind="question", ref=f"bench#{n}", created_at=now, state=2, last_review=now,
            stability=30, due=now + timedelta(hours=dice.uniform(-48, 24 * 60)),
        )  # fmt: skip


def _events(user: int, days: int, events: int, now: datetime) -> Iterator["ProgressEvent"]:
    from portal.progress.models import ProgressEvent

    for n in range(events):
        at = now - timedelta(days=days * (1 - n / events))
        yield ProgressEvent(
            user_id=user, client_uuid=UUID(int=n + 1), kind="item-ticked" if n % 2 else "item-unticked",
            object_id="sql/joins#item-1", occurred_at=at, received_at=at, local_date=at.date(),
        )  # fmt: skip


def _days(user: int, days: int, dice: random.Random, today: date) -> Iterator["StudyDay"]:
    from portal.progress.models import StudyDay

    for n in range(days):
        minutes = {block: dice.randint(10, 80) for block in ("morning", "afternoon", "evening")}
        blocks = {name: {"minutes": each, "state": "done"} for name, each in minutes.items()}
        yield StudyDay(
            user_id=user, day=today - timedelta(days=n), acted=True, minutes=sum(minutes.values()), done=3,
            offset=60, detail=json.loads(json.dumps({"shape": "", "blocks": blocks})),
        )  # fmt: skip


def queries(at: World) -> int:
    """Return how many statements the page takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = Browser(at.handler, at.cookies)
    with CaptureQueriesContext(connection) as found:
        assert browser.send("GET", "/today/")[0] == 200
    return len(found)


def main() -> int:
    """Measure, print, and fail when a limit is passed."""
    failed = False
    with world() as at:
        for name, (days, events) in SIZES.items():
            fill(days, events)
            browser = Browser(at.handler, at.cookies)

            def today(browser: Browser = browser) -> object:
                return browser.send("GET", "/today/", HTTP_ACCEPT_ENCODING=BROWSER)

            bare = lesson(at, HTTP_ACCEPT_ENCODING=BROWSER)["bare"]
            ratio = report(at.database, f"today, {name}", measure({"today": today, "bare": bare}))
            asked = queries(at)
            print(f"{at.database:<10} today, {name:<21} {events:,} events, {asked} queries")
            failed |= ratio > LIMIT or asked > QUERIES
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
