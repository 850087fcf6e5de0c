"""Every response is read for right answers before they may be seen: pages, fragments, saves, conflicts, hints, headers.

Two ways: words that stand in the secret parts of a quiz alone must not turn up, and what is answered must not depend on
what is right, which is shown by a twin of each kind with other right answers.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.quizzes.answers.posted import Field
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.models import Attempt, Response
from portal.quizzes.parts import Question
from portal.quizzes.vars.fill import filled
from tests.factories import make_learner
from tests.quizzes.making import make_text
from tests.quizzes.world import begin, store_quiz

pytestmark = pytest.mark.django_db
SECRETS = (Path(__file__).parent / "secrets.quiz.md").read_text(encoding="utf-8")
WORD = re.compile(r"zq[a-z]+|48151623|7919|randint|distractor|\[x\]|credit|--!")
NEVER = {"zqpattern", "zqsqlcheck", "zqsqlreason", "zqsqlreject", "zqpytest", "zqother", "zqhintsingle"}
"""Secrets that no page shows, not even at the end."""
HINT = re.compile(r"> \[!TIP\]\n(?:>.*\n)*")
HX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}
CHANGING = re.compile(
    r'value="[\w-]{32,64}"|name="shown" value="\d+"|(?:ETag|Set-Cookie|Expires|Content-Length): [^\n]*|attempt/\d+'
    r'|data-(?:question|settles)="[\d-]+"'
)
MODES = pytest.mark.parametrize("mode", ["practice", "exam"])


@pytest.fixture
def learner(client: Client) -> User:
    learner = make_learner()
    client.force_login(learner)
    return learner


def told(answer: Any) -> str:
    """Return all that a response says, status, headers and body, but what is new with every request."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    whole = f"{answer.status_code}\n{headers}\n{answer.cookies.output()}\n\n{answer.content.decode()}"
    return CHANGING.sub("", whole)


def filling(field: Field, *, other: bool) -> list[str]:
    """Return something a learner may give that does not come from the answer."""
    if field.among:
        return [sorted(field.among)[-1 if other else 0]]
    return ["guess two" if other else "guess one"]


def given(question: Question, seed: int, *, other: bool = False) -> dict[str, list[str]]:
    """Return a guess at a question as a form posts it, and with ``other`` another one."""
    shown = kinds[question.kind].fields(filled(question, seed).spec)
    names = sorted(name for name in shown if name not in ("judged", "met"))
    return {f"a-{name}": filling(shown[name], other=other) for name in names}


def walk(client: Client, attempt: Attempt) -> Iterator[tuple[str, str]]:
    """Do all that can be done to every question short of having it graded; yield what was done and every response."""
    base, questions = attempt.get_absolute_url(), attempt.version.questions()
    exam = attempt.mode == Attempt.Mode.EXAM
    lesson = attempt.version.quiz.lesson
    assert lesson is not None
    yield "the quiz", told(client.get(attempt.version.quiz.get_absolute_url()))
    yield "the attempt", told(client.get(base, follow=True))
    yield "the lesson", told(client.get(lesson.get_absolute_url()))
    for number, uid in enumerate(attempt.order, start=1):
        page, form = f"{base}{number}/", f"{base}{number}/answer/"
        one, two = (given(questions[uid], attempt.seed, other=other) for other in (False, True))
        yield f"{uid}: open", told(client.get(page))
        yield f"{uid}: open by HTMX", told(client.get(page, headers=HX))
        yield f"{uid}: again", told(client.get(f"{page}?again"))
        yield f"{uid}: saved", told(client.post(form, {**one, "do": "save", "revision": "0"}))
        for do in ("save", "check", "keep", "hint"):
            late = {**two, "do": do, "revision": "7"}
            yield f"{uid}: {do} too late", told(client.post(form, late))
            yield f"{uid}: {do} too late by HTMX", told(client.post(form, late, headers=HX))
        yield f"{uid}: seen again", told(client.get(page, headers=HX))
        for do in ("check", "judge", "pass") if exam else ():
            revision = Response.objects.filter(attempt=attempt, question=uid).values_list(
                "revision", flat=True
            )
            answer = client.post(
                form, {**one, "do": do, "revision": str(max(revision, default=0))}, follow=True
            )
            yield f"{uid}: {do} in an exam", told(answer)


def test_the_file_has_every_kind_and_a_secret_in_each() -> None:
    quiz = store_quiz(SECRETS)
    assert quiz.version is not None
    questions = quiz.version.questions().values()
    assert {question.kind for question in questions} == {kind.slug for kind in kinds}
    assert [question.id for question in questions if not WORD.search(question.source)] == []


@MODES
def test_no_secret_is_in_any_response_before_it_may_be_seen(client: Client, learner: User, mode: str) -> None:
    attempt = begin(learner, store_quiz(SECRETS), mode)
    intro = set(WORD.findall(SECRETS[: SECRETS.index("\n## ")]))
    assert intro == set()
    found = {(what, word) for what, text in walk(client, attempt) for word in WORD.findall(text)}
    assert found == set()


@MODES
def test_a_hint_comes_alone_and_when_it_is_asked_for(client: Client, learner: User, mode: str) -> None:
    attempt = begin(learner, store_quiz(SECRETS), mode)
    form = f"{attempt.get_absolute_url()}1/answer/"
    for headers in ({}, HX):
        text = told(client.post(form, {"do": "hint", "revision": "0"}, headers=headers, follow=True))
        assert set(WORD.findall(text)) == {"zqhintsingle"}


def test_all_of_it_is_shown_at_the_end_but_what_is_never_shown(client: Client, learner: User) -> None:
    attempt = begin(learner, store_quiz(SECRETS), "exam")
    client.post(f"{attempt.get_absolute_url()}finish/")
    shown = set(WORD.findall(client.get(attempt.get_absolute_url()).content.decode()))
    everything = {word for word in WORD.findall(SECRETS) if word.startswith("zq")} | {"48151623"}
    assert everything - {"zq"} - shown == NEVER


def test_a_practice_shows_the_answers_of_the_question_that_was_checked_and_of_no_other(
    client: Client, learner: User
) -> None:
    attempt = begin(learner, store_quiz(SECRETS))
    form = f"{attempt.get_absolute_url()}1/answer/"
    text = told(client.post(form, {"do": "pass", "revision": "0"}, headers=HX, follow=True))
    assert set(WORD.findall(text)) == {"zqwhysingle", "zqfeedbackright", "zqfeedbackwrong"}
    assert WORD.findall(told(client.get(f"{attempt.get_absolute_url()}2/", headers=HX))) == []


@MODES
@pytest.mark.parametrize("kind", list(kinds), ids=lambda kind: kind.slug)
def test_no_response_depends_on_what_is_right(
    client: Client, learner: User, kind: Kind[Any], mode: str
) -> None:
    walks = []
    for markdown in (kind.sample, kind.twin):
        attempt = begin(learner, store_quiz(make_text(HINT.sub("", markdown))), mode)
        walks.append(list(walk(client, attempt)))
        Response.objects.all().delete()
        Attempt.objects.all().delete()
    assert [pair for pair in zip(*walks, strict=True) if pair[0] != pair[1]] == []
