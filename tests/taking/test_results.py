"""What the page of a quiz and the page of a result say of scores."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.quizzes import services
from portal.quizzes.answers.plain import plain
from portal.quizzes.models import Attempt, Quiz
from portal.taking.services import finish
from tests.factories import NOON, make_learner
from tests.quizzes.world import store_quiz

pytestmark = pytest.mark.django_db
HEAD = "---\nid: scored\ntitle: Scored\npass: 60%\n---\n"
PARTS = (
    "\n## Name three {#parts .multi points=4}\n\n- [x] one\n- [x] two\n- [ ] four {credit=-25%}\n- [ ] five\n"
)
OUT = "\n## Is it so? {#out .void}\n\n- [x] True\n- [ ] False\n"
FULL = "\n## Was it so? {#full .void=full points=2}\n\n- [x] True\n- [ ] False\n"


@pytest.fixture
def learner(client: Client) -> User:
    learner = make_learner()
    client.force_login(learner)
    return learner


def taken(learner: User, quiz: Quiz, given: dict[str, list[str]], day: int = 0) -> Attempt:
    """Take a quiz in practice, giving the options with these texts; what is not named stays open."""
    now = NOON + timedelta(days=day)
    attempt = services.start(
        learner, quiz, mode="practice", minutes=None, seed=7, request_id=uuid4(), now=now
    )
    for uid, texts in given.items():
        question = attempt.version.questions()[uid]
        keys = [option["key"] for option in question.spec["options"] if option["text"] in texts]
        services.answer(attempt, question, {"answer": keys}, revision=0, confidence="", now=now, seconds=None)
    return finish(attempt, now=now)


def text(client: Client, address: str) -> str:
    return " ".join(plain(client.get(address).content.decode().replace("<", " <")).split())


def test_the_page_of_a_quiz_says_the_best_the_latest_and_the_pass_mark(client: Client, learner: User) -> None:
    quiz = store_quiz(HEAD + PARTS)
    for day, given in enumerate((["one"], ["one", "two"], ["one", "four"])):
        taken(learner, quiz, {"parts": given}, day)
    said = text(client, quiz.get_absolute_url())
    assert "Passed from 60 %" in said
    assert "Your best 100 %, passed" in said
    assert "Your latest 25 %" in said


def test_every_old_attempt_is_listed_and_opens_with_what_was_given(client: Client, learner: User) -> None:
    quiz = store_quiz(HEAD + PARTS)
    attempts = [taken(learner, quiz, {"parts": [one]}) for one in ("one", "four")]
    page = client.get(quiz.get_absolute_url()).content.decode()
    assert [f'href="{attempt.get_absolute_url()}"' in page for attempt in attempts] == [True, True]
    assert [text(client, attempt.get_absolute_url()).count("your answer, right") for attempt in attempts] == [
        1,
        0,
    ]


def test_an_attempt_at_an_older_version_shows_that_version(client: Client, learner: User) -> None:
    attempt = taken(learner, store_quiz(HEAD + PARTS), {"parts": ["one"]})
    store_quiz(HEAD + PARTS.replace("Name three", "Name four"))
    assert "Name three" in text(client, attempt.get_absolute_url())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["one", "two"], "4 of 4 points"),
        (["one"], "2 of 4 points"),
        (["one", "four"], "1 of 4 points"),
        (["four"], "0 of 4 points"),
        ([], "0 of 4 points"),
    ],
)
def test_a_result_says_what_each_answer_earned(
    client: Client, learner: User, given: list[str], said: str
) -> None:
    attempt = taken(learner, store_quiz(HEAD + PARTS), {"parts": given} if given else {})
    assert f"several answers, {said}" in text(client, attempt.get_absolute_url())


def test_a_result_says_which_questions_are_void_and_what_that_means(client: Client, learner: User) -> None:
    quiz = store_quiz(HEAD + PARTS + OUT + FULL)
    attempt = taken(learner, quiz, {"parts": ["one"], "out": ["True"], "full": ["False"]})
    said = text(client, attempt.get_absolute_url())
    assert "4 of 6 points; passed from 60 %" in said
    assert "This question is void: it is left out of the score." in said
    assert "This question is void: everybody gets all its points." in said
    assert "2 of 2 points" in said


def test_a_second_try_earns_what_the_first_did(client: Client, learner: User) -> None:
    quiz = store_quiz(HEAD + PARTS)
    attempt = services.start(
        learner, quiz, mode="practice", minutes=None, seed=7, request_id=uuid4(), now=NOON
    )
    question = attempt.version.questions()["parts"]
    keys = {option["text"]: option["key"] for option in question.spec["options"]}
    for revision, texts in enumerate((["one"], ["one", "two"])):
        given = {"answer": [keys[one] for one in texts]}
        services.answer(attempt, question, given, revision=revision, confidence="", now=NOON, seconds=None)
    said = text(client, f"{attempt.get_absolute_url()}1/")
    assert "2 of 4 points" in said
    assert "your answer, right" in said
