"""Every kind answered right, wrong and half; and nothing that answers is shown before the answer."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from portal.quizzes import asking
from portal.quizzes.compile import compile_quiz
from portal.quizzes.kinds import kinds
from portal.quizzes.parts import Question, QuizFile
from portal.quizzes.stored import dumped, loaded
from tests.quizzes.making import make_faulty, make_question, make_quiz

EXAMPLE = (Path(__file__).parent / "example.quiz.md").read_text(encoding="utf-8")
SEED = 3


@pytest.fixture(scope="module")
def example() -> QuizFile:
    quiz, problems = compile_quiz("example.quiz.md", EXAMPLE)
    assert problems == []
    assert quiz is not None
    return quiz


def _of(quiz: QuizFile, name: str) -> Question:
    return next(question for question in quiz.questions if question.id == name)


def _key(question: Question, text: str) -> str:
    """Return the key that the page shows beside a text."""
    for part in re.findall(r"\{[^{}]*\}", json.dumps(asking.ask(question, SEED, shuffle=True))):
        shown = json.loads(part)
        if text in (shown.get("html"), shown.get("text")):
            return str(shown.get("key") or shown.get("name"))
    raise AssertionError(f"{text} is not shown")


def _match(question: Question, pairs: dict[str, str]) -> dict[str, list[str]]:
    return {_key(question, left): [_key(question, right)] for left, right in pairs.items()}


ANSWERS: list[tuple[str, Any, float | None]] = [
    ("rank-gap", lambda q: {"answer": [_key(q, "<code>RANK()</code>")]}, 1),
    ("rank-gap", lambda q: {"answer": [_key(q, "None of these")]}, 0),
    (
        "cte-facts",
        lambda q: {"answer": [_key(q, "It can be referenced more than once in the same statement")]},
        0.5,
    ),
    ("null-eq", lambda q: {"answer": [_key(q, "False")]}, 1),
    ("null-eq", lambda q: {"answer": [_key(q, "True")]}, 0),
    ("ingest-rate", lambda q: {"gap-0": ["11,6 MB/s"]}, 1),
    ("ingest-rate", lambda q: {"gap-0": ["12"]}, 0),
    ("frame", lambda q: {"gap-0": [_key(q, "ROWS")], "gap-1": ["six"], "gap-2": ["current row"]}, 1),
    ("frame", lambda q: {"gap-0": [_key(q, "ROWS")], "gap-1": ["7"]}, 1 / 3),
    ("lag", lambda q: {"gap-0": ["lag(amount)"]}, 1),
    ("lag", lambda q: {"gap-0": ["lead"]}, 0),
    (
        "medallion",
        lambda q: _match(q, {"Bronze": "raw, append-only", "Silver": "cache of the last query"}),
        1 / 3,
    ),
    (
        "workload-matrix",
        lambda q: {_key(q, "Kafka to Flink"): ["1"], _key(q, "Backfill of 2019"): ["1"]},
        1 / 3,
    ),
    (
        "eval-order",
        lambda q: {
            "order": [_key(q, f"<code>{word}</code>") for word in ("FROM", "WHERE", "SELECT", "GROUP BY")]
        },
        1 / 5,
    ),
    ("default-arg", lambda q: {"output": ["1 2\n"]}, 1),
    ("default-arg", lambda q: {"output": ["1 1"]}, 0),
    ("idempotent", lambda q: {"line": ["3"]}, 1),
    ("idempotent", lambda q: {"line": ["2"]}, 0),
    ("second-order", lambda q: {"answer": ["SELECT 1"]}, None),
    ("chunked", lambda q: {"answer": ["pass"]}, None),
    ("covering", lambda q: {"answer": ["partly"]}, 0.5),
    ("covering", lambda q: {"seen": ["yes"]}, None),
    ("reflect-selfjoin", lambda q: {"text": ["In the report of last week."]}, None),
    ("backfill", lambda q: {"text": ["Day by day."]}, None),
    ("backfill", lambda q: {"text": ["Day by day."], "judged": ["yes"]}, 0),
]


@pytest.mark.parametrize(("name", "answer", "credit"), ANSWERS)
def test_an_answer_is_worth_its_credit(
    example: QuizFile, name: str, answer: Any, credit: float | None
) -> None:
    question = _of(example, name)
    response = asking.read(question, SEED, answer(question))
    assert asking.grade(question, SEED, response).credit == (
        None if credit is None else pytest.approx(credit)
    )


def test_a_judged_rubric_is_worth_the_points_of_its_criteria(example: QuizFile) -> None:
    question = _of(example, "backfill")
    met = [one["key"] for one in asking.reveal(question, SEED)["right"]["criteria"][:2]]
    response = asking.read(question, SEED, {"text": ["Day by day."], "judged": ["yes"], "met": met})
    assert asking.grade(question, SEED, response).credit == 0.5
    assert asking.grade(question, SEED, {"text": ["Day by day."]}).waiting


def test_lines_of_code_in_their_order_are_right_and_a_distractor_costs(example: QuizFile) -> None:
    question = _of(example, "dedup-parsons")
    right = [line["key"] for line in asking.reveal(question, SEED)["right"]["lines"]]
    shown = [line["key"] for line in asking.ask(question, SEED, shuffle=False)["answer"]["lines"]]
    (distractor,) = set(shown) - set(right)
    assert asking.grade(question, SEED, {"order": right}).credit == 1
    assert asking.grade(question, SEED, {"order": [*right, distractor]}).credit == pytest.approx(0.8)
    assert asking.grade(question, SEED, {"order": right[:3]}).credit == pytest.approx(0.5)


def test_places_are_an_order_without_a_script(example: QuizFile) -> None:
    question = _of(example, "eval-order")
    right = [step["key"] for step in asking.reveal(question, SEED)["right"]["steps"]]
    posted = {f"place-{key}": [str(place)] for place, key in enumerate(right, start=1)}
    assert asking.read(question, SEED, posted) == {"order": right}
    assert asking.grade(question, SEED, asking.read(question, SEED, posted)).credit == 1


def test_a_result_set_is_answered_cell_by_cell() -> None:
    table = "a | b\n--+--\n1 | NULL\n2 | x y"
    question = make_question(f"## Q {{#q}}\n\n```sql predict\nSELECT 1\n```\n\n```output\n{table}\n```\n")
    assert asking.ask(question, 1, shuffle=False)["answer"]["head"] == ["a", "b"]
    posted = {"cell-0-0": ["1.0"], "cell-0-1": [" null"], "cell-1-0": ["3"], "cell-1-1": ["x  y"]}
    assert asking.grade(question, 1, asking.read(question, 1, posted)).credit == 0.75


def test_options_are_shuffled_by_the_seed_and_the_last_one_stays(example: QuizFile) -> None:
    question = _of(example, "rank-gap")
    orders = {
        tuple(option["html"] for option in asking.ask(question, seed, shuffle=True)["answer"]["options"])
        for seed in range(40)
    }
    assert len(orders) == 6
    assert {order[-1] for order in orders} == {"None of these"}


def test_an_attempt_draws_its_questions_by_the_seed(example: QuizFile) -> None:
    drawn = [[question.id for question in asking.drawn(example, seed)] for seed in range(5)]
    assert [len(ids) for ids in drawn] == [12] * 5
    assert drawn[0] != drawn[1]
    assert [question.id for question in asking.drawn(example, 0)] == drawn[0]
    in_order = make_quiz(*[kind.sample for kind in kinds])
    assert asking.drawn(in_order, 5) == list(in_order.questions)


def _texts(value: Any) -> list[str]:
    """Return every text in a JSON value, keys included."""
    if isinstance(value, dict):
        return [text for key, inner in value.items() for text in (key, *_texts(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    return [value] if isinstance(value, str) else []


SECRETS = {
    "rank-gap": ["It never ties", "Two silver medals", "counts the rows before"],
    "cte-facts": ["Engine and version decide", "-0.25", "credit"],
    "null-eq": ["unknown"],
    "ingest-rate": ["11.57"],
    "frame": ["six", "CURRENT ROW"],
    "lag": ["lag", "LAG", "mirror image"],
    "default-arg": ["1 2", "created once"],
    "idempotent": ["[x]"],
    "dedup-parsons": ["distractor"],
    "second-order": ["QUALIFY", "9001", "keeps one-order", "min(amount)"],
    "chunked": ["range(0, len", "[[1, 2], [3]]", "an empty input"],
    "table-size": ["rows * width", "1e9", "randint"],
    "covering": ["every column a query needs"],
    "backfill": ["idempotent partitions", "Limits the load"],
}


def test_no_secret_of_the_example_is_in_what_is_shown(example: QuizFile) -> None:
    for question in example.questions:
        for seed in range(5):
            shown = "\n".join(_texts(asking.ask(question, seed, shuffle=True) | {"id": ""}))
            for secret in SECRETS.get(question.id, []):
                assert secret not in shown, (question.id, secret)
            for word in ("right", "credit", "feedback", "explanation", "accepted", "void"):
                assert not re.search(rf"^{word}$", shown, re.MULTILINE), (question.id, word)


def test_the_secrets_are_in_the_questions(example: QuizFile) -> None:
    for name, secrets in SECRETS.items():
        for secret in secrets:
            assert secret in _of(example, name).source or secret in ("-0.25", "credit"), (name, secret)


def test_after_the_answer_everything_is_shown(example: QuizFile) -> None:
    revealed = json.dumps(asking.reveal(_of(example, "rank-gap"), SEED))
    assert "It never ties" in revealed
    assert "counts the rows before" in revealed
    assert json.dumps(asking.reveal(_of(example, "frame"), SEED)["right"]["gaps"]["gap-2"]) == '"CURRENT ROW"'


def test_hints_come_one_by_one(example: QuizFile) -> None:
    question = _of(example, "rank-gap")
    assert asking.ask(question, SEED, shuffle=False)["hints"] == 1
    assert "silver" in asking.hint(question, SEED, 0)
    assert asking.hint(question, SEED, 1) == ""
    assert asking.hint(question, SEED, -1) == ""


def test_code_in_the_task_is_shown_as_a_listing() -> None:
    question = make_question("## Q {#q}\n\nLook:\n\n```sql static\nSELECT 1\n```\n\n- [x] a\n- [ ] b\n")
    prompt = asking.ask(question, 1, shuffle=False)["prompt"]
    assert 'class="listing"' in prompt
    assert '<span class="k">SELECT</span>' in prompt


def test_a_question_survives_a_json_column(example: QuizFile) -> None:
    for question in example.questions:
        assert loaded(json.loads(json.dumps(dumped(question)))) == question


HOSTILE = '<script>x</script> <img src=x onerror=y> [a](javascript:z) <div hx-get="/">b</div>'


def test_no_part_of_a_question_lets_html_through() -> None:
    question = make_faulty(
        f"## {HOSTILE} {{#q}}\n\n{HOSTILE}\n\n- [x] {HOSTILE}\n  > {HOSTILE}\n- [ ] no\n\n> [!TIP]\n> {HOSTILE}\n\n"
        f"> [!NOTE]\n> {HOSTILE}\n"
    )
    shown = _texts(
        [asking.ask(question, 1, shuffle=False), asking.reveal(question, 1), asking.hint(question, 1, 0)]
    )
    for tag in ("<script", "<img", "<div", "href"):
        assert tag not in "".join(shown)


def test_a_gap_lets_no_html_through() -> None:
    question = make_faulty(f"## Q {{#q}}\n\n{HOSTILE} [[ (x) {HOSTILE.replace('|', '')} | ( ) no ]]\n")
    pieces = asking.ask(question, 1, shuffle=False)["answer"]["pieces"]
    assert "<script" not in pieces[0]["html"]
    assert pieces[1]["gap"]["choices"][0]["text"].startswith("<script>"), (
        "plain text, escaped by the template"
    )
