"""A sync that moves concepts or questions leaves every lesson fading when its cards say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.content.sync import Changes, sync
from portal.progress.models import LessonState
from portal.quizzes.sync import QuizPart
from portal.review.rules.answers import Answered, Source
from portal.review.selectors import fading_differences
from portal.review.services import take_in
from portal.taking.sync import CardPart, FadingPart
from tests.content.compile.trees import BODY, FRONT, LESSON_PATH, make_tree, replaced
from tests.factories import make_learner

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
QUIZ_PATH = LESSON_PATH.replace(".md", ".quiz.md")
OTHER_PATH = "01-sql/01-core/03-other.md"
QUESTION = "## Q {{#{0} concept=sql.{0}}}\n\n- [x] True\n- [ ] False\n\n"
QUIZ = "---\nid: windows\ntitle: Windows\n---\n\n" + "".join(
    QUESTION.format(name) for name in ("rank", "number", "total")
)
OTHER = replaced(FRONT, "id: sql/windows", "id: sql/other").replace(
    "[sql.rank, sql.number, sql.total]", "[sql.x, sql.y, sql.z]"
)


@pytest.fixture
def learner(tmp_path: Path) -> User:
    """Somebody who has proven a lesson on three concepts: one question is held less well than the others."""
    learner = make_learner(zone="UTC")
    serve(make_tree(tmp_path, {QUIZ_PATH: QUIZ, OTHER_PATH: OTHER + BODY}))
    lesson = Lesson.objects.get(uid="sql/windows")
    for days, refs in ((0, "rank number total"), (8, "rank number total"), (20, "number total")):
        given = [
            Answered(f"windows#{ref}", uuid4(), 1.0, lesson_id=lesson.pk, concepts=(f"sql.{ref}",))
            for ref in refs.split()
        ]
        take_in(learner, given, source=Source.REVIEW if days else Source.QUIZ, now=NOON + days * DAY)
    other = Lesson.objects.get(uid="sql/other")
    LessonState.objects.create(user=learner, lesson=other, proven_at=NOON)
    assert fades(learner, "sql/windows") is not None
    return learner


def serve(folder: Path) -> Changes:
    quizzes = QuizPart()
    cards = CardPart(quizzes)
    return sync(folder, now=NOON, jobs=1, parts=[quizzes, cards, FadingPart(cards)])


def fades(learner: User, uid: str) -> datetime | None:
    return LessonState.objects.get(user=learner, lesson__uid=uid).fades_at


def declare(folder: Path) -> None:
    """Let the other lesson declare a concept of the first."""
    (folder / OTHER_PATH).write_text(replaced(OTHER, "sql.x", "sql.rank") + BODY)


def drop_question(folder: Path) -> None:
    (folder / QUIZ_PATH).write_text(replaced(QUIZ, QUESTION.format("rank"), ""))


@pytest.mark.parametrize(("change", "uid"), [(declare, "sql/other"), (drop_question, "sql/windows")])
def test_a_sync_that_changes_what_counts_writes_the_new_moment(
    learner: User, tmp_path: Path, change: Callable[[Path], None], uid: str
) -> None:
    before = fades(learner, uid)
    change(tmp_path)
    assert serve(tmp_path).beside["fading lessons"] == 1
    assert fades(learner, uid) not in (before, None)
    assert list(fading_differences(learner)) == []


def test_a_sync_without_a_change_writes_nothing(learner: User, tmp_path: Path) -> None:
    assert serve(tmp_path) == Changes()


def test_a_wrong_moment_is_found_and_put_right(learner: User) -> None:
    right = fades(learner, "sql/windows")
    LessonState.objects.update(fades_at=NOON)
    said = StringIO()
    with pytest.raises(CommandError, match="2 differences"):
        call_command("verify_review", stdout=said)
    assert f"sql/windows fades_at: it should be {right} and is {NOON}" in said.getvalue()
    with pytest.raises(CommandError, match="repaired"):
        call_command("verify_review", "--repair", stdout=said)
    assert fades(learner, "sql/windows") == right
    call_command("verify_review", stdout=said)
    assert said.getvalue().endswith("0 differences\n")
