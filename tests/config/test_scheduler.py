"""The beat goes on when the clock of its machine is set back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from celery import Celery

from portal.config.celery import app as portal_app
from portal.config.scheduler import SteadyScheduler
from tests.factories import NOON

pytestmark = pytest.mark.once
EACH_MINUTE = {"task": "a", "schedule": 60.0}


class Listening(SteadyScheduler):
    """Notes what it would send."""

    def apply_async(self, entry, producer=None, advance=True, **kwargs):  # type: ignore[no-untyped-def]
        self.reserve(entry)
        self.sent.append(entry.name)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Listening]:
    """A beat with two entries that come round each minute and have both just run, at noon."""
    app = Celery(set_as_current=False, broker="memory://")
    app.conf.beat_schedule = {"first": EACH_MINUTE, "second": EACH_MINUTE}
    with time_machine.travel(NOON, tick=False) as clock:
        beat = Listening(app, schedule_filename=str(tmp_path / "beat"), lazy=False)
        beat.sent, beat.clock = [], clock
        clock.shift(timedelta(minutes=1))
        _look(beat)
        yield beat
        beat.close()


def _look(beat: Listening) -> set[str]:
    """Return what is sent by looking a few times."""
    beat.sent.clear()
    for _ in range(6):
        beat.tick()
    return set(beat.sent)


def test_every_entry_comes_round_a_minute_after_the_clock_was_set_back(scheduler: Listening) -> None:
    scheduler.clock.shift(timedelta(hours=-2))
    assert _look(scheduler) == set()
    for _ in range(3):
        scheduler.clock.shift(timedelta(minutes=1))
        assert _look(scheduler) == {"first", "second"}


def test_a_clock_set_ahead_makes_every_entry_due_once(scheduler: Listening) -> None:
    scheduler.clock.shift(timedelta(hours=2))
    assert _look(scheduler) == {"first", "second"}
    assert _look(scheduler) == set()


def test_the_portal_runs_this_beat() -> None:
    assert portal_app.conf.beat_scheduler == "portal.config.scheduler.SteadyScheduler"
