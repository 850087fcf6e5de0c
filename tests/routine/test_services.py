"""Timer, blocks, corrections and plans: what is written, what is refused, and that the log tells all of it."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.progress.ledger import differences
from portal.progress.models import Mark, ProgressEvent, StudyDay
from portal.routine.models import RoutineVersion, TimeAway, Timer
from portal.routine.rules.plan import DayType
from portal.routine.selectors.frame import frame
from portal.routine.services import day as days
from portal.routine.services import routine as plans
from portal.routine.services.timer import start, stop
from tests.factories import NOON, make_learner, make_plan

TODAY = date(2026, 11, 24)


@pytest.fixture
def learner(db: None) -> User:
    make_plan()
    return make_learner(zone="Asia/Kolkata")


def later(**by: int) -> datetime:
    return NOON + timedelta(**by)


def block(learner: User, name: str = "morning", day: date = TODAY) -> dict[str, object]:
    return dict(StudyDay.objects.get(user=learner, day=day).as_value().blocks.get(name, {}))


def test_a_timer_logs_what_it_ran(learner: User) -> None:
    assert start(learner, "morning", now=NOON)
    assert stop(learner, "morning", now=later(minutes=12, seconds=18), request_id=uuid4()) == 12
    assert block(learner)["minutes"] == 12
    assert differences(learner) == []


def test_stopping_twice_logs_once(learner: User) -> None:
    start(learner, "morning", now=NOON)
    request = uuid4()
    stop(learner, "morning", now=later(minutes=5), request_id=request)
    assert stop(learner, "morning", now=later(minutes=9), request_id=request) is None
    assert block(learner)["minutes"] == 5


def test_only_one_block_runs_at_a_time(learner: User) -> None:
    start(learner, "morning", now=NOON)
    assert not start(learner, "morning", now=later(minutes=1))
    with pytest.raises(Refused, match="Another block"):
        start(learner, "evening", now=later(minutes=1))
    assert Timer.objects.get().started_at == NOON


def test_a_forgotten_timer_logs_its_cap_and_not_the_night(learner: User) -> None:
    start(learner, "afternoon", now=NOON)
    assert stop(learner, "afternoon", now=later(hours=9), request_id=uuid4()) == 60


@pytest.mark.parametrize(("said", "logged"), [(25, 25), (0, 0), (500, 60)])
def test_what_the_learner_says_of_a_forgotten_timer_counts_up_to_the_cap(
    learner: User, said: int, logged: int
) -> None:
    start(learner, "afternoon", now=NOON)
    assert stop(learner, "afternoon", now=later(hours=9), request_id=uuid4(), minutes=said) == logged
    assert not Timer.objects.exists()


@pytest.mark.parametrize("finish", [True, False])
def test_a_timer_of_two_seconds_leaves_no_day_of_study(learner: User, finish: bool) -> None:
    start(learner, "morning", now=NOON)
    assert stop(learner, "morning", now=later(seconds=2), request_id=uuid4(), finish=finish) == 0
    assert not Timer.objects.exists()
    assert not ProgressEvent.objects.exists()


def test_a_timer_counts_for_the_day_it_began_on(learner: User) -> None:
    before_rollover = datetime(2026, 11, 24, 22, 20, tzinfo=UTC)  # 03:50 in Kolkata, the day begins at 04:00
    start(learner, "evening", now=before_rollover)
    stop(learner, "evening", now=before_rollover + timedelta(minutes=30), request_id=uuid4())
    assert StudyDay.objects.get().day == TODAY


def test_finishing_makes_the_block_done(learner: User) -> None:
    start(learner, "morning", now=NOON)
    stop(learner, "morning", now=later(minutes=12), request_id=uuid4(), finish=True)
    assert block(learner)["state"] == "done"
    assert differences(learner) == []


def test_skip_done_and_open_follow_one_another(learner: User) -> None:
    for state in ("skipped", "done", ""):
        days.set_state(learner, "evening", state, now=NOON, request_id=uuid4())
    assert block(learner, "evening") == {}
    assert not StudyDay.objects.get().as_value().studied


@pytest.mark.parametrize("minutes", [0, -5, 1441])
def test_minutes_that_cannot_be_are_refused(learner: User, minutes: int) -> None:
    with pytest.raises(Refused):
        days.log_minutes(learner, "morning", minutes, now=NOON, request_id=uuid4())
    assert not ProgressEvent.objects.exists()


def test_an_unknown_block_is_refused(learner: User) -> None:
    with pytest.raises(Refused):
        days.set_state(learner, "siesta", "done", now=NOON, request_id=uuid4())


def test_a_past_day_is_corrected_and_says_so(learner: User) -> None:
    yesterday = TODAY - timedelta(days=1)
    days.correct(learner, yesterday, {"morning": (40, "done")}, now=NOON, request_id=uuid4())
    row = StudyDay.objects.get()
    assert (row.day, row.minutes, row.edited, row.done) == (yesterday, 40, True, 1)
    assert differences(learner) == []


def test_minutes_of_today_are_changed_without_a_mark(learner: User) -> None:
    days.log_minutes(learner, "morning", 90, now=NOON, request_id=uuid4())
    days.correct(learner, TODAY, {"morning": (45, "")}, now=NOON, request_id=uuid4())
    row = StudyDay.objects.get()
    assert (row.minutes, row.edited) == (45, False)


@pytest.mark.parametrize("away", [1, -400])
def test_days_to_come_and_long_gone_are_not_corrected(learner: User, away: int) -> None:
    with pytest.raises(Refused):
        days.correct(
            learner, TODAY + timedelta(days=away), {"morning": (40, "")}, now=NOON, request_id=uuid4()
        )


def test_a_chapter_is_ticked_and_the_tick_taken_back(learner: User) -> None:
    days.mark(learner, "chapter:storage", "read", now=NOON, request_id=uuid4())
    assert Mark.objects.get().mark == "read"
    assert frame(learner).marked == {"chapter:storage": "read"}
    days.mark(learner, "chapter:storage", "", now=NOON, request_id=uuid4())
    assert not Mark.objects.exists()
    assert differences(learner) == []


def test_the_page_where_a_learner_stopped_is_kept_until_another_one_is(learner: User) -> None:
    for page in ("57", "61"):
        days.mark(learner, "page:storage", page, now=NOON, request_id=uuid4())
    assert frame(learner).marked == {"page:storage": "61"}
    assert differences(learner) == []


@pytest.mark.parametrize(
    ("what", "word"),
    [
        ("page:storage", "0"),
        ("page:storage", "-3"),
        ("page:storage", "123456"),
        ("page:storage", "12 "),
        ("page:storage", "\u0663"),
        ("chapter:storage", "saved"),
        ("chapter:" + "x" * 300, "read"),
        ("chapter:a\nb", "read"),
        ("lesson:sql/joins", "read"),
        ("", "read"),
        ("post:1", "x" * 300),
    ],
)
def test_nothing_is_kept_of_what_cannot_be_said(learner: User, what: str, word: str) -> None:
    with pytest.raises(Refused):
        days.mark(learner, what, word, now=NOON, request_id=uuid4())
    assert not Mark.objects.exists()


def test_the_routine_of_a_past_day_stays_what_it_was(learner: User) -> None:
    rest = {"week": [DayType.REST] * 7}
    plans.save_routine(learner, rest, now=NOON)
    calendar = frame(learner).calendar
    assert calendar.planned(TODAY - timedelta(days=1))
    assert not calendar.planned(TODAY)


def test_two_changes_on_one_day_are_one_version(learner: User) -> None:
    for settings in ({"week": [DayType.REST] * 7}, {}):
        plans.save_routine(learner, settings, now=NOON)
    assert RoutineVersion.objects.get().settings == {}


def test_a_pause_is_one_and_its_days_stay_neutral_after_it(learner: User) -> None:
    assert plans.pause(learner, now=NOON)
    assert not plans.pause(learner, now=NOON)
    assert plans.resume(learner, now=later(days=5))
    calendar = frame(learner).calendar
    assert [calendar.away(TODAY + timedelta(days=n)) for n in (-1, 0, 4, 5)] == [False, True, True, False]


def test_a_pause_taken_back_on_its_day_leaves_nothing(learner: User) -> None:
    plans.pause(learner, now=NOON)
    plans.resume(learner, now=NOON)
    assert not TimeAway.objects.exists()
    assert not plans.resume(learner, now=NOON)


def test_the_frame_reads_the_clock_and_the_timer_of_this_learner_only(learner: User) -> None:
    start(make_learner(), "morning", now=NOON)
    around = frame(learner)
    assert (str(around.zone), around.rollover_hour, around.timer) == ("Asia/Kolkata", 4, None)
    start(learner, "morning", now=NOON)
    running = frame(learner).timer
    assert running is not None
    assert running.started_at == NOON


def test_a_learner_without_profile_and_plan_has_an_empty_day(db: None) -> None:
    around = frame(make_learner())
    assert around.calendar.slots(TODAY) == ()
