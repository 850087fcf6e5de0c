"""Only a learner's first try at a question counts."""

from hypothesis import given
from hypothesis import strategies as st

from portal.quizzes.statistics.sittings import Answer, Sitting, Tries, first_tries
from tests.quizzes.making import make_quiz
from tests.quizzes.statistics.class_of_learners import CHOICE, NINE, TYPED, sitting

QUIZ = make_quiz(CHOICE, TYPED, "## Why? {#why .reflect}\n\nThink.\n", NINE)
QUESTIONS = {question.id: question for question in QUIZ.questions}
RIGHT, WRONG = Answer(1.0), Answer(0.0)


def credits_of(tries: Tries) -> list[float | None]:
    return [one.credit for one in tries.given]


def test_a_second_attempt_changes_nothing() -> None:
    first, second = sitting(1, 7, {"gap": WRONG}), sitting(2, 7, {"gap": RIGHT})
    found = first_tries([second, first], QUESTIONS)
    assert credits_of(found["gap"]) == [0.0]


def test_each_learner_counts_once() -> None:
    found = first_tries([sitting(n, n % 3, {"gap": RIGHT}) for n in range(9)], QUESTIONS)
    assert len(found["gap"].given) == 3


def test_a_question_drawn_later_counts_from_the_later_attempt() -> None:
    found = first_tries(
        [sitting(1, 7, {"gap": WRONG}), sitting(2, 7, {"gap": RIGHT, "name": RIGHT})], QUESTIONS
    )
    assert (credits_of(found["gap"]), credits_of(found["name"])) == ([0.0], [1.0])


def test_what_a_finished_attempt_leaves_out_is_skipped_for_good() -> None:
    attempts = [sitting(1, 7, {"gap": RIGHT}, order="gap name"), sitting(2, 7, {"name": RIGHT})]
    found = first_tries(attempts, QUESTIONS)["name"]
    assert (found.skipped, found.given) == (1, [])


def test_what_an_open_attempt_has_not_come_to_says_nothing() -> None:
    found = first_tries([sitting(1, 7, {"gap": RIGHT}, order="gap name", over=False)], QUESTIONS)["name"]
    assert (found.skipped, found.given) == (0, [])


def test_an_answer_that_waits_for_its_judgement_is_neither_answered_nor_skipped() -> None:
    waiting = Sitting(1, 7, ["gap", "name"], True, {"gap": RIGHT}, frozenset({"name"}))
    found = first_tries([waiting, sitting(2, 7, {"name": RIGHT})], QUESTIONS)["name"]
    assert (found.skipped, found.given) == (0, [])


def test_the_rest_is_the_score_without_the_question_itself() -> None:
    answers = {"gap": RIGHT, "true-1": RIGHT, "true-2": WRONG, "why": Answer(None)}
    found = first_tries([sitting(1, 7, answers, order="gap true-1 true-2 why true-3")], QUESTIONS)
    rests = {uid: [one.rest for one in found[uid].given] for uid in answers}
    assert rests == {"gap": [1 / 3], "true-1": [1 / 3], "true-2": [2 / 3], "why": [0.5]}


def test_a_quiz_of_one_question_has_no_rest() -> None:
    found = first_tries([sitting(1, 7, {"gap": RIGHT})], QUESTIONS)["gap"]
    assert [one.rest for one in found.given] == [None]


@given(
    st.lists(
        st.builds(
            sitting,
            st.integers(1, 10**6),
            st.integers(1, 5),
            st.dictionaries(
                st.sampled_from([*QUESTIONS, "gone"]),
                st.builds(Answer, st.none() | st.floats(-1, 1)),
                min_size=1,
            ),
            order=st.sampled_from(["", "gap name why true-1 gone"]),
            over=st.booleans(),
        ),
        unique_by=lambda one: one.number,
        max_size=20,
    )
)
def test_shares_stay_shares_and_nobody_counts_twice(sittings: list[Sitting]) -> None:
    found = first_tries(sittings, QUESTIONS)
    assert found == first_tries(sittings[::-1], QUESTIONS)
    for tries in found.values():
        assert len(tries.given) + tries.skipped <= 5
        assert all(
            0 <= share <= 1 for one in tries.given for share in (one.credit, one.rest) if share is not None
        )
