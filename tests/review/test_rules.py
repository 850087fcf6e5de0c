"""Grades, pace, the queue and proof, by table."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from fsrs import Rating, State

from portal.review.rules.answers import Answered, Confidence, rating_of
from portal.review.rules.mastery import Evidence, Held, is_proven, strength
from portal.review.rules.pace import pace_of
from portal.review.rules.queue import Mode, fill, mode_of, study_days_away
from tests.review.helpers import NOON

ONE = UUID(int=1)
USUAL = 40.0


@pytest.mark.parametrize(
    ("fields", "rating"),
    [
        ({"correct": 0.0}, Rating.Again),
        ({"correct": -0.5}, Rating.Again),
        ({"correct": 0.79}, Rating.Again),
        ({"correct": 0.0, "confidence": Confidence.KNOW, "seconds": 1.0}, Rating.Again),
        ({"correct": 0.8}, Rating.Hard),
        ({"correct": 1.0, "confidence": Confidence.GUESS}, Rating.Hard),
        ({"correct": 1.0, "hints": 1, "confidence": Confidence.KNOW, "seconds": 1.0}, Rating.Hard),
        ({"correct": 1.0, "help_used": True}, Rating.Hard),
        ({"correct": 1.0}, Rating.Good),
        ({"correct": 1.0, "seconds": 1.0}, Rating.Good),
        ({"correct": 1.0, "seconds": 1.0, "confidence": Confidence.THINK}, Rating.Good),
        ({"correct": 1.0, "seconds": 280.0, "confidence": Confidence.KNOW}, Rating.Good),
        ({"correct": 1.0, "confidence": Confidence.KNOW}, Rating.Good),
        ({"correct": 1.0, "seconds": 24.0, "confidence": Confidence.KNOW}, Rating.Easy),
    ],
)
def test_an_answer_becomes_this_grade(fields: dict[str, object], rating: Rating) -> None:
    assert rating_of(Answered("sql#rank", ONE, **fields), USUAL) is rating  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("correct", "confidence", "flagged"),
    [
        (0.0, Confidence.KNOW, True),
        (0.0, Confidence.GUESS, False),
        (1.0, Confidence.KNOW, False),
        (0.0, None, False),
    ],
)
def test_only_a_wrong_know_is_miscalibrated(
    correct: float, confidence: Confidence | None, flagged: bool
) -> None:
    assert Answered("sql#rank", ONE, correct, confidence=confidence).miscalibrated is flagged


@pytest.mark.parametrize(
    ("times", "seconds"),
    [([], 45), ([90] * 4, 45), ([90] * 5, 90), ([1] * 9, 10), ([900] * 9, 180), ([20, 21, 22, 23, 999], 22)],
)
def test_a_question_is_planned_with_the_median_within_bounds(times: list[float], seconds: float) -> None:
    assert pace_of(("question", time) for time in times)["question"] == seconds


@pytest.mark.parametrize(
    ("seconds", "chosen"),
    [(0, []), (0.1, [1]), (30, [1, 2]), (74, [1, 2]), (75, [1, 2, 3]), (999, [1, 2, 3, 4])],
)
def test_a_sitting_ends_before_the_card_that_does_not_fit(seconds: float, chosen: list[int]) -> None:
    candidates = [(1, "card"), (2, "card"), (3, "question"), (4, "card")]
    assert fill(candidates, {"card": 15.0, "question": 45.0}, seconds) == chosen


@pytest.mark.parametrize(
    ("last", "study_days", "away"),
    [
        (None, range(7), 0),
        (date(2026, 11, 24), range(7), 0),
        (date(2026, 11, 23), range(7), 0),
        (date(2026, 11, 20), range(7), 3),
        (date(2026, 11, 20), range(5), 1),
        (date(2026, 11, 20), [], 0),
        (date(2020, 1, 1), range(7), 31),
    ],
)
def test_only_study_days_without_review_count_as_away(
    last: date | None, study_days: object, away: int
) -> None:
    assert study_days_away(last, date(2026, 11, 24), frozenset(study_days)) == away  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("easy", "away", "waiting", "mode"),
    [
        (False, 0, 2400, Mode.USUAL),
        (False, 2, 0, Mode.USUAL),
        (False, 3, 0, Mode.CATCH_UP),
        (False, 0, 2401, Mode.CATCH_UP),
        (True, 9, 9999, Mode.EASY),
    ],
)
def test_a_day_is_of_this_mode(easy: bool, away: int, waiting: float, mode: Mode) -> None:
    assert mode_of(easy=easy, away=away, waiting=waiting, budget=1200) is mode


D0 = date(2026, 11, 1)


def after_days(*days: int | None) -> list[date | None]:
    return [None if n is None else D0 + timedelta(days=n) for n in days]


@pytest.mark.parametrize(
    ("cards", "practised", "proven"),
    [
        ([], None, False),
        ([("a", 0, 7)], None, True),
        ([("a", 0, 6)], None, False),
        ([("a", 0, None)], None, False),
        ([("a", None, None)], None, False),
        ([("a", 0, 8)], 0, True),
        ([("a", 0, 8)], 5, False),
        ([("a", 10, 8)], 0, False),
        ([("a", 0, 8), ("a", 0, None)], 0, True),
        ([("a", 0, 8), ("b", 0, None)], 0, False),
        ([("a", 0, 8), ("b", 3, 10)], 0, True),
        ([("a", 0, 8), ("", 0, None)], 0, False),
    ],
)
def test_a_lesson_is_proven_when_each_concept_was_recalled_a_week_later(
    cards: list[tuple[str, int | None, int | None]], practised: int | None, proven: bool
) -> None:
    evidence = [Evidence((c,) if c else (), *after_days(learned, recalled)) for c, learned, recalled in cards]
    assert is_proven(evidence, after_days(practised)[0]) is proven


def test_strength_is_the_mean_and_what_is_being_relearned_counts_nothing() -> None:
    known = Held(State.Review, 10.0, NOON)
    relearned, unseen = Held(State.Relearning, 10.0, NOON), Held(State.Learning, None, None)
    assert strength([known], NOON) == 1
    assert strength([known, relearned, unseen], NOON) == 0.5
    assert strength([unseen], NOON) is None
