"""Demo learners: a history that the services made, and that the records agree with."""

from collections import Counter
from datetime import timedelta
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
from portal.progress.models import LessonState, Mark, ProgressEvent, StudyDay
from portal.progress.rules import Kind
from portal.quizzes.models import Attempt
from portal.quizzes.sync import QuizPart
from portal.review.models import ReviewLog
from portal.routine.models import BlogPost
from tests.factories import NOON

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


@pytest.fixture
def curriculum() -> None:
    sync(settings.CURRICULUM_DIR, now=timezone.now(), parts=[QuizPart()])


@pytest.fixture
def learners(curriculum: None) -> list[User]:
    """Three people with seven weeks each."""
    made = [make_learner(number, weeks=7, seed=5, now=NOON) for number in (1, 2, 3)]
    return [learner for learner in made if learner is not None]


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


def test_an_evening_takes_45_to_120_minutes_and_ends_before_midnight(learners: list[User]) -> None:
    for learner in learners:
        blocks = [day.detail["blocks"] for day in StudyDay.objects.filter(user=learner)]
        evenings = [day["evening"]["minutes"] for day in blocks if day.get("evening", {}).get("minutes")]
        assert len(evenings) > 14
        assert all(45 <= minutes <= 120 for minutes in evenings), evenings
        zone = learner.profile.zone_info
        hours = [event.occurred_at.astimezone(zone).hour for event in ProgressEvent.objects.of(learner)]
        assert 6 <= min(hours) <= 9, "mornings are used"
        assert all(
            event.local_date == event.occurred_at.astimezone(zone).date()
            for event in ProgressEvent.objects.of(learner)
        )


def test_three_to_six_topics_are_done_a_week_and_a_long_one_takes_several_evenings(
    learners: list[User],
) -> None:
    for learner in learners:
        done = ProgressEvent.objects.of(learner).filter(kind=Kind.DONE)
        assert 3 <= done.count() / 7 <= 6
        ticks = ProgressEvent.objects.of(learner).filter(kind=Kind.TICKED)
        days = {(tick.object_id.partition("#")[0], tick.local_date) for tick in ticks}
        assert max(Counter(uid for uid, _ in days).values()) > 1


def test_mornings_steps_and_blocks_are_there_as_people_leave_them(learners: list[User]) -> None:
    post = BlogPost.objects.create(blog="b", url="https://b.test/", title="B", published_at=NOON - YEAR)
    learners.append(make_learner(4, weeks=7, seed=5, now=NOON) or learners[0])
    for learner in learners:
        names = set(Mark.objects.filter(user=learner).values_list("object_id", flat=True))
        assert {name.partition(":")[0] for name in names} >= {"chapter", "step"}
        days = StudyDay.objects.filter(user=learner)
        states = {block.get("state") for day in days for block in day.detail["blocks"].values()}
        assert {"done", "skipped"} <= states
        assert "morning" in {name for day in days for name in day.detail["blocks"]}
        assert 20 < days.count() < 42, "a rest day a week, and now and then a day that was missed"
    assert Mark.objects.filter(user=learners[-1], object_id=f"post:{post.pk}").exists()


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
