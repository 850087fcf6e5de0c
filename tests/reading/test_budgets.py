"""What a page may cost in queries, kept in ``tests/query_counts.json``; and pages at the edge of what they may hold.

A count may fall, then the file is brought down with it. The session's and the user's query are in each count.
"""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.content.models import Lesson, LessonConcept, QuestionConcept
from portal.progress.services import note_place, set_done
from portal.review.rules.answers import Answered, Source
from portal.review.services import take_in
from tests.factories import (
    NOON,
    make_learner,
    make_lesson,
    make_milestone,
    make_module,
    make_plan,
    make_track,
)
from tests.markup import read
from tests.quizzes.world import store_quiz

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[1] / "query_counts.json"
LIMITS = {"lesson": 4, "path": 6, "track": 6}
ADDRESSES = {
    "front page": "/",
    "path": "/path/",
    "track": "/path/sql/",
    "lesson": "/path/sql/windows/",
    "concepts": "/concepts/",
    "concept": "/concepts/sql.rank/",
}
COUNTS: dict[str, int] = {
    what: count
    for what, count in json.loads(FILE.read_text()).items()
    if what.partition(",")[0] in (*ADDRESSES, "tick")
}
QUIZ = "---\nid: windows\ntitle: W\n---\n\n## So? {#so concept=sql.rank}\n\n- [x] True\n- [ ] False\n"


@pytest.fixture
def lessons() -> list[Lesson]:
    """Two tracks with lessons, the last of which builds on three others and shares a concept; its quiz asks about it."""
    make_plan()
    sql = make_track("sql")
    make_milestone(sql)
    for number in range(5):
        make_lesson(f"kafka/topic-{number}")
    first = [make_lesson(f"sql/topic-{number}", track=sql) for number in range(3)]
    windows = make_lesson("sql/windows", track=sql, builds_on=first, items=6)
    for lesson in (first[0], windows):
        LessonConcept.objects.create(lesson=lesson, concept="sql.rank", position=0, objective="Rank rows")
    QuestionConcept.objects.create(path="w.quiz.md", ref="windows#so", concept="sql.rank")
    version = store_quiz(QUIZ, windows).version
    assert version is not None
    version.questions()  # a process reads each version once
    return [*first, windows]


def measured(what: str, client: Client, lessons: list[Lesson]) -> int:
    page, who = what.split(", ")
    if who == "learner":
        learner = make_learner(zone="Asia/Tokyo")
        set_done(learner, lessons[0], done=True, at=NOON, request_id=uuid4())
        note_place(learner, lessons[3], anchor="the-idea", at=NOON)
        missed = Answered("windows#so", uuid4(), 0.0, lesson_id=lessons[3].pk, concepts=("sql.rank",))
        take_in(learner, [missed], source=Source.QUIZ, now=NOON)
        client.force_login(learner)
    with CaptureQueriesContext(connection) as queries:
        if page == "tick":
            form = {"item": "item-1", "done": "true", "request": uuid4().hex}
            answer = client.post("/path/sql/windows/tick/", form, HTTP_HX_REQUEST="true")
        else:
            answer = client.get(ADDRESSES[page])
    assert answer.status_code == 200
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


@pytest.mark.parametrize("what", COUNTS)
def test_a_page_asks_the_database_no_more_than_its_file_says(
    client: Client, lessons: list[Lesson], what: str
) -> None:
    found = measured(what, client, lessons)
    assert found <= COUNTS[what], f"{what} grew to {found} queries"
    assert found == COUNTS[what], f"{what} fell to {found} queries: write that into {FILE.name}"


@pytest.mark.parametrize("what", COUNTS)
def test_no_count_in_the_file_is_over_what_was_promised(what: str) -> None:
    assert COUNTS[what] <= LIMITS.get(what.split(",")[0], 12)


def test_ten_thousand_lessons_take_no_more_queries_and_still_draw(
    client: Client, lessons: list[Lesson]
) -> None:
    track = make_track("big", weeks=(40, 52))
    shared = {
        "track": track,
        "module": make_module(track),
        "status": "outline",
        "minutes_read": 1,
        "minutes_practice": 1,
    }
    Lesson.objects.bulk_create(
        Lesson(uid=f"big/topic-{n}", title="T", short="T", summary="", position=100 + n, **shared)
        for n in range(10_000)
    )
    client.force_login(make_learner())
    with CaptureQueriesContext(connection) as queries:
        page = read(client.get("/path/").content)
    assert len(queries) == COUNTS["path, learner"]
    assert "10,009 topics" in page.text
    assert len(page.all("circle", class_="map__topic")) < 100
    assert len(page.all("a", href="/path/big/topic-9999/")) == 0
    assert "10,000 topics" in read(client.get("/path/big/").content).text


def test_long_words_and_strange_characters_stay_text(client: Client) -> None:
    nasty = "<script>alert(1)</script>&amp;{{ 7|add:7 }}{% now 'Y' %}␀\"'" + "ü" * 60
    track = make_track("odd", title=nasty, short=nasty[:60], summary=nasty[:160])
    make_lesson("odd/one", track=track, short=nasty[:80], title=nasty[:160], summary=nasty[:160])
    client.force_login(make_learner(name=nasty[:80]))
    for path in ("/path/", "/path/odd/", "/path/odd/one/"):
        page = read(client.get(path).content)
        assert page.faults == []
        assert "<script>alert(1)</script>&amp;{{ 7|add:7 }}" in page.text
        assert all(script.get("src") for script in page.all("script"))


def test_a_lesson_without_text_or_checklist_is_still_a_page(client: Client) -> None:
    lesson = make_lesson("odd/bare", items=0, html="")
    Lesson.objects.filter(pk=lesson.pk).update(version=None, nav={})
    for reader in (None, make_learner()):
        if reader:
            client.force_login(reader)
        assert read(client.get("/path/odd/bare/").content).faults == []
