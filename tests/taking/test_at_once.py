"""Two tabs at the same moment: one grade, whichever comes first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from fsrs import Rating

from portal.accounts.models import User
from portal.review.models import Card, ReviewLog
from portal.review.selectors import differences
from portal.taking.posted import Posted
from portal.taking.review.answering import Outcome, answer, judge_back
from tests.factories import make_learner
from tests.quizzes.test_attempts import ONE
from tests.taking.helpers import given, missed, own

pytestmark = pytest.mark.django_db(transaction=True)
TABS = 6


def at_once(act: Callable[[int], Outcome]) -> list[Outcome]:
    """Let each tab act in a thread of its own, all beginning together."""
    barrier = Barrier(TABS)

    def tab(number: int) -> Outcome:
        barrier.wait(10)
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(TABS) as threads:
        return list(threads.map(tab, range(TABS)))


@pytest.fixture
def learner() -> User:
    return make_learner(zone="UTC")


def test_of_answers_from_six_tabs_at_once_one_counts(learner: User) -> None:
    card, quiz = missed(learner, ONE, "so")
    data = {name.removeprefix("a-"): values for name, values in given(card, quiz, "right").items()}
    posted = Posted("check", {"data": data, "confidence": "", "seconds": None})
    now = timezone.now()
    done = at_once(lambda _: answer(learner, card.pk, posted, number=1, request_id=uuid4(), now=now))
    assert sorted(done) == [Outcome.GRADED] + [Outcome.STALE] * (TABS - 1)
    assert (Card.objects.get().reps, ReviewLog.objects.count()) == (2, 2)
    assert not list(differences(learner))


def test_of_one_judgement_sent_six_times_at_once_one_counts_and_all_are_content(learner: User) -> None:
    card, key, now = own(learner), uuid4(), timezone.now()
    done = at_once(
        lambda _: judge_back(learner, card.pk, Rating.Good, number=0, request_id=key, seconds=None, now=now)
    )
    assert done == [Outcome.GRADED] * TABS
    assert ReviewLog.objects.count() == 1
