"""Times of a quiz are those of the learner's own clock."""

import pytest
from django.test import Client

from tests.factories import make_learner
from tests.quizzes.world import EXAMPLE, begin, store_quiz

pytestmark = pytest.mark.django_db


def test_attempts_and_deadlines_are_told_by_the_learners_clock(client: Client) -> None:
    learner, quiz = make_learner(zone="Asia/Tokyo"), store_quiz(EXAMPLE)
    attempt = begin(learner, quiz, "exam", minutes=30)
    client.force_login(learner)
    assert "24 November 2026, 21:00" in client.get(quiz.get_absolute_url()).content.decode()
    assert ">21:30</time>" in client.get(f"{attempt.get_absolute_url()}1/").content.decode()
