"""Fading as it happens, scores, and one filled button at the end of a lesson."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.progress.models import LessonState
from portal.progress.rules import Level
from portal.quizzes.models import Attempt, Quiz
from portal.reading.selectors.plan import path_page, topics_of
from tests.factories import NOON, make_learner, make_lesson, make_track
from tests.markup import Page, read
from tests.quizzes.world import begin, store_quiz

pytestmark = pytest.mark.django_db
JOINS, WINDOWS = "/path/sql/joins/", "/path/sql/windows/"
QUIZ = "---\nid: joins\ntitle: Joins\n---\n\n## Is it so? {#so}\n\n- [x] True\n- [ ] False\n"
DAY = timedelta(days=1)


@pytest.fixture
def learner(client: Client) -> User:
    learner = make_learner(name="Mira")
    client.force_login(learner)
    return learner


@pytest.fixture
def joins() -> Lesson:
    """A lesson with a quiz, and one without that builds on it."""
    joins = make_lesson("sql/joins", track=make_track("sql"))
    make_lesson("sql/windows", builds_on=[joins])
    return joins


@pytest.fixture
def quiz(joins: Lesson) -> Quiz:
    return store_quiz(QUIZ, joins)


def proven(learner: User, lesson: Lesson, fades_at: datetime | None) -> None:
    LessonState.objects.create(
        user=learner, lesson=lesson, practised_at=NOON, proven_at=NOON, fades_at=fades_at
    )


def score(learner: User, quiz: Quiz, earned: float, possible: float = 100.0, *, done: bool = True) -> None:
    attempt = begin(learner, quiz)
    attempt.earned, attempt.possible = earned, possible
    attempt.finished_at = NOON if done else None
    attempt.save()


def get(client: Client, path: str) -> Page:
    page = read(client.get(path).content)
    assert page.faults == []
    return page


def filled_buttons(page: Page) -> int:
    return len(page.all("a", class_="button--primary")) + len(page.all("button", class_="button--primary"))


def levels(learner: User, now: datetime) -> list[Level]:
    return [topic.level for topic in topics_of(learner, now)]


def test_a_proven_lesson_is_fading_from_its_moment_on(learner: User, joins: Lesson) -> None:
    proven(learner, joins, NOON)
    assert levels(learner, NOON - timedelta(microseconds=1)) == [Level.PROVEN, Level.NONE]
    assert levels(learner, NOON) == [Level.FADING, Level.NONE]
    assert path_page(learner, NOON).bar.words == "1 fading"


def test_a_lesson_that_was_never_proven_does_not_fade(learner: User, joins: Lesson) -> None:
    LessonState.objects.create(user=learner, lesson=joins, practised_at=NOON, fades_at=NOON)
    assert levels(learner, NOON + DAY) == [Level.PRACTISED, Level.NONE]


@pytest.mark.parametrize(("ahead", "word"), [(-DAY, "Fading"), (DAY, "Proven"), (None, "Proven")])
def test_every_page_says_the_same(
    client: Client, learner: User, joins: Lesson, ahead: timedelta | None, word: str
) -> None:
    proven(learner, joins, timezone.now() + ahead if ahead else None)
    assert get(client, JOINS).all("span", id="lesson-state", class_=f"state--{word.lower()}")
    assert f"Joins , {word.lower()}" in get(client, WINDOWS).text
    for path in ("/path/", "/path/sql/"):
        assert (
            f"1 {word.lower()}" in str(get(client, path).all("svg", class_="strata"))
            or word in get(client, path).text
        )


def test_the_browsers_copy_is_not_used_once_the_lesson_fades(
    client: Client, learner: User, joins: Lesson
) -> None:
    proven(learner, joins, timezone.now() + DAY)
    for path in (JOINS, WINDOWS):
        etag = client.get(path)["ETag"]
        assert client.get(path, HTTP_IF_NONE_MATCH=etag).status_code == 304
        LessonState.objects.update(fades_at=timezone.now() - DAY)
        assert client.get(path, HTTP_IF_NONE_MATCH=etag).status_code == 200
        LessonState.objects.update(fades_at=timezone.now() + DAY)


def test_a_tick_answers_with_the_level_of_now(client: Client, learner: User, joins: Lesson) -> None:
    proven(learner, joins, datetime(2020, 1, 1, tzinfo=UTC))
    form = {"request": uuid4().hex, "done": "true"}
    assert b"state--fading" in client.post(f"{JOINS}done/", form, HTTP_HX_REQUEST="true").content


def test_the_lesson_shows_the_best_and_the_latest_score(
    client: Client, learner: User, joins: Lesson, quiz: Quiz
) -> None:
    assert "score" not in get(client, JOINS).text
    score(learner, quiz, 66.67)
    assert "Your best score is 66 % ." in get(client, JOINS).text
    score(learner, quiz, 92.0)
    score(learner, quiz, 75.0)
    score(learner, quiz, 100.0, done=False)
    score(learner, quiz, 0.0, 0.0)
    score(make_learner(), quiz, 99.0)
    page = get(client, JOINS)
    assert "Your best score is 92 % , your latest 75 % ." in page.text
    assert "Take the quiz again" in page.text


def test_a_score_brings_a_new_page(client: Client, learner: User, joins: Lesson, quiz: Quiz) -> None:
    etag = client.get(JOINS)["ETag"]
    score(learner, quiz, 50.0)
    assert client.get(JOINS, HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_the_track_shows_the_best_score_of_each_lesson(
    client: Client, learner: User, joins: Lesson, quiz: Quiz
) -> None:
    score(make_learner(), quiz, 99.0)
    assert "quiz" not in get(client, "/path/sql/").text
    for earned in (92.0, 75.0):
        score(learner, quiz, earned)
    assert "quiz 92 %" in get(client, "/path/sql/").text


def test_a_score_counts_across_the_versions_of_a_quiz(
    client: Client, learner: User, joins: Lesson, quiz: Quiz
) -> None:
    score(learner, quiz, 92.0)
    later = store_quiz(QUIZ + "\n> [!NOTE]\n> Because.\n", joins)
    score(learner, later, 75.0)
    assert Attempt.objects.values("version").distinct().count() == 2
    assert "Your best score is 92 % , your latest 75 % ." in get(client, JOINS).text
    assert "quiz 92 %" in get(client, "/path/sql/").text


@pytest.mark.parametrize(
    ("state", "filled"),
    [
        ({}, "Take the quiz"),
        ({"read_at": NOON, "read_on": NOON.date()}, "Take the quiz"),
        ({"practised_at": NOON}, "Mark as done"),
        ({"practised_at": NOON, "read_at": NOON, "read_on": NOON.date()}, ""),
    ],
)
def test_one_button_at_most_is_filled_the_next_step(
    client: Client, learner: User, joins: Lesson, quiz: Quiz, state: dict[str, object], filled: str
) -> None:
    LessonState.objects.create(user=learner, lesson=joins, **state)
    page = get(client, JOINS)
    assert filled_buttons(page) == bool(filled)
    assert bool(page.all("a", href="/quiz/joins/", class_="button--primary")) is (filled == "Take the quiz")
    assert bool(page.all("button", id="done-button", class_="button--primary")) is (filled == "Mark as done")


def test_a_lesson_without_a_quiz_is_to_be_marked_as_done(
    client: Client, learner: User, joins: Lesson
) -> None:
    page = get(client, WINDOWS)
    assert filled_buttons(page) == 1
    assert page.all("button", id="done-button", class_="button--primary")


def test_taking_the_mark_back_fills_no_second_button(
    client: Client, learner: User, joins: Lesson, quiz: Quiz
) -> None:
    page = get(client, JOINS)
    (field,) = page.all("input", name="beside")
    for done in ("true", "false"):
        form = {"request": uuid4().hex, "done": done, field["name"]: field["value"]}
        ending = read(client.post(f"{JOINS}done/", form, HTTP_HX_REQUEST="true").content)
        assert filled_buttons(ending) == 0
        assert ending.all("input", name="beside")


def test_a_stranger_is_invited_to_the_quiz(client: Client, joins: Lesson, quiz: Quiz) -> None:
    page = get(client, JOINS)
    assert filled_buttons(page) == 1
    assert page.all("a", href="/quiz/joins/", class_="button--primary")
