"""Cards follow the curriculum: renamed questions keep them, those that left are retired, those that return come back."""

from datetime import timedelta
from pathlib import Path

import pytest

from portal.accounts.models import User
from portal.content.sync import sync
from portal.quizzes.models import Quiz
from portal.quizzes.sync import QuizPart
from portal.review.models import Card
from portal.review.rules.answers import Source
from portal.review.selectors import differences, queue
from portal.review.services import take_in
from portal.taking.services import finish
from portal.taking.sync import CardPart
from tests.content.compile.trees import LESSON_PATH, make_tree
from tests.factories import NOON, make_learner
from tests.quizzes.test_attempts import give
from tests.quizzes.world import begin
from tests.review.helpers import answered
from tests.taking.helpers import FACE, own

pytestmark = pytest.mark.django_db
QUIZ_PATH = LESSON_PATH.replace(".md", ".quiz.md")
HEAD = "---\nid: small\ntitle: Small\n---\n\n"
SO = "## Is it so? {#so}\n\n- [x] True\n- [ ] False\n"
NAME = "\n## Name it {#name}\n\nAnswer: [[LAG]]\n"
RENAMED = HEAD.replace("title", "aliases: {so: indeed}\ntitle") + SO.replace("#so", "#indeed") + NAME


@pytest.fixture
def learner(tmp_path: Path) -> User:
    """A learner who missed both questions of the small curriculum's quiz, long ago."""
    change(tmp_path, HEAD + SO + NAME)
    learner = make_learner(zone="UTC")
    miss(learner, "so", "name")
    return learner


def change(folder: Path, quiz: str | None) -> int:
    """Sync the small curriculum with this quiz; return how many cards that changed."""
    make_tree(folder, {QUIZ_PATH: quiz})
    quizzes = QuizPart()
    done = sync(folder, now=NOON, jobs=1, parts=[quizzes, CardPart(quizzes)])
    return done.beside.get("cards", 0)


def miss(learner: User, *names: str) -> None:
    answers = [answered(f"small#{name}", 0.0) for name in names]
    take_in(learner, answers, source=Source.QUIZ, now=NOON - timedelta(days=9))


def asked(learner: User) -> set[str]:
    return {card.ref for card in queue(learner, NOON, minutes=99).cards}


def test_a_renamed_question_keeps_its_card_and_its_log(tmp_path: Path, learner: User) -> None:
    before = Card.objects.get(ref="small#so")
    assert change(tmp_path, RENAMED) == 1
    assert Card.objects.get(ref="small#indeed").memory == before.memory
    assert asked(learner) == {"small#indeed", "small#name"}
    assert not list(differences(learner))


def test_of_two_cards_for_one_question_the_old_one_retires(tmp_path: Path, learner: User) -> None:
    miss(learner, "indeed")
    change(tmp_path, RENAMED)
    assert asked(learner) == {"small#indeed", "small#name"}
    assert Card.objects.get(ref="small#so").retired_at == NOON


def test_a_question_that_left_retires_its_card_and_returns_with_it(tmp_path: Path, learner: User) -> None:
    assert change(tmp_path, HEAD + SO) == 1
    assert asked(learner) == {"small#so"}
    assert change(tmp_path, HEAD + SO + NAME) == 1
    assert asked(learner) == {"small#so", "small#name"}


def test_a_quiz_that_left_retires_all_its_cards_and_no_own_ones(tmp_path: Path, learner: User) -> None:
    mine = own(learner)
    change(tmp_path, None)
    assert asked(learner) == {mine.ref}


def test_a_voided_question_and_one_that_became_a_card_retire(tmp_path: Path, learner: User) -> None:
    change(tmp_path, HEAD + SO.replace("{#so}", "{#so .void}") + FACE.replace("#face", "#name"))
    assert asked(learner) == set()


def test_a_sync_without_a_change_in_quizzes_changes_no_card(tmp_path: Path, learner: User) -> None:
    assert change(tmp_path, HEAD + SO + NAME) == 0


def test_an_attempt_begun_before_a_rename_is_heard_of_under_the_new_name(
    tmp_path: Path, learner: User
) -> None:
    attempt = begin(learner, Quiz.objects.get())
    give(attempt, "so", "wrong")
    change(tmp_path, RENAMED)
    finish(type(attempt).objects.get(pk=attempt.pk), now=NOON)
    assert Card.objects.get(ref="small#indeed").reps == 2
    assert not Card.objects.filter(ref="small#so").exists()
