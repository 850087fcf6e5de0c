"""What is shown of a concept in one lesson counts in every lesson that declares it."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from portal.accounts.models import User
from portal.content.models import Lesson, LessonConcept, QuestionConcept
from portal.progress.models import LessonState, ProgressEvent
from portal.review.models import Card
from portal.review.rules.answers import Source
from portal.review.selectors import fading_differences
from portal.review.services import set_settings, set_suspended, undo_last
from tests.factories import make_lesson
from tests.review.helpers import NOON, answered, make_own, review

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def declare(lesson: Lesson, *concepts: str, asks: dict[str, str] | None = None) -> Lesson:
    """Let ``lesson`` declare concepts, and questions (by their refs) ask about one each."""
    for at, concept in enumerate(concepts):
        LessonConcept.objects.create(lesson=lesson, concept=concept, position=at, objective=f"Do {concept}")
    for ref, concept in (asks or {}).items():
        QuestionConcept.objects.create(path="a.quiz.md", ref=ref, concept=concept)
    return lesson


@pytest.fixture
def joins(learner: User) -> Lesson:
    """A lesson on ``a`` whose question was answered at noon."""
    lesson = declare(make_lesson("sql/joins"), "x.a", asks={"q#a": "x.a"})
    review(learner, answered("q#a", concepts=("x.a",), lesson_id=lesson.pk), at=NOON, source=Source.QUIZ)
    return lesson


def recall(learner: User, *refs: str, after: float, correct: float = 1.0) -> set[str]:
    """Answer in review ``after`` days; return the uids of the lessons that proves."""
    taken = review(learner, *(answered(ref, correct) for ref in refs), at=NOON + after * DAY)
    return {lesson.uid for lesson in taken.proven}


def fades(learner: User, uid: str) -> datetime | None:
    return LessonState.objects.get(user=learner, lesson__uid=uid).fades_at


def test_a_recall_proves_every_lesson_that_declares_no_more_than_was_recalled(
    learner: User, joins: Lesson
) -> None:
    declare(make_lesson("sql/merge"), "x.a")
    declare(make_lesson("sql/windows"), "x.a", "x.b")
    declare(make_lesson("sql/other"), "x.b")
    assert recall(learner, "q#a", after=8) == {"sql/joins", "sql/merge"}
    assert fades(learner, "sql/merge") == fades(learner, "sql/joins") is not None


def test_a_lesson_with_a_concept_of_its_own_needs_both(learner: User, joins: Lesson) -> None:
    windows = declare(make_lesson("sql/windows"), "x.a", "x.b", asks={"w#b": "x.b"})
    review(learner, answered("w#b", concepts=("x.b",), lesson_id=windows.pk), at=NOON, source=Source.QUIZ)
    assert recall(learner, "w#b", after=8) == set()
    assert recall(learner, "q#a", after=9) == {"sql/joins", "sql/windows"}


def test_the_week_of_a_lesson_begins_where_it_was_practised(learner: User, joins: Lesson) -> None:
    merge = declare(make_lesson("sql/merge"), "x.a")
    LessonState.objects.create(user=learner, lesson=merge, practised_at=NOON + 5 * DAY)
    assert recall(learner, "q#a", after=8) == {"sql/joins"}
    assert recall(learner, "q#a", after=12) == {"sql/merge"}


def test_taking_the_grade_back_takes_back_all_it_has_proven(learner: User, joins: Lesson) -> None:
    declare(make_lesson("sql/merge"), "x.a")
    recall(learner, "q#a", after=8)
    undo_last(learner, request_id=uuid4(), now=NOON + 8 * DAY)
    assert not LessonState.objects.filter(proven_at__isnull=False).exists()
    assert not LessonState.objects.filter(fades_at__isnull=False).exists()
    assert ProgressEvent.objects.filter(kind="lesson-unproven").count() == 2
    assert recall(learner, "q#a", after=9) == {"sql/joins", "sql/merge"}


def test_a_question_that_asks_about_another_concept_now_counts_for_that(learner: User, joins: Lesson) -> None:
    merge = declare(make_lesson("sql/merge"), "x.c")
    QuestionConcept.objects.filter(ref="q#a").update(concept="x.c")
    assert merge.uid in recall(learner, "q#a", after=8)


def test_the_cards_of_somebody_else_and_ones_own_prove_nothing(learner: User, joins: Lesson) -> None:
    declare(make_lesson("sql/merge"), "x.z")
    make_own(learner, concepts=["x.z"], lesson=joins)
    other = User.objects.create_user("other@example.org")
    review(other, answered("q#a", 0.0, concepts=("x.a",)), at=NOON)
    assert recall(other, "q#a", after=8) == {"sql/joins"}
    assert not LessonState.objects.filter(user=learner).exists()


def test_a_lesson_fades_at_the_first_moment_its_cards_are_below_the_goal(
    learner: User, joins: Lesson
) -> None:
    recall(learner, "q#a", after=8)
    at, due = fades(learner, "sql/joins"), Card.objects.get().due
    assert at is not None
    assert timedelta(0) <= at - due <= 2 * DAY
    recall(learner, "q#a", after=(at - NOON) / DAY)
    later = fades(learner, "sql/joins")
    assert later is not None
    assert later > at + 5 * DAY


def test_a_missed_card_fades_every_lesson_that_shares_it_at_once(learner: User, joins: Lesson) -> None:
    declare(make_lesson("sql/merge"), "x.a")
    recall(learner, "q#a", after=8)
    recall(learner, "q#a", after=9, correct=0.0)
    for uid in ("sql/joins", "sql/merge"):
        at = fades(learner, uid)
        assert at is not None
        assert at < NOON + 9 * DAY


def test_a_grade_taken_back_gives_the_old_moment_back(learner: User, joins: Lesson) -> None:
    recall(learner, "q#a", after=8)
    before = fades(learner, "sql/joins")
    recall(learner, "q#a", after=30)
    undo_last(learner, request_id=uuid4(), now=NOON + 30 * DAY)
    assert fades(learner, "sql/joins") == before


def test_a_higher_goal_fades_sooner_and_at_once(learner: User, joins: Lesson) -> None:
    recall(learner, "q#a", after=8)
    before = fades(learner, "sql/joins")
    set_settings(learner, retention=0.95, minutes=20, new_per_day=10)
    after = fades(learner, "sql/joins")
    assert before is not None
    assert after is not None
    assert after < before
    assert list(fading_differences(learner)) == []


def test_a_card_put_aside_no_longer_counts_and_counts_again(learner: User, joins: Lesson) -> None:
    recall(learner, "q#a", after=8)
    before, card = fades(learner, "sql/joins"), Card.objects.get()
    set_suspended(learner, card, suspended=True, now=NOON + 9 * DAY)
    assert fades(learner, "sql/joins") is None
    set_suspended(learner, card, suspended=False, now=NOON + 10 * DAY)
    assert fades(learner, "sql/joins") == before
