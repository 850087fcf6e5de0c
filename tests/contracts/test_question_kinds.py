"""Every question kind, present and future, keeps the same promises."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.quizzes import asking
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Question
from portal.quizzes.vars.fill import filled
from tests.quizzes.making import make_question, make_quiz

every_kind = pytest.mark.parametrize("kind", list(kinds), ids=lambda kind: kind.slug)
SEEDS = range(20)

hostile = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.just("x" * 100_000),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=9,
)


def _spec(kind: Kind[Any], markdown: str | None = None) -> tuple[Question, dict[str, Any]]:
    question = filled(make_question(markdown or kind.sample), 1)
    return question, question.spec


def test_there_are_at_least_the_seventeen_kinds_of_the_format() -> None:
    assert {kind.slug for kind in kinds} >= set(
        [
            "single",
            "multiple",
            "truefalse",
            "numeric",
            "short",
            "cloze",
            "match",
            "matrix",
            "order",
            "parsons",
            "predict",
            "lines",
            "sqldrill",
            "pydrill",
            "card",
            "reflect",
            "rubric",
        ]
    )


@every_kind
def test_its_sample_is_recognised_as_this_kind_alone(kind: Kind[Any]) -> None:
    assert make_question(kind.sample).kind == kind.slug
    assert make_question(kind.twin).kind == kind.slug


@every_kind
def test_its_values_survive_a_json_column(kind: Kind[Any]) -> None:
    question, spec = _spec(kind)
    shown = [kind.public(spec, Dice(1), shuffle=True), kind.right(spec), spec]
    assert json.loads(json.dumps(shown)) == shown
    assert kind.label
    assert question.points > 0


@every_kind
def test_what_is_shown_before_the_answer_does_not_depend_on_the_right_answer(kind: Kind[Any]) -> None:
    sample, twin = make_question(kind.sample), make_question(kind.twin)
    for shuffle in (False, True):
        for seed in SEEDS:
            shown = [asking.ask(question, seed, shuffle=shuffle) for question in (sample, twin)]
            assert shown[0]["answer"] == shown[1]["answer"]
            assert shown[0]["prompt"] == shown[1]["prompt"]


@every_kind
def test_a_twin_has_another_right_answer(kind: Kind[Any]) -> None:
    sample, twin = make_question(kind.sample), make_question(kind.twin)
    if asking.reveal(sample, 1) == asking.reveal(twin, 1):
        assert kind.right(sample.spec) == {}, "sample and twin are equal, so nothing was shown above"


@every_kind
def test_the_same_seed_shows_the_same_question(kind: Kind[Any]) -> None:
    question = make_question(kind.sample)
    for seed in SEEDS:
        assert asking.ask(question, seed, shuffle=True) == asking.ask(question, seed, shuffle=True)


@every_kind
def test_its_solution_is_a_response_and_earns_all_credit(kind: Kind[Any]) -> None:
    _, spec = _spec(kind)
    solution = kind.solution(spec)
    assert kind.read(spec, solution) == solution
    assert bool(solution) is kind.answerable
    assert kind.grade(spec, solution).credit in (
        (None,) if kind.slug == "reflect" or not kind.answerable else (1.0,)
    )


@every_kind
def test_no_answer_earns_nothing(kind: Kind[Any]) -> None:
    _, spec = _spec(kind)
    assert kind.read(spec, {}) == {}
    assert kind.grade(spec, {}).credit in (0.0, None)
    assert kind.grade(spec, {}).parts == ()


@every_kind
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_anything_may_be_posted(kind: Kind[Any], data: st.DataObject) -> None:
    _, spec = _spec(kind)
    names = list(kind.fields(spec)) or ["answer"]
    posted = data.draw(hostile | st.dictionaries(st.sampled_from(names), hostile))
    response = kind.read(spec, posted)
    json.dumps(response).encode()
    assert kind.grade(spec, response).credit in (None, pytest.approx(0, abs=1))


@every_kind
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_response_of_its_own_fields_is_kept_and_graded(kind: Kind[Any], data: st.DataObject) -> None:
    _, spec = _spec(kind)
    posted = {
        name: data.draw(
            st.lists(st.sampled_from(field.among), unique=True) if field.among else st.lists(st.text())
        )
        for name, field in kind.fields(spec).items()
    }
    response = kind.read(spec, posted)
    grade = kind.grade(spec, response)
    assert kind.read(spec, response) == response
    assert grade.credit is None or -1 <= grade.credit <= 1
    assert all(part.key for part in grade.parts)


@every_kind
def test_a_spec_of_the_sample_has_no_flaw(kind: Kind[Any]) -> None:
    assert kind.flaw(_spec(kind)[1]) == ""


def test_all_samples_fit_into_one_quiz() -> None:
    assert len(make_quiz(*[kind.sample for kind in kinds]).questions) == len(kinds)
