"""Variables: one seed, one set of values; every variant proved; nothing reached or exhausted."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes import asking
from portal.quizzes.dice import Dice
from portal.quizzes.parts import Question
from portal.quizzes.vars.language import Faulty, check
from portal.quizzes.vars.values import VARIANTS, shown, value_of, variables_for
from tests.quizzes.making import make_question

SIZE = """## Table size {#table-size}

```vars
rows = randint(2, 9) * 1000000
width = choice([100, 200, 400])
word = "large" if rows * width > 1e9 else "small"
```

A {{ word }} table has {{ rows }} rows of {{ width }} bytes. That is [[= rows * width / 1e9 ± 1% ]] GB.

> [!TIP]
> Multiply {{ rows }} by {{ width }}.

> [!NOTE]
> {{ rows * width / 1e9 }} GB.
"""


def answered(question: Question, seed: int, typed: str) -> float | None:
    return asking.grade(question, seed, asking.read(question, seed, {"gap-0": [typed]})).credit


def test_the_values_of_a_seed_never_change() -> None:
    lines = [("a", "randint(1, 1000)"), ("b", "uniform(0, 1)"), ("c", "choice([1, 2, 3])")]
    assert variables_for(lines, Dice(7, "vars")) == {"a": 225, "b": 0.09014485862352817, "c": 1}
    assert Dice(7, "order").shuffled("abcdef") == ["e", "b", "d", "f", "a", "c"]


def test_every_text_of_a_question_has_the_values_of_its_seed() -> None:
    question = make_question(SIZE)
    for seed in range(3):
        asked = json.dumps(asking.ask(question, seed, shuffle=False))
        assert "{{" not in asked
        assert "\\ue0" not in asked
        answer = asking.reveal(question, seed)["explanation"].removeprefix("<p>").removesuffix(" GB.</p>")
        assert answered(question, seed, answer) == 1
        assert answered(question, seed, str(float(answer) * 1.02)) == 0
        assert "Multiply" in asking.hint(question, seed, 0)
        assert "{{" not in asking.hint(question, seed, 0)


def test_seeds_give_different_values() -> None:
    question = make_question(SIZE)
    assert len({json.dumps(asking.ask(question, seed, shuffle=False)) for seed in VARIANTS}) > 10


def test_any_seed_is_one_of_the_variants_the_compiler_tried() -> None:
    question = make_question("## Q {#q}\n\n```vars\nx = randint(1, 999999)\n```\n\nType {{ x }}: [[= x]]\n")
    texts = {json.dumps(asking.ask(question, seed, shuffle=False)) for seed in range(5 * len(VARIANTS))}
    assert len(texts) == len(VARIANTS)


def test_values_are_escaped_where_html_is_read() -> None:
    question = make_question(
        "## Q {#q}\n\n```vars\nx = choice(['<b>&'])\n```\n\n"
        "Is `{{ x }}` or {{ x }}?\n\n- [x] {{ x }}\n- [ ] no\n"
    )
    asked = asking.ask(question, 1, shuffle=False)
    assert "<b>" not in json.dumps(asked)
    assert asked["answer"]["options"][0]["html"] == "&lt;b&gt;&amp;"


def test_without_variables_double_braces_are_text() -> None:
    question = make_question("## Q {#q}\n\nWhat is `{{ ds }}`?\n\n- [x] A date\n- [ ] A path\n")
    assert "{{ ds }}" in asking.ask(question, 1, shuffle=False)["prompt"]


def test_with_variables_double_braces_can_be_escaped() -> None:
    question = make_question("## Q {#q}\n\n```vars\nx = 1\n```\n\n`\\{{ ds }}` and {{ x }}: [[= x]]\n")
    assert "{{ ds }}" in asking.ask(question, 1, shuffle=False)["answer"]["pieces"][0]["html"]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("1 + 2 * 3", 7),
        ("7 // 2 + 7 % 2", 4),
        ("2 ** 10", 1024),
        ("2 ** -1", 0.5),
        ("round(2.567, 1)", 2.6),
        ("min(3, 1, 2) + max(3, 1)", 4),
        ("abs(-3)", 3),
        ("1 if 2 > 1 else 0", 1),
        ("'a' if 'x' == 'y' else 'b'", "b"),
        ("-(3)", -3),
    ],
)
def test_an_expression_has_its_value(expression: str, value: float | str) -> None:
    check(expression, frozenset(), draws=False)
    assert value_of(expression, {}) == value


@pytest.mark.parametrize(
    "expression",
    [
        "().__class__",
        "x.real",
        "x[0]",
        "lambda: 1",
        "[i for i in range(9)]",
        "f'{x}'",
        "(y := 1)",
        "open('f')",
        "__import__('os')",
        "True",
        "None",
        "...",
        "1j",
        "b'x'",
        "1 < 2",
        "1 < 2 < 3",
        "not 1",
        "~1",
        "1 << 9",
        "x @ x",
        "min(*[1])",
        "min(1, key=2)",
        "choice(x)",
        "choice([])",
        "choice([*[1]])",
        "randint(1)",
        "1; 2",
        "import os",
        "(" * 150 + "1" + ")" * 150,
        "1 +" * 99 + "1",
        "1 is 1",
        "'\\d'",
    ],
)
def test_what_is_not_of_the_language_is_refused(expression: str) -> None:
    with pytest.raises(Faulty):
        check(expression, frozenset({"x"}), draws=True)


@pytest.mark.parametrize(
    "expression",
    [
        "9 ** 9 ** 9",
        "10 ** 18 * 10",
        "1 / 0",
        "0 ** -1",
        "(-8) ** (1 / 3)",
        "'a' * 3",
        "round(1, -99)",
        "1e308 * 10",
        "9" * 99,
    ],
)
def test_what_has_no_bounded_value_is_refused(expression: str) -> None:
    check(expression, frozenset(), draws=False)
    with pytest.raises(Faulty):
        value_of(expression, {})


def test_draws_stand_in_the_block_alone() -> None:
    with pytest.raises(Faulty):
        check("randint(1, 2)", frozenset(), draws=False)


@given(st.text(alphabet="x123.+-*/%() <>=[],'ifelsmnrodab", max_size=40))
def test_no_expression_does_anything_but_have_a_value_or_not(expression: str) -> None:
    try:
        check(expression, frozenset({"x"}), draws=True)
        assert shown(value_of(expression, {"x": 3}, Dice(1))) is not None
    except Faulty:
        pass


@given(st.integers(1, 400), st.integers(0, 10**9))
def test_a_roll_is_within_its_bounds(count: int, seed: int) -> None:
    assert 0 <= Dice(seed).below(count) < count
    assert sorted(Dice(seed).shuffled(range(count))) == list(range(count))
