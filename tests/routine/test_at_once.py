"""Two devices at once: one timer, each minute once, and a log that says what the rows say."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.progress.ledger import differences
from portal.progress.models import Mark, ProgressEvent, StudyDay
from portal.routine.models import TimeAway, Timer
from portal.routine.services import day as days
from portal.routine.services.routine import pause
from portal.routine.services.timer import start, stop
from tests.factories import NOON, make_learner, make_plan
from tests.progress.test_at_once import AT_ONCE, together

pytestmark = pytest.mark.django_db(transaction=True)
BLOCKS = ("morning", "afternoon", "evening")


@pytest.fixture
def learner() -> User:
    make_plan()
    return make_learner()


def test_of_several_blocks_started_at_once_one_runs(learner: User) -> None:
    def begin(number: int) -> bool:
        try:
            return start(learner, BLOCKS[number % 3], now=NOON)
        except Refused:
            return False

    assert together(begin).count(True) == 1
    assert Timer.objects.count() == 1


def test_a_timer_stopped_on_several_devices_is_logged_once(learner: User) -> None:
    start(learner, "morning", now=NOON)
    later = NOON + timedelta(minutes=20)
    said = together(lambda _: stop(learner, "morning", now=later, request_id=uuid4()) is not None)
    assert said.count(True) == 1
    assert StudyDay.objects.get().minutes == 20


def test_minutes_logged_at_once_all_count(learner: User) -> None:
    assert all(
        together(lambda n: days.log_minutes(learner, BLOCKS[n % 3], 10 + n, now=NOON, request_id=uuid4()))
    )
    assert StudyDay.objects.get().minutes == sum(10 + n for n in range(AT_ONCE))
    assert differences(learner) == []


def test_the_same_request_at_once_counts_once(learner: User) -> None:
    request = uuid4()
    together(lambda _: days.log_minutes(learner, "morning", 10, now=NOON, request_id=request))
    assert StudyDay.objects.get().minutes == 10
    assert ProgressEvent.objects.count() == 1


def test_what_is_said_of_a_post_at_once_is_what_the_log_says(learner: User) -> None:
    words = ("read", "saved", "skipped")
    together(lambda n: days.mark(learner, "post:1", words[n % 3], now=NOON, request_id=uuid4()))
    assert Mark.objects.count() == 1
    assert differences(learner) == []


def test_pausing_on_several_devices_is_one_pause(learner: User) -> None:
    assert together(lambda _: pause(learner, now=NOON)).count(True) == 1
    assert TimeAway.objects.count() == 1
