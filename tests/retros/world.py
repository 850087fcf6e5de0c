"""A learner with a week behind them: week 47 of 2026, 16 to 22 November; NOON is in the week after."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.progress.services import set_done
from portal.quizzes.models import Attempt
from portal.quizzes.services import answer, start
from portal.retros.models import Retrospective
from portal.retros.rules.weeks import Week
from portal.retros.services.weeks import compute
from portal.routine.services.day import log_minutes
from portal.taking.services import finish
from tests.factories import NOON, make_learner, make_lesson, make_plan
from tests.quizzes.world import store_quiz
from tests.review.helpers import answered, review

WEEK = Week(date(2026, 11, 16), date(2026, 11, 22))
NEXT = Week(date(2026, 11, 23), date(2026, 11, 29))
PATH = "/retro/2026-W47/"
TUESDAY = datetime(2026, 11, 17, 12, tzinfo=UTC)
MONDAY_AFTER = datetime(2026, 11, 23, 9, tzinfo=UTC)
QUIZ = (
    "---\nid: joins-quiz\ntitle: Joins\nreview: none\n---\n\n## Name it {#name}\n\nAnswer: [[LAG]]\n\n"
    "## Name the other {#other}\n\nAnswer: [[LEAD]]\n"
)


def make_world(**fields: str) -> User:
    """Make a learner, the plan, and two lessons, one of them with a quiz."""
    make_plan()
    make_lesson("sql/joins")
    make_lesson("sql/windows")
    return make_learner(**{"zone": "UTC", **fields})


def lesson(uid: str = "sql/joins") -> Lesson:
    """Return a lesson."""
    return Lesson.objects.get(uid=uid)


def study(learner: User, at: datetime = TUESDAY, minutes: int = 50) -> None:
    """Log an evening."""
    log_minutes(learner, "evening", minutes, now=at, request_id=uuid4())


def take_quiz(
    learner: User, *given: str, at: datetime = TUESDAY, confidence: str = "know", quiz: str = QUIZ
) -> Attempt:
    """Answer the questions of the quiz of joins in order, and finish it."""
    attempt = start(
        learner, store_quiz(quiz, lesson()), mode="practice", minutes=None, seed=7, request_id=uuid4(), now=at
    )
    for text, question in zip(given, attempt.version.questions().values(), strict=False):
        told = {"gap-0": [text]}
        answer(attempt, question, told, revision=0, confidence=confidence, now=at, seconds=9.0)
    return finish(attempt, now=at + timedelta(minutes=5))


def live_a_week(learner: User) -> None:
    """Study on Tuesday: minutes, a topic, a quiz with one answer wrong, three cards with one forgotten."""
    study(learner)
    set_done(learner, lesson(), done=True, at=TUESDAY, request_id=uuid4())
    take_quiz(learner, "LAG", "RANK")
    for number, correct in enumerate((1.0, 1.0, 0.0)):
        ref, windows = f"windows#{number}", lesson("sql/windows").pk
        review(learner, answered(ref, lesson_id=windows, keep="all"), at=TUESDAY - timedelta(days=12))
        review(learner, answered(ref, correct, lesson_id=windows), at=TUESDAY)


def closed(learner: User, week: Week = WEEK, at: datetime = MONDAY_AFTER) -> Retrospective:
    """Compute a week."""
    return compute(learner, week, now=at)


__all__ = ["NOON"]
