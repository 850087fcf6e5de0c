"""The tasks of beat: weeks that ended are computed, late events taken in, and one failure holds up nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from portal.accounts.models import User
from portal.outbox.models import Delivery
from portal.retros import tasks
from portal.retros.models import RetroSettings, Retrospective
from portal.routine.services.day import correct
from tests.factories import make_learner
from tests.retros.world import MONDAY_AFTER, TUESDAY, WEEK, live_a_week, make_world, study

pytestmark = pytest.mark.django_db


@pytest.fixture
def learner() -> User:
    learner = make_world()
    live_a_week(learner)
    return learner


def real() -> int:
    return Retrospective.objects.get(first=WEEK.first).figures["time"]["real"]


def test_beat_computes_a_week_once_and_takes_in_what_comes_late(learner: User) -> None:
    with time_machine.travel(MONDAY_AFTER, tick=False):
        tasks.close_weeks()
        first = Retrospective.objects.get(first=WEEK.first).computed_at
        tasks.close_weeks()
        assert Retrospective.objects.get(first=WEEK.first).computed_at == first
        late = {"morning": (40, "done")}
        correct(learner, TUESDAY.date(), late, now=MONDAY_AFTER, request_id=uuid4())
        tasks.close_weeks()
    assert real() == 90
    assert Delivery.objects.filter(local_date=WEEK.last).count() == 1


def test_a_day_corrected_months_later_is_taken_in_by_the_daily_look(learner: User) -> None:
    later = MONDAY_AFTER + timedelta(weeks=20)
    with time_machine.travel(MONDAY_AFTER, tick=False):
        tasks.close_weeks()
    with time_machine.travel(later, tick=False):
        correct(learner, TUESDAY.date(), {"morning": (40, "done")}, now=later, request_id=uuid4())
        tasks.close_weeks()
        assert real() == 50
        tasks.look_at_old_weeks()
    assert real() == 90


def test_a_week_that_cannot_be_computed_holds_up_no_other(
    learner: User, caplog: pytest.LogCaptureFixture
) -> None:
    broken = make_learner(zone="UTC")
    study(broken)
    RetroSettings.objects.create(user=broken, starts=[["no day", 6]])
    keys = [[user.pk, WEEK.first.isoformat(), WEEK.last.isoformat()] for user in (broken, learner)]
    with time_machine.travel(MONDAY_AFTER, tick=False):
        tasks.compute_weeks(keys)
    assert list(Retrospective.objects.values_list("user", flat=True)) == [learner.pk]
    assert f"of learner {broken.pk} was not computed" in caplog.text
