"""The pages of concepts: where each stands, and what a reader showed of it; never an answer."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson, LessonConcept, QuestionConcept
from portal.progress.models import LessonState
from portal.review.rules.answers import Answered, Source
from portal.review.services import take_in
from tests.factories import NOON, make_learner, make_lesson, make_track
from tests.markup import Page, read
from tests.quizzes.world import store_quiz

pytestmark = pytest.mark.django_db
RANKING = "/concepts/sql.rank/"
QUIZ = """\
---
id: windows
title: Windows, asked
---

## Which *rank* leaves gaps in {{ n }} rows? {#gaps concept=sql.rank}

```vars
n = choice([7, 7])
```

- [x] The secret answer
- [ ] Another

## What is a frame? {#frame concept=sql.frame}

- [x] True
- [ ] False
"""


@pytest.fixture
def learner() -> User:
    return make_learner("mira@example.org", name="Mira Okafor", zone="Asia/Tokyo")


@pytest.fixture
def world() -> list[Lesson]:
    """Two lessons on ranking, one of which also declares a frame that its quiz asks about."""
    sql = make_track("sql", title="SQL", short="SQL")
    windows = make_lesson(
        "sql/windows",
        track=sql,
        page={"objectives": ["Rank rows", "Frame rows"], "concepts": ["sql.rank", "sql.frame"]},
    )
    merge = make_lesson("kafka/merge", page={"objectives": ["Rank again"], "concepts": ["sql.rank"]})
    for lesson in (windows, merge):
        page = lesson.version.page if lesson.version else {}
        for at, (concept, objective) in enumerate(zip(page["concepts"], page["objectives"], strict=True)):
            LessonConcept.objects.create(lesson=lesson, concept=concept, position=at, objective=objective)
    store_quiz(QUIZ, windows)
    for ref, concept in (("windows#gaps", "sql.rank"), ("windows#frame", "sql.frame")):
        QuestionConcept.objects.create(path="windows.quiz.md", ref=ref, concept=concept)
    return [windows, merge]


def get(client: Client, path: str, learner: User | None = None) -> Page:
    if learner:
        client.force_login(learner)
    answer = client.get(path)
    assert answer.status_code == 200, path
    page = read(answer.content)
    assert page.faults == []
    return page


def answer(learner: User, correct: float, *, days: float = 0) -> None:
    given = Answered("windows#gaps", uuid4(), correct, concepts=("sql.rank",))
    take_in(learner, [given], source=Source.REVIEW, now=NOON + timedelta(days=days))


def test_a_concept_lists_every_lesson_and_question_to_anybody(client: Client, world: list[Lesson]) -> None:
    page = get(client, RANKING)
    assert "Taught in two lessons, asked about in one question." in page.text
    for lesson, objective in zip(world, ("Rank rows", "Rank again"), strict=True):
        assert page.all("a", href=lesson.get_absolute_url())
        assert objective in page.text
    assert "Which rank leaves gaps in 7 rows?" in page.text
    assert page.all("a", href="/quiz/windows/")
    assert "What is a frame?" not in page.text
    assert "Your record" not in page.text


def test_no_answer_is_on_a_page_of_concepts(client: Client, learner: User, world: list[Lesson]) -> None:
    client.force_login(learner)
    for path in (RANKING, "/concepts/", "/concepts/sql.frame/"):
        assert b"secret" not in client.get(path).content


def test_a_learner_sees_their_own_record(client: Client, learner: User, world: list[Lesson]) -> None:
    answer(learner, 0.0)
    answer(learner, 1.0, days=0.5)
    answer(make_learner(), 0.0)
    page = get(client, RANKING, learner)
    assert "Answered 2 times Right 1 Last 25 November 2026 In your reviews 1 card" in page.text
    assert page.all("progress")


def test_who_showed_nothing_is_told_what_to_do(client: Client, learner: User, world: list[Lesson]) -> None:
    assert "You have shown nothing of it yet." in get(client, RANKING, learner).text


def test_the_lessons_of_a_concept_say_how_far_the_learner_is(
    client: Client, learner: User, world: list[Lesson]
) -> None:
    proven = {"user": learner, "proven_at": NOON}
    LessonState.objects.create(**proven, lesson=world[0], fades_at=NOON + timedelta(days=36_500))
    LessonState.objects.create(**proven, lesson=world[1], fades_at=NOON - timedelta(days=3650))
    LessonState.objects.create(user=make_learner(), lesson=world[1], practised_at=NOON)
    page = get(client, RANKING, learner)
    assert "Proven" in page.text
    assert "Fading" in page.text
    assert "Practised" not in page.text


def test_the_list_has_each_concept_once_at_the_track_that_declares_it_first(
    client: Client, world: list[Lesson]
) -> None:
    page = get(client, "/concepts/")
    assert len(page.all("a", href=RANKING)) == 1
    assert "SQL 2 concepts" in page.text
    assert "Windows · Merge · 1 question" in page.text


def test_without_concepts_the_list_says_why(client: Client) -> None:
    assert "No concepts yet" in get(client, "/concepts/").text


@pytest.mark.parametrize("path", ["/concepts/sql.none/", "/concepts/x/", "/concepts/%22/"])
def test_a_concept_nobody_declares_is_not_found(client: Client, world: list[Lesson], path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", [RANKING, "/concepts/"])
def test_strangers_sign_in_first_where_reading_needs_an_account(
    client: Client, world: list[Lesson], settings: Any, path: str
) -> None:
    settings.READ_WITHOUT_ACCOUNT = False
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_lesson_links_each_objective_to_its_concept(client: Client, world: list[Lesson]) -> None:
    page = get(client, "/path/sql/windows/")
    assert "Rank rows Concept sql.rank" in page.text
    assert page.all("a", href=RANKING, class_="concept")
