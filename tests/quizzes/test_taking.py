"""Taking a quiz as plain forms: every kind right, wrong and half, in both modes, with nothing shown too early."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.quizzes.answers.plain import plain
from portal.quizzes.asking import reveal
from portal.quizzes.models import Attempt, Quiz, Response
from portal.quizzes.parts import Question
from portal.quizzes.vars.fill import filled
from tests.factories import make_learner
from tests.quizzes.world import EXAMPLE, fields, judgement, store_quiz

pytestmark = pytest.mark.django_db
DRILLS = {"sqldrill", "pydrill"}
JUDGED = {"card", "rubric"}


@pytest.fixture
def learner(client: Client) -> User:
    learner = make_learner()
    client.force_login(learner)
    return learner


@pytest.fixture
def quiz() -> Quiz:
    return store_quiz(EXAMPLE.replace("draw: 12 ", "draw: 18 "))


def begin(client: Client, quiz: Quiz, mode: str) -> Attempt:
    client.post(f"/quiz/{quiz.uid}/start/", {"mode": mode, "request": str(uuid4())})
    return Attempt.objects.latest("pk")


def page(client: Client, attempt: Attempt, number: int) -> str:
    return client.get(f"{attempt.get_absolute_url()}{number}/").content.decode()


def send(client: Client, attempt: Attempt, number: int, given: dict[str, list[str]], **rest: str) -> Any:
    stored = Response.objects.filter(attempt=attempt, question=attempt.order[number - 1]).first()
    data = {f"a-{name}": values for name, values in given.items()}
    extra = {"revision": str(stored.revision if stored else 0), "do": "check", **rest}
    return client.post(f"{attempt.get_absolute_url()}{number}/answer/", {**data, **extra})


def numbered(attempt: Attempt) -> Iterator[tuple[int, Question]]:
    questions = attempt.version.questions()
    yield from ((at, questions[uid]) for at, uid in enumerate(attempt.order, start=1))


def take_all(client: Client, attempt: Attempt, how: str) -> None:
    for number, question in numbered(attempt):
        if question.kind in DRILLS:
            continue
        assert send(client, attempt, number, fields(question, attempt.seed, how)).status_code == 302
        if question.kind in JUDGED and attempt.mode == "practice":
            assert 'do" value="judge"' in page(client, attempt, number)
            send(client, attempt, number, judgement(question, how), do="judge")
    client.post(f"{attempt.get_absolute_url()}finish/")
    if attempt.mode == "exam":
        for number, question in numbered(attempt):
            if question.kind in JUDGED:
                send(client, attempt, number, judgement(question, how), do="judge")
    attempt.refresh_from_db()


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_everything_right_earns_everything_and_passes(
    client: Client, learner: User, quiz: Quiz, mode: str
) -> None:
    attempt = begin(client, quiz, mode)
    take_all(client, attempt, "right")
    wrong = [r.question for r in attempt.responses.all() if r.credit not in (1.0, None)]
    assert (wrong, attempt.percent, attempt.passed) == ([], 100, True)
    assert client.get(attempt.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_everything_wrong_earns_nothing(client: Client, learner: User, quiz: Quiz, mode: str) -> None:
    attempt = begin(client, quiz, mode)
    take_all(client, attempt, "wrong")
    right = [r.question for r in attempt.responses.all() if r.credit is not None and r.credit > 0]
    assert (right, attempt.percent, attempt.passed) == ([], 0, False)


@pytest.mark.parametrize("mode", ["practice", "exam"])
def test_half_right_earns_part_of_the_points(client: Client, learner: User, quiz: Quiz, mode: str) -> None:
    attempt = begin(client, quiz, mode)
    take_all(client, attempt, "half")
    partly = {r.question for r in attempt.responses.all() if r.credit is not None and 0 < r.credit < 1}
    assert {
        "cte-facts",
        "frame",
        "medallion",
        "workload-matrix",
        "eval-order",
        "backfill",
        "covering",
    } <= partly
    assert attempt.percent is not None
    assert 0 < attempt.percent < 100


def secrets_of(question: Question, seed: int) -> list[str]:
    """Return texts that tell the answer to a question, or help with it."""
    told = [*filled(question, seed).hints, reveal(question, seed)["explanation"]]
    told += [option["feedback"] for option in question.spec.get("options", [])]
    told += [question.spec.get("back", ""), question.spec.get("solution", "")]
    told += [one["html"] for one in question.spec.get("criteria", [])]
    told = [plain(html) for html in told]
    told += [f">{text}<" for text in [question.spec.get("text", "")] if question.kind == "predict"]
    told += [f'value="{answer}"' for answer in _typed(question, seed)]
    return [text for text in told if text.strip()]


def _typed(question: Question, seed: int) -> list[str]:
    if question.kind not in ("numeric", "short"):
        return []
    return [value for values in fields(question, seed, "right").values() for value in values]


def test_nothing_of_the_answer_is_in_any_page_before_it_may_be_seen(
    client: Client, learner: User, quiz: Quiz
) -> None:
    attempt = begin(client, quiz, "exam")
    bodies = [page(client, attempt, number) for number, _ in numbered(attempt)]
    for number, question in numbered(attempt):
        wrong = fields(question, attempt.seed, "wrong")
        reply = send(client, attempt, number, wrong, do="save")
        bodies += [reply.content.decode(), page(client, attempt, number)]
        bodies.append(send(client, attempt, number, wrong).content.decode())
    text = " ".join(bodies)
    text = f"{text} {plain(text)}"
    told = [
        (question.id, secret)
        for _, question in numbered(attempt)
        for secret in secrets_of(question, attempt.seed)
        if secret in text
    ]
    assert told == []


def test_a_hint_is_shown_when_it_was_asked_for_and_not_before(
    client: Client, learner: User, quiz: Quiz
) -> None:
    attempt = begin(client, quiz, "practice")
    number = attempt.order.index("rank-gap") + 1
    assert "silver medals" not in page(client, attempt, number)
    send(client, attempt, number, {}, do="hint")
    assert "silver medals" in page(client, attempt, number)
    send(client, attempt, number, fields(attempt.version.questions()["rank-gap"], attempt.seed, "right"))
    assert Response.objects.get(question="rank-gap").hints == 1


def test_the_first_try_counts_and_a_second_is_only_shown(client: Client, learner: User, quiz: Quiz) -> None:
    attempt = begin(client, quiz, "practice")
    number, question = attempt.order.index("null-eq") + 1, attempt.version.questions()["null-eq"]
    send(client, attempt, number, fields(question, attempt.seed, "wrong"), confidence="know")
    assert "You were sure" in page(client, attempt, number)
    assert "data-question" in client.get(f"{attempt.get_absolute_url()}{number}/?again").content.decode()
    send(client, attempt, number, fields(question, attempt.seed, "right"), confidence="guess")
    response = Response.objects.get()
    assert (response.credit, response.tries, response.confidence) == (0.0, 2, "know")
    assert response.grade["credit"] == 1.0


def test_a_drill_is_shown_takes_no_answer_and_is_out_of_the_score(
    client: Client, learner: User, quiz: Quiz
) -> None:
    attempt = begin(client, quiz, "practice")
    number = attempt.order.index("chunked") + 1
    assert "A drill: write it in your own editor" in page(client, attempt, number)
    assert send(client, attempt, number, {"text": ["x"]}).status_code == 409
    client.post(f"{attempt.get_absolute_url()}finish/")
    attempt.refresh_from_db()
    drills = sum(q.points for _, q in numbered(attempt) if q.kind in DRILLS | {"reflect"})
    assert attempt.possible == sum(q.points for _, q in numbered(attempt)) - drills
