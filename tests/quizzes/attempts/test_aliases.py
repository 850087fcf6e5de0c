"""A question gets another id: attempts go on in the version they began with, and what was reached stays reached."""

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.quizzes.models import Attempt, Quiz
from portal.quizzes.selectors import attempts_of, best_of
from portal.review.models import Card
from portal.taking.services import finish
from tests.factories import NOON, make_learner
from tests.quizzes.test_attempts import give
from tests.quizzes.world import begin, store_quiz

pytestmark = pytest.mark.django_db
HEAD = "---\nid: small\ntitle: Small\n---\n\n"
TEXT = "## Is it so? {#so}\n\n- [x] True\n- [ ] False\n\n## Name it {#name}\n\nAnswer: [[LAG]]\n"
RENAMED = HEAD.replace("title: Small\n", "title: Small\naliases: {so: is-it}\n") + TEXT.replace(
    "{#so}", "{#is-it}"
)


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture
def quiz() -> Quiz:
    return store_quiz(HEAD + TEXT)


def test_an_attempt_under_way_goes_on_with_the_old_id(client: Client, learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz)
    give(attempt, "so", "right")
    store_quiz(RENAMED)
    client.force_login(learner)
    base = attempt.get_absolute_url()
    assert "Is it so?" in client.get(f"{base}1/").content.decode()
    client.post(f"{base}2/answer/", {"a-gap-0": "LAG", "revision": "0", "do": "check"})
    client.post(f"{base}finish/")
    attempt.refresh_from_db()
    assert (attempt.order, attempt.percent, attempt.passed) == (["so", "name"], 100, True)


def test_a_finished_attempt_is_still_shown_whole(client: Client, learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz)
    give(attempt, "so", "wrong")
    finish(attempt, now=NOON)
    store_quiz(RENAMED)
    client.force_login(learner)
    page = client.get(attempt.get_absolute_url()).content.decode()
    assert "Is it so?" in page
    assert "Name it" in page


def test_the_best_and_the_latest_count_attempts_of_both_versions(learner: User, quiz: Quiz) -> None:
    first = begin(learner, quiz)
    give(first, "so", "right")
    give(first, "name", "right")
    finish(first, now=NOON)
    second = begin(learner, store_quiz(RENAMED))
    give(second, "is-it", "right")
    finish(second, now=NOON)
    record = best_of(attempts_of(learner, quiz))
    assert (record.best, record.latest, record.passed, record.attempts) == (100, 50, True, 2)


def test_an_old_attempt_that_ends_after_the_rename_speaks_of_the_new_id(learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz)
    give(attempt, "so", "wrong")
    store_quiz(RENAMED)
    finish(Attempt.objects.get(pk=attempt.pk), now=NOON)
    assert "small#is-it" in set(Card.objects.values_list("ref", flat=True))
    assert "small#so" not in set(Card.objects.values_list("ref", flat=True))


def test_the_new_version_asks_under_the_new_id(learner: User, quiz: Quiz) -> None:
    assert begin(learner, store_quiz(RENAMED)).order == ["is-it", "name"]
