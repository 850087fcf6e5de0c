"""The pages of the statistics: for staff, from rows, in few queries, naming nobody."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.quizzes.models import Attempt, Quiz, Response
from portal.quizzes.parts import Question
from portal.quizzes.services import answer, finish
from portal.taking.statistics import rows
from portal.taking.statistics.export import safe
from portal.taking.statistics.pages import study
from tests.factories import NOON, make_learner
from tests.markup import read
from tests.quizzes.statistics.class_of_learners import CHOICE, HEAD, NINE, TYPED, picks, store_class
from tests.quizzes.world import begin, store_quiz

pytestmark = pytest.mark.django_db
LIST, PAGE = "/quiz-statistics/", "/quiz-statistics/sql-joins/"
COUNTS = json.loads((Path(__file__).parents[2] / "query_counts.json").read_text())


@pytest.fixture
def staff(client: Client) -> User:
    person = make_learner(is_staff=True)
    client.force_login(person)
    return person


@pytest.fixture
def quiz() -> Quiz:
    return store_quiz(HEAD + CHOICE + "\n" + TYPED + "\n" + NINE)


def learners(many: int) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"somebody{n}@example.org", name=f"Somebody {n}", password="!") for n in range(many)
    )


def gives(at: int, question: Question) -> dict[str, list[str]]:
    """The first third knows; everybody else guesses. The key of the first question is wrong."""
    knows = at % 3 == 0
    if question.id == "gap":
        return picks(question, "DENSE_RANK" if knows or at % 2 else "`RANK()")
    if question.id == "name":
        return {"gap-0": ["LAG" if knows else "LEAD"]}
    return picks(question, "True" if knows or (at + len(question.id)) % 4 else "False")


def text(client: Client, address: str) -> str:
    got = client.get(address)
    assert got.status_code == 200
    page = read(got.content)
    assert page.faults == []
    return " ".join(page.text.split())


@pytest.mark.parametrize("address", [LIST, PAGE, f"{PAGE}figures.csv"])
def test_learners_find_no_such_page(client: Client, quiz: Quiz, address: str) -> None:
    store_class(quiz, learners(1), gives)
    client.force_login(make_learner())
    assert client.get(address).status_code == 404


def test_staff_without_a_second_factor_stay_out_where_it_is_required(
    client: Client, staff: User, quiz: Quiz, settings: object
) -> None:
    settings.STAFF_SECOND_FACTOR = True  # type: ignore[attr-defined]
    assert [client.get(address).status_code for address in (LIST, PAGE, f"{PAGE}figures.csv")] == [403] * 3


def test_a_portal_without_answers_says_so(client: Client, staff: User, quiz: Quiz) -> None:
    assert "Nobody has taken a quiz yet" in text(client, LIST)
    assert "No answers yet" in text(client, PAGE)
    assert client.get(f"{PAGE}figures.csv").status_code == 404
    assert client.get("/quiz-statistics/no/such/").status_code == 404


def test_an_attempt_without_an_answer_is_a_page_as_well(client: Client, staff: User, quiz: Quiz) -> None:
    begin(staff, quiz)
    assert "Nobody has answered this question yet" in text(client, PAGE)


def test_a_card_that_waits_for_its_judgement_counts_with_it(client: Client, staff: User) -> None:
    quiz = store_quiz(HEAD + "## What? {#what .card}\n\nThat.\n")
    attempt = begin(staff, quiz)
    question = attempt.version.questions()["what"]
    given_: dict[str, Any] = {"confidence": "", "now": NOON, "seconds": None}
    answer(attempt, question, {"seen": ["yes"]}, revision=0, **given_)
    finish(attempt, now=NOON)
    assert "Nobody has answered this question yet" in text(client, PAGE)
    assert (found := study("sql-joins")) is not None
    assert found.lines[0].item.skipped == 0
    answer(attempt, question, {"answer": ["knew"]}, revision=1, **given_)
    assert (found := study("sql-joins")) is not None
    assert (found.lines[0].item.answers, found.lines[0].item.facility) == (1, 1.0)


def test_the_broken_question_is_named_with_its_reason(client: Client, staff: User, quiz: Quiz) -> None:
    store_class(quiz, learners(60), gives)
    assert "1 question" in text(client, LIST)
    page = text(client, PAGE)
    assert "1 question to look at. First tries of 60 learners." in page
    assert "20 gave “DENSE_RANK()”, 0 the key" in page


def test_nobody_is_named(client: Client, staff: User, quiz: Quiz) -> None:
    store_class(quiz, learners(30), gives)
    for address in (LIST, PAGE, f"{PAGE}figures.csv"):
        assert "omebody" not in client.get(address).content.decode()


def test_flagged_quizzes_and_questions_come_first(client: Client, staff: User, quiz: Quiz) -> None:
    sound = store_quiz(HEAD.replace("sql-joins", "sql-a").replace("Joins", "A sound one") + NINE)
    store_class(sound, learners(40), lambda at, question: picks(question, "True" if at % 3 else "False"))
    store_class(quiz, list(User.objects.exclude(pk=staff.pk)), gives)
    page = text(client, LIST)
    assert page.index("Joins") < page.index("A sound one")
    found = study("sql-joins")
    assert found is not None
    assert [line.uid for line in found.lines][:2] == ["gap", "name"]


@pytest.mark.parametrize(
    "column", ["question", "flags", "facility", "discrimination", "time", "answers", "skipped"]
)
def test_the_address_sorts_the_table_both_ways(client: Client, staff: User, quiz: Quiz, column: str) -> None:
    store_class(
        quiz, learners(30), lambda at, question: gives(at, question) if at > len(question.id) else None
    )
    up, down = study("sql-joins", sort=column), study("sql-joins", sort=f"-{column}")
    assert up is not None
    assert down is not None
    assert {line.uid for line in up.lines} == {line.uid for line in down.lines}
    if column != "time":  # all the same
        assert up.lines[0].uid != down.lines[0].uid
    page = read(client.get(f"{PAGE}?sort=-{column}").content)
    assert [cell["aria-sort"] for cell in page.all("th") if "aria-sort" in cell] == ["descending"]
    assert len(page.all("a", href=f"?sort={column}")) == 1


def test_a_word_that_is_no_column_sorts_as_usual(client: Client, staff: User, quiz: Quiz) -> None:
    store_class(quiz, learners(1), gives)
    for address in (LIST, PAGE):
        usual = client.get(address).content
        assert read(client.get(f"{address}?sort=%3Cb%3E").content).faults == []
        assert len(usual) > 0


def test_only_the_version_asked_for_counts(client: Client, staff: User, quiz: Quiz) -> None:
    people = learners(25)
    store_class(quiz, people, gives)
    old = quiz.version_id
    changed = store_quiz(HEAD + CHOICE + "\n" + NINE)
    assert "The quiz has changed since" in text(client, PAGE)
    store_class(changed, people[:3], gives)
    assert "First tries of 3 learners; a question is judged from 20 answers on." in text(client, PAGE)
    assert "First tries of 25 learners." in text(client, f"{PAGE}?version={old}")
    assert client.get(f"{PAGE}?version=999999").status_code == 404


def test_a_learners_second_attempt_changes_no_figure(client: Client, staff: User, quiz: Quiz) -> None:
    people = learners(25)
    store_class(quiz, people, gives)
    before = study("sql-joins")
    store_class(quiz, people, lambda at, question: picks(question, "True") if "true" in question.id else {})
    after = study("sql-joins")
    assert before is not None
    assert after is not None
    assert [line.item for line in before.lines] == [line.item for line in after.lines]
    assert (before.read, after.read) == (25, 50)


def test_what_is_read_is_bounded_and_said(
    client: Client, staff: User, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = learners(30)
    store_class(quiz, people, gives)
    store_class(quiz, people[:5], gives)
    monkeypatch.setattr(rows, "MOST_ATTEMPTS", 20)
    monkeypatch.setattr(rows, "MOST_LISTED", 20)
    found = study("sql-joins")
    assert found is not None
    assert (found.read, found.learners) == (15, 15), "five of the newest twenty are second attempts"
    assert "Read from 15 of 35 attempts" in text(client, PAGE)
    assert "the newest 20 attempts of each quiz" in text(client, LIST)


def test_hundreds_of_questions_are_read_from_fewer_attempts() -> None:
    questions = dict.fromkeys(map(str, range(200)))
    assert rows.most_attempts(questions) == rows.MOST_ANSWERS // 200  # type: ignore[arg-type]
    assert rows.most_attempts({}) == rows.MOST_ATTEMPTS


@pytest.mark.parametrize(
    ("what", "address"), [("quiz statistics, staff", LIST), ("quiz statistics of one, staff", PAGE)]
)
def test_ten_thousand_answers_take_no_more_queries_than_ten(
    client: Client, staff: User, quiz: Quiz, what: str, address: str
) -> None:
    people = learners(920)
    store_class(quiz, people[:1], gives)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    store_class(quiz, people[1:], gives)
    assert Response.objects.count() > 10_000
    with CaptureQueriesContext(connection) as many:
        page = text(client, address)
    assert len(few) == len(many) == COUNTS[what]
    assert "920" in page


def test_a_retired_quiz_has_no_figures(client: Client, staff: User, quiz: Quiz) -> None:
    store_class(quiz, learners(2), gives)
    Quiz.objects.update(retired_at=NOON)
    assert "Nobody has taken a quiz yet" in text(client, LIST)
    assert client.get(PAGE).status_code == 404


def test_the_table_holds_the_figures(client: Client, staff: User, quiz: Quiz) -> None:
    store_class(quiz, learners(30), gives, confidence="know", seconds=12.5)
    got = client.get(f"{PAGE}figures.csv")
    assert got.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert got.headers["Content-Disposition"] == 'attachment; filename="sql-joins-questions.csv"'
    (first, *_) = found = list(csv.DictReader(StringIO(got.content.decode("utf-8-sig"))))
    assert (len(found), first["question"], first["answers"]) == (11, "gap", "30")
    assert (first["facility"], first["median_seconds"], first["know_answers"]) == ("0.3333", "12.5", "30")
    assert float(first["discrimination"]) < 0, "a number below 0 stays a number"
    assert "The key looks wrong" in first["flags"]


def test_a_title_that_begins_like_a_formula_is_a_text(client: Client, staff: User) -> None:
    formula = '=HYPERLINK("https://example.org")'
    quiz = store_quiz(HEAD + f"## {formula} {{#gap}}\n\n- [x] True\n- [ ] False\n")
    store_class(quiz, learners(1), lambda _, question: picks(question, "True"))
    rows_ = list(csv.DictReader(StringIO(client.get(f"{PAGE}figures.csv").content.decode("utf-8-sig"))))
    assert rows_[0]["title"].startswith("'=HYPERLINK")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1"])
def test_no_text_runs_in_a_spreadsheet(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "shown"), [(-0.25, "-0.25"), (3, "3"), (None, ""), ("plain", "plain"), (1 / 3, "0.3333")]
)
def test_numbers_stay_numbers(cell: str | float | None, shown: str) -> None:
    assert safe(cell) == shown


def test_every_version_with_an_attempt_is_linked(client: Client, staff: User, quiz: Quiz) -> None:
    store_class(quiz, learners(1), gives)
    store_class(store_quiz(HEAD + CHOICE), list(User.objects.exclude(pk=staff.pk)), gives)
    versions = set(Attempt.objects.values_list("version", flat=True))
    page = read(client.get(PAGE).content)
    assert all(len(page.all("a", href=f"?version={version}")) == 1 for version in versions)
    assert len(versions) == 2


def test_only_staff_see_the_way_there(client: Client, staff: User, quiz: Quiz) -> None:
    def ways() -> int:
        page = read(client.get(f"/quiz/{quiz.uid}/").content)
        return len(page.all("a", href=PAGE)) + len(page.all("a", href=LIST))

    assert ways() == 2
    client.force_login(make_learner())
    assert ways() == 0
