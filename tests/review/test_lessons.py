"""What review says of lessons and concepts."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.progress.models import LessonState, ProgressEvent
from portal.review.rules.answers import Confidence, Source
from portal.review.selectors import concept_record
from portal.review.services import undo_last
from tests.factories import make_lesson
from tests.review.helpers import NOON, answered, review

DAY = timedelta(days=1)


@pytest.fixture
def lesson(learner: User) -> Lesson:
    """Return a lesson whose quiz was passed at noon; its concepts ``a`` and ``b`` have a card each."""
    lesson = make_lesson("sql/joins")
    LessonState.objects.create(user=learner, lesson=lesson, practised_at=NOON)
    of = [answered(f"q#{c}", concepts=(c,), lesson_id=lesson.pk) for c in "ab"]
    review(learner, *of, at=NOON, source=Source.QUIZ)
    return lesson


def recall(learner: User, *refs: str, after: int, **fields: object) -> list[Lesson]:
    """Answer in review ``after`` days; return the lessons that proves."""
    answers = [answered(ref, **fields) for ref in refs]  # type: ignore[arg-type]
    return review(learner, *answers, at=NOON + after * DAY).proven


def proven_at(learner: User) -> object:
    return LessonState.objects.get(user=learner).proven_at


def test_a_lesson_recalled_after_a_week_is_proven_once(learner: User, lesson: Lesson) -> None:
    assert recall(learner, "q#a", after=7) == []
    assert recall(learner, "q#b", after=8) == [lesson]
    assert recall(learner, "q#a", "q#b", after=30) == []
    assert proven_at(learner) == NOON + 8 * DAY
    event = ProgressEvent.objects.get()
    assert (event.kind, event.object_id, event.local_date) == (
        "lesson-proven",
        lesson.uid,
        (NOON + 8 * DAY).date(),
    )


def test_recalled_after_six_days_proves_nothing(learner: User, lesson: Lesson) -> None:
    assert recall(learner, "q#a", "q#b", after=6) == []
    assert proven_at(learner) is None


@pytest.mark.parametrize(
    "fields",
    [{"hints": 1}, {"help_used": True}, {"confidence": Confidence.GUESS}, {"correct": 0.9}, {"correct": 0.0}],
)
def test_recalled_with_help_proves_nothing(learner: User, lesson: Lesson, fields: dict[str, object]) -> None:
    recall(learner, "q#a", after=8)
    assert recall(learner, "q#b", after=8, **fields) == []


def test_a_quiz_taken_again_proves_nothing(learner: User, lesson: Lesson) -> None:
    answers = [answered("q#a"), answered("q#b")]
    assert review(learner, *answers, at=NOON + 8 * DAY, source=Source.QUIZ).proven == []


def test_a_miss_starts_the_week_anew(learner: User, lesson: Lesson) -> None:
    recall(learner, "q#a", after=8)
    recall(learner, "q#b", after=8, correct=0.0)
    assert recall(learner, "q#b", after=9) == []
    assert recall(learner, "q#b", after=15) == [lesson]


def test_taking_the_deciding_grade_back_takes_the_proof_back(learner: User, lesson: Lesson) -> None:
    recall(learner, "q#a", "q#b", after=8)
    undo_last(learner, request_id=uuid4(), now=NOON + 8 * DAY)
    assert proven_at(learner) is None
    assert [e.kind for e in ProgressEvent.objects.order_by("pk")] == ["lesson-proven", "lesson-unproven"]
    assert recall(learner, "q#b", after=9) == [lesson]


def test_a_concepts_record_counts_every_card_that_names_it(learner: User, lesson: Lesson) -> None:
    elsewhere = make_lesson("python/pandas")
    review(learner, answered("p#1", 0.0, concepts=("a", "z"), lesson_id=elsewhere.pk), at=NOON + DAY)
    record = concept_record(learner, "a", NOON + DAY)
    assert (record.cards, record.shown, record.right, record.last_shown) == (2, 2, 1, NOON + DAY)
    assert record.strength is not None
    assert 0 < record.strength < 1


def test_a_grade_taken_back_is_not_on_record(learner: User, lesson: Lesson) -> None:
    recall(learner, "q#a", after=1)
    undo_last(learner, request_id=uuid4(), now=NOON + DAY)
    assert concept_record(learner, "a", NOON + DAY).shown == 1


def test_a_concept_is_not_mistaken_for_one_that_begins_alike(learner: User, lesson: Lesson) -> None:
    review(learner, answered("p#1", 0.0, concepts=("sql.a", 'x"a"')), at=NOON)
    assert concept_record(learner, "a", NOON).cards == 1


def test_a_concept_never_shown_has_an_empty_record(learner: User) -> None:
    record = concept_record(learner, "a", NOON)
    assert (record.cards, record.shown, record.last_shown, record.strength) == (0, 0, None, None)
