"""An exam whose time ran out while its page was closed is handed in by itself, once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import User
from portal.quizzes.models import Attempt, Quiz
from portal.quizzes.services import GRACE, save, start
from portal.review.models import Card
from portal.taking.services import hand_in, out_of_time
from portal.taking.tasks import hand_in_exams
from tests.factories import NOON, make_learner
from tests.quizzes.test_attempts import HEAD, ONE, TWO
from tests.quizzes.world import begin, store_quiz

pytestmark = pytest.mark.django_db
END = NOON + timedelta(minutes=10)


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture
def quiz() -> Quiz:
    return store_quiz(HEAD + ONE + TWO)


def typed(attempt: Attempt, text: str) -> Attempt:
    """Save an answer of the exam as its page does."""
    question = attempt.version.questions()["name"]
    save(attempt, question, {"gap-0": [text]}, revision=0, confidence="", now=attempt.started_at)
    return attempt


def test_an_exam_is_handed_in_after_its_time_and_the_grace_and_not_before(learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz, "exam", minutes=10)
    assert out_of_time(now=END + GRACE) == []
    hand_in(attempt.pk, now=END + GRACE)
    attempt.refresh_from_db()
    assert attempt.finished_at is None
    assert out_of_time(now=END + GRACE + timedelta(seconds=1)) == [attempt.pk]


def test_what_has_no_limit_waits_for_its_learner(learner: User, quiz: Quiz) -> None:
    begin(learner, quiz, "exam")
    begin(learner, quiz, "practice")
    assert out_of_time(now=NOON + timedelta(days=300)) == []


def test_it_is_handed_in_once_with_what_was_saved_and_review_hears_of_it_once(
    learner: User, quiz: Quiz
) -> None:
    attempt = typed(begin(learner, quiz, "exam", minutes=10), "LAST")
    for minute in (1, 2):
        hand_in(attempt.pk, now=END + timedelta(minutes=minute))
    attempt.refresh_from_db()
    assert (attempt.finished_at, attempt.earned, attempt.possible) == (END + timedelta(minutes=1), 0.0, 2.0)
    assert Card.objects.get(user=learner).logs.count() == 1
    assert out_of_time(now=END + timedelta(days=1)) == []


def test_an_exam_that_was_handed_in_meanwhile_keeps_its_end(learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz, "exam", minutes=10)
    Attempt.objects.filter(pk=attempt.pk).update(finished_at=NOON)
    hand_in(attempt.pk, now=END + timedelta(hours=1))
    attempt.refresh_from_db()
    assert attempt.finished_at == NOON


def test_the_result_of_an_exam_that_ran_out_stands_on_the_page_of_its_quiz(
    client: Client, learner: User, quiz: Quiz
) -> None:
    client.force_login(learner)
    before = timezone.now() - timedelta(hours=1)
    attempt = start(learner, quiz, mode="exam", minutes=10, seed=7, request_id=uuid4(), now=before)
    typed(attempt, "LAG")
    assert "Go on where you stopped" in client.get(quiz.get_absolute_url()).content.decode()
    hand_in_exams()
    page = client.get(quiz.get_absolute_url()).content.decode()
    assert "Go on where you stopped" not in page
    assert "50 %" in page
    assert "data-finish" not in client.get(attempt.get_absolute_url()).content.decode()


def test_twenty_that_ran_out_are_found_by_one_query(
    learner: User, quiz: Quiz, django_assert_num_queries: object
) -> None:
    made = [begin(learner, quiz, "exam", minutes=10).pk for _ in range(20)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert sorted(out_of_time(now=END + timedelta(days=1))) == made
