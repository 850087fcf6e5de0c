"""The page of review: questions are answered, cards turned over, the last grade taken back."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.test import Client

from portal.review.models import Card, ReviewLog
from portal.review.services import make_card
from portal.taking.services import finish
from tests.factories import make_learner
from tests.quizzes.test_attempts import HEAD, ONE, give
from tests.quizzes.world import begin, fields, store_quiz

pytestmark = pytest.mark.django_db


def test_a_missed_question_is_asked_again_and_graded_the_same_way(client: Client) -> None:
    learner = make_learner()
    client.force_login(learner)
    attempt = begin(learner, store_quiz(HEAD + ONE))
    give(attempt, "so", "wrong")
    finish(attempt, now=datetime(2025, 1, 1, tzinfo=UTC))
    assert "Is it so?" in client.get("/review/").content.decode()
    card, question = Card.objects.get(), attempt.version.questions()["so"]
    given = {f"a-{name}": values for name, values in fields(question, card.showing_seed, "right").items()}
    reply = client.post(f"/review/{card.pk}/answer/", {**given, "request": str(uuid4())})
    assert "Right" in reply.content.decode()
    assert ReviewLog.objects.latest("pk").correct == 1.0


def test_an_own_card_is_turned_over_judged_and_taken_back(client: Client) -> None:
    learner, now = make_learner(), datetime(2025, 1, 1, tzinfo=UTC)
    client.force_login(learner)
    card = make_card(learner, front="Front", back="Behind it", request_id=uuid4(), now=now)
    assert "Behind it" not in client.get("/review/").content.decode()
    assert "Behind it" in client.get("/review/?turned").content.decode()
    client.post(f"/review/{card.pk}/judge/", {"rating": "3", "request": str(uuid4())})
    assert Card.objects.get().reps == 1
    client.post("/review/undo/", {"request": str(uuid4())})
    assert Card.objects.get().reps == 0
