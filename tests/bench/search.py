"""What a search costs in a portal of 1,000 lessons, whose reader has 10,000 notes: wall time of ``search`` and of a page.

The words of all texts follow Zipf's law, as those of people do, so that common words stand almost everywhere. The first
figure is the best of some rounds, in which least of what else the machine does is contained, and decides; the second is
the median. On PostgreSQL the server's own work is in both.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.db import connection
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson, LessonVersion
from portal.index.models import Document, Word
from portal.notes.models import Note
from portal.search.selectors import search
from portal.search.sync import rebuild
from tests.factories import NOON, make_learner, make_lesson, make_module, make_track

LESSONS, NOTES, VOCABULARY, ROUNDS = 1_000, 10_000, 20_000, 15
LIMIT = 0.1
QUERIES = {
    "one word": "window",
    "two words": "window functions",
    "beginning": "wi",
    "two letters, everywhere": "co",
    "mistyped": "windw functons",
    "phrase": '"window functions"',
    "six words": "window functions rank rows over partition",
    "nothing": "window xylophonist",
    "nonsense": "qwrtzpsdfg hjklyxcvbnm",
}


def main() -> int:
    """Fill a database, measure, print, and return 1 when a query took longer than the limit."""
    connection.creation.create_test_db(verbosity=0)
    try:
        reader = fill(random.Random(7))
        began = time.perf_counter()
        things = rebuild()
        said = f"{things:,} things, {Document.objects.count():,} documents, {Word.objects.count():,} words"
        print(f"{connection.display_name:<10} rebuilt in {time.perf_counter() - began:.1f} s: {said}")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return int(measure(reader))
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


def measure(reader: User) -> bool:
    """Print what each query costs; return whether one is over the limit."""
    client = Client()
    client.force_login(reader)
    over = False
    for what, query in QUERIES.items():
        for who, learner in (("learner", reader), ("stranger", None)):
            best, middle = timed(lambda who=learner, query=query: search(who, query))  # type: ignore[misc]
            over |= best > LIMIT
            total = search(learner, query).total
            print(
                f"{connection.display_name:<10} {what:<24} {who:<9} {ms(best)} {ms(middle)}   {total:6} found"
            )
    best, middle = timed(lambda: client.get("/search/", {"q": "window functions"}, HTTP_HX_REQUEST="true"))
    print(f"{connection.display_name:<10} {'answer to HTMX':<24} {'learner':<9} {ms(best)} {ms(middle)}")
    return over


def timed(call: Callable[[], object]) -> tuple[float, float]:
    """Return the best and the median of some calls, in seconds."""
    call()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times), statistics.median(times)


def ms(seconds: float) -> str:
    return f"{seconds * 1000:7.1f} ms"


def fill(rng: random.Random) -> User:
    """Write the lessons and the notes, without the index."""
    words = vocabulary(rng)
    weights = [1 / (rank + 3) for rank in range(len(words))]

    def text(length: int) -> str:
        return " ".join(rng.choices(words, weights, k=length))

    first = make_lesson("bench/first", track=make_track("bench"))
    shared = {
        "track": first.track,
        "module": make_module(first.track),
        "status": "written",
        "minutes_read": 1,
    }
    lessons = Lesson.objects.bulk_create(
        Lesson(
            uid=f"bench/topic-{n}", title=text(4)[:160], short=text(2)[:80], summary=text(14)[:160],
            position=n + 1, minutes_practice=1, **shared,
        )
        for n in range(LESSONS - 1)
    )  # fmt: skip
    for lesson in lessons:
        html = "".join(f'<h2 id="s-{n}">{text(3)}</h2><p>{text(180)}</p>' for n in range(8))
        assert first.version is not None
        lesson.version = LessonVersion(
            lesson=lesson, source=first.version.source, release=first.version.release, html=html
        )
    LessonVersion.objects.bulk_create([lesson.version for lesson in lessons if lesson.version], 200)
    Lesson.objects.bulk_update(lessons, ["version"], 200)
    reader = make_learner()
    stamp = {"user": reader, "created_at": NOON, "changed_at": NOON}
    for start in range(0, NOTES, 500):
        said = [text(rng.randint(20, 200)) for _ in range(500)]
        Note.objects.bulk_create(
            Note(day=date(2000, 1, 1) + timedelta(days=start + n), text=one, html=f"<p>{one}</p>", **stamp)
            for n, one in enumerate(said)
        )
    return reader


def vocabulary(rng: random.Random) -> list[str]:
    """Return made-up words, the most frequent first, and those of the queries among them."""
    parts = "a e i o u ba co di fu ge ha ki lo mu ne pa qui ro su te vo wi xa ze str pl cr nd ng ck".split()  # noqa: SIM905 - a list is longer
    made = {"".join(rng.choices(parts, k=rng.randint(2, 5)))[:20] for _ in range(2 * VOCABULARY)}
    words = rng.sample(sorted(made), VOCABULARY)
    for rank, word in enumerate(["window", "rows", "functions", "rank", "over", "partition", "windows"]):
        words[5 + 20 * rank] = word
    return words


if __name__ == "__main__":
    sys.exit(main())
