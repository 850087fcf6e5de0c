"""The page of a quiz: times by the learner's own clock, and a best that forgets no attempt."""

from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from portal.quizzes.models import Attempt
from tests.factories import NOON, make_learner
from tests.quizzes.world import EXAMPLE, begin, store_quiz

pytestmark = pytest.mark.django_db


def test_attempts_and_deadlines_are_told_by_the_learners_clock(client: Client) -> None:
    learner, quiz = make_learner(zone="Asia/Tokyo"), store_quiz(EXAMPLE)
    attempt = begin(learner, quiz, "exam", minutes=30)
    client.force_login(learner)
    with time_machine.travel(NOON, tick=False):
        assert "24 November 2026, 21:00" in client.get(quiz.get_absolute_url()).content.decode()
        assert ">21:30</time>" in client.get(f"{attempt.get_absolute_url()}1/").content.decode()


def test_the_best_of_many_attempts_is_found_behind_those_that_are_listed(client: Client) -> None:
    learner, quiz = make_learner(), store_quiz(EXAMPLE)
    begun = begin(learner, quiz)
    Attempt.objects.filter(pk=begun.pk).update(finished_at=NOON, earned=9, possible=10)
    rows = [
        Attempt(
            user=learner, version=begun.version, mode="practice", seed=1, order=begun.order, request_id=uuid4(),
            started_at=NOON, finished_at=NOON, earned=1, possible=10,
        )
        for _ in range(60)
    ]  # fmt: skip
    Attempt.objects.bulk_create(rows)
    client.force_login(learner)
    page = client.get(quiz.get_absolute_url()).content.decode()
    assert "90 %" in page
    assert "The latest 50 of 61" in page
