"""Every question kind, present and future, keeps the same promises."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.quizzes import asking
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Question, Void
from portal.quizzes.rules import Score, score_of
from portal.quizzes.vars.fill import filled
from tests.quizzes.making import make_question, make_quiz

every_kind = pytest.mark.parametrize("kind", list(kinds), ids=lambda kind: kind.slug)
SEEDS = range(20)
ORDERED = {"order", "parsons"}  # there the order of what is given is the answer
NAMES, TEXTS = {"key", "name", "number"}, {"html", "text"}

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


def postings(kind: Kind[Any], spec: dict[str, Any]) -> st.SearchStrategy[dict[str, list[str]]]:
    """Return what a form of the question may post: any of its values, in any order, and any texts."""
    right = [text for texts in kind.solution(spec).values() for text in texts] or [""]
    texts = st.lists(st.text() | st.sampled_from(right), max_size=2)
    values = {
        name: st.lists(st.sampled_from(field.among), unique=True) if field.among else texts
        for name, field in kind.fields(spec).items()
    }
    return st.fixed_dictionaries({}, optional=values)


def earned(kind: Kind[Any], question: Question, response: Any, void: Void = "") -> Score:
    return score_of(question.points, void, kind.grade(question.spec, response))


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
    response = kind.read(spec, data.draw(postings(kind, spec)))
    grade = kind.grade(spec, response)
    assert kind.read(spec, response) == response
    assert grade.credit is None or -1 <= grade.credit <= 1
    assert all(part.key for part in grade.parts)


@every_kind
@settings(max_examples=60, deadline=None)
@given(data=st.data(), void=st.sampled_from(["", "out", "full"]))
def test_any_response_scores_from_nothing_to_the_points_and_never_above_the_solution(
    kind: Kind[Any], data: st.DataObject, void: Void
) -> None:
    question, spec = _spec(kind)
    score = earned(kind, question, kind.read(spec, data.draw(postings(kind, spec))), void)
    best = earned(kind, question, kind.solution(spec), void)
    assert 0 <= score.earned <= score.possible <= question.points
    assert score.earned <= best.earned
    assert best.earned == best.possible


@every_kind
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_order_in_which_values_are_posted_changes_no_credit(kind: Kind[Any], data: st.DataObject) -> None:
    question, spec = _spec(kind)
    posted = data.draw(postings(kind, spec))
    again = {name: posted[name] for name in data.draw(st.permutations(sorted(posted)))}
    for name, field in kind.fields(spec).items():
        if field.many and name in again and not (kind.slug in ORDERED and name == "order"):
            again[name] = data.draw(st.permutations(again[name]))
    responses = [kind.read(spec, form) for form in (posted, again)]
    assert earned(kind, question, responses[0]) == earned(kind, question, responses[1])


@every_kind
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_seed_that_shuffles_changes_neither_what_stands_for_a_text_nor_the_credit(
    kind: Kind[Any], data: st.DataObject
) -> None:
    question, spec = _spec(kind)
    seeds = data.draw(st.lists(st.integers(0, 2**48 - 1), min_size=2, max_size=2, unique=True))
    shown = [_named(kind.public(spec, Dice(seed), shuffle=True)) for seed in seeds]
    assert shown[0] == shown[1]
    response = kind.read(spec, data.draw(postings(kind, spec)))
    assert len({asking.grade(question, seed, response).credit for seed in seeds}) == 1


def _named(shown: Any) -> set[tuple[str, str]]:
    """Return which value or field stands for which text, all over what is shown."""
    if isinstance(shown, dict):
        here = {(str(shown[key]), shown[text]) for key in NAMES & {*shown} for text in TEXTS & {*shown}}
        return here.union(*map(_named, shown.values()))
    return set().union(*map(_named, shown)) if isinstance(shown, list) else set()


@every_kind
def test_a_spec_of_the_sample_has_no_flaw(kind: Kind[Any]) -> None:
    assert kind.flaw(_spec(kind)[1]) == ""


def test_all_samples_fit_into_one_quiz() -> None:
    assert len(make_quiz(*[kind.sample for kind in kinds]).questions) == len(kinds)
