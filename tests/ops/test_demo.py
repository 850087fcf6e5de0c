"""Demo learners: a history that the services made, and that the records agree with."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from portal.accounts.models import User
from portal.content.sync import sync
from portal.ops.demo import DOMAIN, make_learner
from portal.progress.ledger import differences
from portal.progress.models import LessonState, ProgressEvent
from portal.quizzes.models import Attempt
from portal.quizzes.sync import QuizPart
from portal.review.models import ReviewLog
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def curriculum() -> None:
    sync(settings.CURRICULUM_DIR, now=timezone.now(), parts=[QuizPart()])


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("make_demo", *arguments, stdout=out)
    return out.getvalue()


def story_of(learner: User) -> list[tuple[object, ...]]:
    return list(
        ProgressEvent.objects.filter(user=learner)
        .order_by("pk")
        .values_list("kind", "object_id", "occurred_at")
    )


def test_a_history_is_long_agrees_with_its_log_and_ends_before_now(curriculum: None) -> None:
    learner = make_learner(1, weeks=16, seed=3, now=NOON)
    assert learner is not None
    assert differences(learner) == []
    events = ProgressEvent.objects.filter(user=learner)
    assert len({event.local_date for event in events}) > 10
    assert all(learner.date_joined <= event.occurred_at < NOON for event in events)
    assert LessonState.objects.filter(user=learner, read_at__isnull=False).count() > 5
    call_command("verify_review", stdout=StringIO())


def test_quizzes_are_taken_and_come_back_in_review(curriculum: None) -> None:
    for number in (1, 2, 3):
        make_learner(number, weeks=30, seed=3, now=NOON)
    attempts = Attempt.objects.all()
    assert attempts.filter(passed=True).exists()
    assert attempts.filter(finished_at=None).count() == 0
    assert ReviewLog.objects.filter(source="review").exists()


def test_the_same_seed_tells_the_same_story_and_another_one_another(curriculum: None) -> None:
    first = make_learner(1, weeks=3, seed=3, now=NOON)
    assert first is not None
    story = story_of(first)
    assert make_learner(1, weeks=3, seed=3, now=NOON) is None, "there is one already"
    call_command("make_demo", "--remove", stdout=StringIO())
    again, other = make_learner(1, weeks=3, seed=3, now=NOON), make_learner(1, weeks=3, seed=4, now=NOON)
    assert again is not None
    assert other is not None
    assert story_of(again) == story
    assert story_of(other) != story


def test_the_command_makes_lists_and_removes_and_leaves_others_alone(curriculum: None) -> None:
    User.objects.create_user("real@example.org")
    assert told("--learners", "2", "--weeks", "1").endswith("2 learners made, 0 were there already.\n")
    assert told("--learners", "2", "--weeks", "1").endswith("0 learners made, 2 were there already.\n")
    assert not User.objects.get(email=f"learner-1-1@{DOMAIN}").has_usable_password()
    assert told("--remove") == "2 demo learners removed.\n"
    assert list(User.objects.values_list("email", flat=True)) == ["real@example.org"]


def test_a_password_lets_people_in_only_when_it_is_asked_for(curriculum: None) -> None:
    User.objects.create_user("real@example.org")
    told("--learners", "1", "--weeks", "1", "--password", "a quiet river")
    assert User.objects.get(email=f"learner-1-1@{DOMAIN}").check_password("a quiet river")


def test_without_a_curriculum_it_says_what_to_run() -> None:
    with pytest.raises(CommandError, match="sync_content"):
        told("--learners", "1")


def test_the_first_account_is_left_to_the_owner(curriculum: None) -> None:
    with pytest.raises(CommandError, match="setup_link"):
        told("--learners", "1")
    assert not User.objects.exists()


@pytest.mark.parametrize("number", ["0", "x", "1001", "-1"])
def test_a_number_out_of_bounds_is_refused(number: str) -> None:
    with pytest.raises(CommandError, match="is not a number from 1 to 1000"):
        told(f"--learners={number}")
