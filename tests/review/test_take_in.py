"""What becomes a card, and what an answer does to it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from fsrs import Rating

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.review.models import Card, ReviewLog
from portal.review.rules.answers import Confidence, Keep, Source
from portal.review.rules.pace import Kind
from portal.review.services import Offer, judge, offer, take_in
from tests.factories import make_learner, make_lesson
from tests.review.helpers import NOON, answered, make_own, review, say

DAY = timedelta(days=1)


def quiz(learner: User, *answers: object) -> list[str]:
    """Take in a quiz; return the refs that have cards now."""
    review(learner, *answers, at=NOON, source=Source.QUIZ)  # type: ignore[arg-type]
    return sorted(Card.objects.values_list("ref", flat=True))


def test_a_missed_question_becomes_a_card_and_comes_back_in_ten_minutes(learner: User) -> None:
    assert quiz(learner, answered("q#a", 0.0), answered("q#b", 1.0)) == ["q#a"]
    card = Card.objects.get()
    assert (card.kind, card.due, card.reps) == (Kind.QUESTION, NOON + timedelta(minutes=10), 1)


def test_one_right_answer_of_each_concept_comes_back_so_that_it_can_be_proven(learner: User) -> None:
    lesson = make_lesson("sql/joins")
    place = {"lesson_id": lesson.pk}
    rank, frame = {"concepts": ("rank",), **place}, {"concepts": ("frame",), **place}
    assert quiz(learner, answered("q#a", **rank), answered("q#b", **rank), answered("q#c", **frame)) == [
        "q#a",
        "q#c",
    ]
    assert quiz(learner, answered("q#d", **rank)) == ["q#a", "q#c"]


@pytest.mark.parametrize(
    ("keep", "kept"), [(Keep.ALL, ["q#a", "q#b"]), (Keep.MISSED, ["q#a"]), (Keep.NONE, [])]
)
def test_a_quiz_says_which_of_its_questions_are_kept(learner: User, keep: Keep, kept: list[str]) -> None:
    assert quiz(learner, answered("q#a", 0.0, keep=keep), answered("q#b", keep=keep)) == kept


def test_a_question_that_is_a_card_is_graded_wherever_it_is_answered(learner: User) -> None:
    quiz(learner, answered("q#a", 0.0))
    review(learner, answered("q#a", keep=Keep.NONE), at=NOON + DAY, source=Source.QUIZ)
    assert [log.rating for log in ReviewLog.objects.order_by("pk")] == [Rating.Again, Rating.Good]


def test_the_same_answer_twice_is_one_grade(learner: User) -> None:
    answer = answered("q#a", 0.0)
    assert len(review(learner, answer, answer, at=NOON).grades) == 1
    assert review(learner, answer, at=NOON + DAY).grades == []
    assert ReviewLog.objects.count() == Card.objects.get().reps == 1


def test_two_answers_to_one_question_are_two_grades_in_order(learner: User) -> None:
    review(learner, answered("q#a", 0.0), answered("q#a", 1.0), at=NOON)
    first, second = ReviewLog.objects.order_by("pk")
    assert second.before == first.after
    assert Card.objects.get().reps == 2


def test_a_wrong_answer_one_was_sure_of_is_flagged_in_the_log(learner: User) -> None:
    review(learner, answered("q#a", 0.0, confidence=Confidence.KNOW), answered("q#b", 0.0), at=NOON)
    assert [log.card.ref for log in ReviewLog.objects.filter(miscalibrated=True)] == ["q#a"]


def test_right_sure_and_quick_for_this_learner_is_easy(learner: User) -> None:
    review(learner, answered("q#a", 0.0), at=NOON)
    slow = [answered("q#a", seconds=100.0) for _ in range(5)]
    review(learner, *slow, at=NOON + DAY)
    sure = answered("q#a", seconds=50.0, confidence=Confidence.KNOW)
    assert review(learner, sure, at=NOON + 9 * DAY).grades[0].rating == Rating.Easy


def test_another_learners_cards_are_not_touched(learner: User) -> None:
    other = make_learner()
    review(other, answered("q#a", 0.0), at=NOON)
    review(learner, answered("q#a", 1.0, keep=Keep.NONE), at=NOON)
    assert Card.objects.get().reps == 1


def test_each_showing_of_a_question_with_variables_has_a_seed_of_its_own(learner: User) -> None:
    review(learner, answered("q#a", 0.0, seed=7), at=NOON)
    seen = Card.objects.get().showing_seed
    review(learner, answered("q#a"), at=NOON + DAY)
    assert seen != 7
    assert Card.objects.get().showing_seed not in (7, seen)


def test_taking_in_one_answer_to_a_known_card_costs_at_most_eight_queries(learner: User) -> None:
    review(learner, answered("q#a", 0.0), at=NOON)
    sure = answered("q#a", seconds=5.0, confidence=Confidence.KNOW)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        take_in(learner, [sure], source=Source.QUIZ, now=NOON + DAY)
    statements = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= 8, "\n".join(statements)


def test_taking_in_a_quiz_of_twenty_costs_no_more_than_one_of_two(learner: User) -> None:
    lesson = make_lesson("sql/joins")

    def cost(size: int) -> int:
        answers = [
            answered(f"q{size}#{n}", n % 2, concepts=(f"c{n}",), lesson_id=lesson.pk) for n in range(size)
        ]
        with CaptureQueriesContext(connection) as queries:
            take_in(learner, answers, source=Source.QUIZ, now=NOON)
        return len(queries)

    assert cost(20) == cost(2)


def test_a_card_offered_twice_is_one_new_card(learner: User) -> None:
    offers = [Offer("q#card", None), Offer("q#other", None)]
    assert offer(learner, offers, now=NOON) == 2
    assert offer(learner, offers, now=NOON + DAY) == 0
    assert Card.objects.get(ref="q#card").memory.last_review is None


@pytest.mark.parametrize("rating", Rating)
def test_a_judged_card_gets_the_grade_the_learner_says(learner: User, rating: Rating) -> None:
    say(learner, make_own(learner), rating, at=NOON)
    assert ReviewLog.objects.get().rating == rating


def test_a_question_cannot_be_judged_by_the_learner(learner: User) -> None:
    review(learner, answered("q#a", 0.0), at=NOON)
    with pytest.raises(Refused, match="Answer it"):
        say(learner, Card.objects.get(), Rating.Easy, at=NOON)


def test_nobody_judges_a_card_of_somebody_else(learner: User) -> None:
    card = make_own(make_learner())
    with pytest.raises(Card.DoesNotExist):
        judge(learner, card, Rating.Good, request_id=answered().request_id, seconds=None, now=NOON)
