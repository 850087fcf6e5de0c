"""Scores: 0 ≤ score ≤ points whatever is answered, and the order of options changes nothing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes import asking
from portal.quizzes.answers.sequence import neighbours
from portal.quizzes.parts import Grade, Question
from portal.quizzes.rules import Score, score_of, total
from tests.quizzes.making import make_question

credits_ = st.none() | st.floats(-1, 1)
voids = st.sampled_from(["", "out", "full"])
points_ = st.sampled_from([0.25, 0.5, 1, 2, 3, 7.5, 100])
marks = st.lists(st.booleans(), min_size=2, max_size=6)


def ticked(question: Question, *texts: str) -> Grade:
    """Return the grade for ticking the options with these texts."""
    keys = {option["text"]: option["key"] for option in question.spec["options"]}
    return asking.grade(question, 1, asking.read(question, 1, {"answer": [keys[text] for text in texts]}))


@given(st.lists(st.tuples(points_, voids, credits_), max_size=20))
def test_a_score_lies_between_nothing_and_the_points(answers: list[tuple[float, str, float | None]]) -> None:
    scores = [score_of(points, void, Grade(credit)) for points, void, credit in answers]  # type: ignore[arg-type]
    for score, (points, _, _) in zip(scores, answers, strict=True):
        assert 0 <= score.earned <= score.possible <= points
    whole = total(scores)
    assert 0 <= whole.earned <= whole.possible
    assert whole.share is None or 0 <= whole.share <= 1


@given(st.permutations([(1, 1.0), (2, 0.5), (3, 0.0), (0.1, 1.0), (0.2, 0.3)]))
def test_the_order_of_questions_changes_no_total(answers: list[tuple[float, float]]) -> None:
    assert total(score_of(points, "", Grade(credit)) for points, credit in answers) == Score(2.16, 6.3)


def test_ten_tenths_are_a_whole() -> None:
    assert total([Score(0.1, 0.1)] * 10) == Score(1.0, 1.0)


def test_a_void_question_is_out_of_the_total_or_full() -> None:
    assert score_of(2, "out", Grade(1.0)) == Score(0, 0)
    assert score_of(2, "full", Grade(0.0)) == Score(2, 2)
    assert score_of(2, "full", Grade(None)) == Score(2, 2)
    assert score_of(2, "", Grade(None)) == Score(0, 0)


def test_nothing_to_be_earned_is_not_passed() -> None:
    assert total([]).share is None
    assert not total([]).passes(0.0)


def test_a_mark_that_is_just_met_is_passed() -> None:
    assert total([Score(0.1, 0.3), Score(0.2, 0.3)]).passes(0.5)
    assert not Score(0.79, 1).passes(0.8)


@given(marks, st.data())
def test_ticking_all_or_nothing_earns_nothing_unless_all_is_right(
    right: list[bool], data: st.DataObject
) -> None:
    if not any(right):
        right[0] = True
    lines = [f"- [{'x' if mark else ' '}] option {at}" for at, mark in enumerate(right)]
    question = make_question("## Q {#q .multi}\n\n" + "\n".join(lines) + "\n")
    texts = [f"option {at}" for at in range(len(right))]
    assert ticked(question).credit == 0
    wrong = len(right) - sum(right)
    assert ticked(question, *texts).credit == pytest.approx(max(0, 1 - wrong / sum(right)), abs=1e-5)
    assert ticked(question, *itertools.compress(texts, right)).credit == 1
    some = data.draw(st.lists(st.sampled_from(texts), unique=True))
    assert 0 <= (ticked(question, *some).credit or 0) <= 1


@given(st.permutations(["[x] a", "[ ] b {credit=40%}", "[ ] c", "[ ] d {.last}"]), st.sampled_from("abcd"))
def test_the_order_of_options_changes_no_credit(lines: list[str], choice: str) -> None:
    question = make_question("## Q {#q}\n\n" + "\n".join(f"- {line}" for line in lines) + "\n")
    assert ticked(question, choice).credit == {"a": 1, "b": 0.4, "c": 0, "d": 0}[choice]


@given(st.permutations(["[x] a", "[x] b", "[ ] c {credit=-25%}", "[ ] d"]), st.sets(st.sampled_from("abcd")))
def test_the_order_of_ticks_changes_no_credit(lines: list[str], choice: set[str]) -> None:
    question = make_question("## Q {#q}\n\n" + "\n".join(f"- {line}" for line in lines) + "\n")
    worth = {"a": 0.5, "b": 0.5, "c": -0.25, "d": -0.5}
    assert ticked(question, *choice).credit == max(0, sum(worth[one] for one in choice))


def test_written_credits_share_out_what_is_left() -> None:
    question = make_question("## Q {#q}\n\n- [x] a {credit=70%}\n- [x] b\n- [ ] c {credit=0%}\n")
    assert ticked(question, "a").credit == pytest.approx(0.7)
    assert ticked(question, "b").credit == pytest.approx(0.3)
    assert ticked(question, "a", "c").credit == pytest.approx(0.7)


def test_a_negative_credit_of_the_one_answer_scores_zero() -> None:
    question = make_question("## Q {#q}\n\n- [x] a\n- [ ] b {credit=-50%}\n")
    assert score_of(1, "", ticked(question, "b")) == Score(0, 1)


def test_a_void_option_counts_neither_way() -> None:
    single = make_question("## Q {#q}\n\n- [x] a\n- [ ] b {.void}\n- [ ] c {.void=full}\n")
    assert ticked(single, "b").credit is None
    assert ticked(single, "c").credit == 1
    several = make_question("## Q {#q}\n\n- [x] a\n- [x] d\n- [ ] b {.void}\n- [ ] c {.void=full}\n")
    assert ticked(several, "a", "b").credit == 0.5
    assert ticked(several, "c").credit == 1


def test_feedback_is_that_of_the_chosen_options() -> None:
    question = make_question("## Q {#q}\n\n- [x] a\n  > Yes.\n- [ ] b\n  > No,\n  > because.\n")
    (part,) = ticked(question, "b").parts
    assert part.verdict == "wrong"
    assert part.feedback == "<p>No,\nbecause.</p>"


@given(
    st.lists(st.sampled_from("ABC"), min_size=2, max_size=7), st.lists(st.sampled_from("ABCX"), max_size=8)
)
def test_only_the_right_order_is_wholly_right(wanted: list[str], found: list[str]) -> None:
    assert (neighbours(wanted, found) == 1) is (wanted == found)
    assert 0 <= neighbours(wanted, found) <= 1


def test_equal_lines_in_another_order_are_not_wholly_right() -> None:
    assert neighbours(list("ABACA"), list("ACABA")) == 0.8
    assert neighbours(list("ABCD"), list("DCBA")) == 0
