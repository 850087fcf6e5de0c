"""A question page is drawn once for equal values and read in one statement; nobody sees what is another's."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import User
from portal.quizzes.models import Attempt, Quiz, Response
from portal.quizzes.selectors import find_attempt, find_sitting, responses_of
from portal.quizzes.services import answer, save
from portal.taking import drawn
from tests.factories import NOON, make_learner
from tests.quizzes.world import EXAMPLE, begin, fields, store_quiz

pytestmark = pytest.mark.django_db
COUNT = json.loads((Path(__file__).parents[1] / "query_counts.json").read_text())["quiz, question"]
HEAD = "---\nid: small\ntitle: Small\n---\n\n"
NAME = "## Name it {#name}\n\nAnswer: [[LAG]]\n"
PICK = "## Is it so? {#so}\n\n- [x] Yes\n- [ ] No\n\n> [!NOTE]\n> Because it is.\n"
THINK = "## What did you learn? {#think .reflect}\n"


@pytest.fixture(autouse=True)
def fresh() -> None:
    """Forget what other tests drew."""
    drawn._question.cache_clear()


@pytest.fixture
def learner(client: Client) -> User:
    learner = make_learner()
    client.force_login(learner)
    return learner


def other() -> tuple[User, Client]:
    learner, browser = make_learner("other@example.org"), Client()
    browser.force_login(learner)
    return learner, browser


def begin_now(learner: User, quiz: Quiz, minutes: int | None) -> Attempt:
    attempt = begin(learner, quiz, "exam", minutes=minutes)
    if minutes:
        Attempt.objects.filter(pk=attempt.pk).update(deadline=timezone.now() + timedelta(minutes=minutes))
    return attempt


def put(attempt: Attempt, value: str, *, graded: bool = False) -> None:
    (uid,) = attempt.order
    question, given = attempt.version.questions()[uid], {value.partition("=")[0]: [value.partition("=")[2]]}
    if graded:
        answer(attempt, question, given, revision=0, confidence="", now=NOON, seconds=1.0)
    else:
        save(attempt, question, given, revision=0, confidence="", now=NOON)


def page(browser: Client, attempt: Attempt, number: int = 1) -> str:
    found = browser.get(f"{attempt.get_absolute_url()}{number}/")
    assert found.status_code == 200
    return found.content.decode()


def test_two_learners_share_a_drawing_and_each_has_their_own_addresses(client: Client, learner: User) -> None:
    quiz, (second, browser) = store_quiz(HEAD + PICK), other()
    mine, theirs = begin(learner, quiz, seed=1), begin(second, quiz, seed=2)
    pages = [page(client, mine), page(browser, theirs)]
    assert drawn._question.cache_info().hits == 1
    assert mine.get_absolute_url() in pages[0]
    assert theirs.get_absolute_url() not in pages[0]
    assert theirs.get_absolute_url() in pages[1]
    assert mine.get_absolute_url() not in pages[1]


def test_what_one_learner_typed_is_on_no_other_page(client: Client, learner: User) -> None:
    quiz, (second, browser) = store_quiz(HEAD + NAME), other()
    mine, theirs = begin(learner, quiz), begin(second, quiz)
    field = next(iter(fields(mine.version.questions()["name"], 7, "right")))
    put(mine, f"{field}=mine alone")
    assert 'value="mine alone"' in page(client, mine)
    assert "mine alone" not in page(browser, theirs)


def test_a_practice_that_was_graded_opens_no_exam_with_the_same_answer(client: Client, learner: User) -> None:
    quiz = store_quiz(HEAD + PICK)
    practice, exam = begin(learner, quiz), begin(learner, quiz, "exam")
    question = quiz.version.questions()["so"] if quiz.version else None
    assert question is not None
    key = fields(question, 7, "right")["answer"][0]
    put(practice, f"answer={key}", graded=True)
    put(exam, f"answer={key}")
    assert "Because it is." in page(client, practice)
    asked = page(client, exam)
    assert "Because it is." not in asked
    assert "option--right" not in asked


def test_an_answer_that_changed_is_on_the_next_page(client: Client, learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + PICK))
    before = page(client, attempt)
    key = fields(attempt.version.questions()["so"], attempt.seed, "wrong")["answer"][0]
    put(attempt, f"answer={key}")
    assert " checked" not in before
    assert page(client, attempt).count(" checked") == 1
    assert '<input type="hidden" name="revision" value="1">' in page(client, attempt)


def test_an_essay_is_shown_and_not_kept(client: Client, learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + THINK))
    page(client, attempt)
    essay = "A long thought. " * (drawn.LONGEST // 16 + 1)
    Response.objects.create(
        attempt=attempt, question="think", uuid=uuid4(), value={"text": [essay]}, saved_at=NOON
    )
    assert essay in page(client, attempt)
    assert drawn._question.cache_info().currsize == 1


@pytest.mark.parametrize("minutes", [None, 30])
def test_a_question_asks_the_database_no_more_than_the_file_says(
    client: Client, learner: User, minutes: int | None
) -> None:
    attempt = begin_now(learner, store_quiz(EXAMPLE), minutes)
    page(client, attempt)
    with CaptureQueriesContext(connection) as queries:
        page(client, attempt, 2)
    assert len(queries) == COUNT, "write the number into query_counts.json"


def test_one_statement_reads_what_the_selectors_read(learner: User) -> None:
    attempt = begin(learner, store_quiz(HEAD + PICK + "\n" + NAME), "exam", minutes=30)
    empty = find_sitting(learner, "small", attempt.pk)
    assert empty is not None
    assert empty.responses == {}
    for uid in attempt.order:
        question = attempt.version.questions()[uid]
        given = fields(question, 7, "right")
        save(attempt, question, given, revision=0, confidence="know", now=NOON)
    sitting, found = find_sitting(learner, "small", attempt.pk), find_attempt(learner, "small", attempt.pk)
    assert sitting is not None
    assert found is not None
    assert values(sitting.attempt) == values(found)
    assert values(sitting.attempt.version) == values(found.version)
    stored = responses_of(found)
    assert {uid: values(r) for uid, r in sitting.responses.items()} == {
        uid: values(r) for uid, r in stored.items()
    }


def values(row: Model) -> dict[str, object]:
    """Return every field of a row, loading those that were left out."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_nobody_reads_the_attempt_of_another_and_no_number_is_too_large(
    client: Client, learner: User
) -> None:
    quiz, (second, browser) = store_quiz(HEAD + PICK), other()
    attempt = begin(learner, quiz)
    assert find_sitting(second, "small", attempt.pk) is None
    assert find_sitting(learner, "another", attempt.pk) is None
    for number in (2**63, 10**30):
        assert client.get(f"/quiz/small/attempt/{number}/1/").status_code == 404
    assert browser.get(f"{attempt.get_absolute_url()}1/").status_code == 404
