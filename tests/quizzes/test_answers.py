"""What people type is read as they mean it, and no answer costs more than its limit."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes import asking
from portal.quizzes.answers.numbers import readings
from portal.quizzes.answers.texts import SECONDS, matches, same, same_case, same_code
from portal.quizzes.parts import Question
from tests.quizzes.making import make_question


def credit(question: Question, *typed: str) -> float | None:
    """Return the credit for typing these answers into the gaps, in order."""
    posted = {f"gap-{number}": [text] for number, text in enumerate(typed)}
    return asking.grade(question, 1, asking.read(question, 1, posted)).credit


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11.57", 11.57),
        ("11,57", 11.57),
        ("  11.57 ", 11.57),
        ("1e3", 1000),
        ("1E-3", 0.001),
        ("1.5*10^3", 1500),
        ("1.5 \u00d7 10^3", 1500),
        ("10^12", 1e12),
        ("7 000 000", 7_000_000),
        ("7'000'000", 7_000_000),
        ("7_000_000", 7_000_000),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.000.000", 1_000_000),
        ("3/4", 0.75),
        ("≈ 12", 12),
        ("= 12", 12),
        ("\u22123", -3),
        (".5", 0.5),
        ("+2", 2),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, meant: float) -> None:
    assert readings(typed) == (pytest.approx(meant),)


def test_a_lone_comma_before_three_digits_is_read_both_ways() -> None:
    assert readings("1,000") == (1.0, 1000.0)


@pytest.mark.parametrize(
    "typed", ["", "many", "1e999", "--3", "1,2,3", "5e", "1/0", "12 MB", "50%", "nan", "inf", "9" * 41]
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert readings(typed) == ()


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_numbers(typed: str) -> None:
    assert all(abs(value) < float("inf") for value in readings(typed, "MB/s"))


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_that_is_printed_is_read_again(number: float) -> None:
    assert number in readings(repr(number))


def test_the_unit_behind_the_gap_may_be_typed_and_no_other() -> None:
    question = make_question("## Rate {#q}\n\nIt needs about [[= 11.57 ± 2%]] MB/s.\n")
    assert credit(question, "11.6 MB/s") == 1
    assert credit(question, "11,6") == 1
    assert credit(question, "11.6 GB/s") == 0


@pytest.mark.parametrize(
    ("gap", "right", "wrong"),
    [
        ("= 11.57 ± 2%", ["11.34", "11.80"], ["11.33", "11.81"]),
        ("= 11.57 +- 0.1", ["11.47", "11.67"], ["11.46", "11.68"]),
        ("= 10..12", ["10", "12", "11.5"], ["9.99", "12.01"]),
        ("= 0.1 + 0.2", ["0.3"], ["0.31"]),
        ("= -5 ± 10%", ["-4.5", "-5.5"], ["-4.4", "5"]),
        ("= 3 | = 5", ["3", "5"], ["4"]),
        ("LAG | lead", ["lag", " Lag ", "LEAD"], ["lags", ""]),
        ("case: None", ["None", " None "], ["none"]),
        ("code: CURRENT ROW", ["current  row", "CURRENT ROW"], ["CURRENTROW", "CURRENT"]),
        ("code: f(x, y)", ["f( x,y )", "f(x , y)"], ["f(xy)"]),
        (r"/^lag\s*(\(.*\))?$/i", ["LAG", "lag (x)", "Lag(x, 1)"], ["lagging", "a lag"]),
        ("/^A/", ["Abc"], ["abc"]),
        (r"a\|b", ["a|b"], ["a"]),
        (r"\/etc/hosts", ["/etc/hosts"], ["etc"]),
        ("x[0]", ["x[0]", "X[0]"], ["x0"]),
        ("it\u2019s", ["it's", "it\u2019s"], ["its"]),
    ],
)
def test_a_gap_accepts_what_it_says(gap: str, right: list[str], wrong: list[str]) -> None:
    question = make_question(f"## Q {{#q}}\n\nThe answer is [[{gap}]] here.\n")
    assert [credit(question, text) for text in right] == [1.0] * len(right)
    assert [credit(question, text) for text in wrong] == [0.0] * len(wrong)


def test_a_drop_down_takes_a_key_and_no_text() -> None:
    question = make_question("## Q {#q}\n\nUse [[ (x) ROWS | ( ) RANGE ]].\n")
    gap = asking.ask(question, 1, shuffle=False)["answer"]["pieces"][1]["gap"]
    keys = {choice["text"]: choice["key"] for choice in gap["choices"]}
    assert credit(question, keys["ROWS"]) == 1
    assert credit(question, keys["RANGE"]) == 0
    assert credit(question, "ROWS") == 0


def test_in_a_table_bars_are_escaped_and_mean_the_same() -> None:
    question = make_question("## Q {#q}\n\n| a | b |\n|---|---|\n| [[one\\|two]] | [[/^(x\\|y)$/]] |\n")
    assert question.kind == "cloze"
    assert credit(question, "two", "y") == 1
    assert credit(question, "one", "z") == 0.5


def test_escaped_brackets_are_text() -> None:
    question = make_question("## Q {#q}\n\nIn `if \\[[ -f x ]]`, `-f` asks for a [[file]].\n")
    shown = asking.ask(question, 1, shuffle=False)["answer"]["pieces"]
    assert "if [[ -f x ]]" in shown[0]["html"]


def test_a_hostile_answer_stops_at_the_limit() -> None:
    begun = time.process_time()
    assert matches("a" * 199 + "!", "^(a|a)*$", ignore_case=False) is False
    assert time.process_time() - begun < 4 * SECONDS


@given(st.text(max_size=30))
def test_texts_equal_themselves_however_they_are_compared(text: str) -> None:
    assert same(text, text)
    assert same_case(text, text)
    assert same_code(text, text)
