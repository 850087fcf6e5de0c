"""Promise W1: computing a week is idempotent, takes in late events, and never touches the learner's words."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from portal.accounts.models import Profile, User
from portal.outbox.models import Delivery
from portal.progress.services import set_done, set_tick
from portal.retros.models import Retrospective, Words
from portal.retros.rules.weeks import DAY, Week
from portal.retros.selectors.stale import ended_weeks, stale_weeks
from portal.retros.services.settings import set_settings
from portal.retros.services.weeks import compute, compute_by_key
from portal.retros.services.words import Draft, save
from portal.review.models import ReviewLog
from portal.review.services import undo_last
from portal.routine.services.day import correct
from portal.routine.services.routine import add_away
from tests.factories import make_learner
from tests.retros.world import (
    MONDAY_AFTER,
    NEXT,
    TUESDAY,
    WEEK,
    closed,
    lesson,
    live_a_week,
    make_world,
    study,
    take_quiz,
)
from tests.review.helpers import answered, review

pytestmark = pytest.mark.django_db
KEY = (WEEK.first.isoformat(), WEEK.last.isoformat())


@pytest.fixture
def learner() -> User:
    learner = make_world()
    live_a_week(learner)
    return learner


def row() -> dict[str, object]:
    return Retrospective.objects.filter(first=WEEK.first).values().get()


def test_computing_twice_leaves_one_row_that_is_the_same(learner: User) -> None:
    closed(learner)
    before = row()
    closed(learner, at=MONDAY_AFTER + timedelta(hours=3))
    assert row() == before


def test_the_figures_say_what_happened(learner: User) -> None:
    figures = closed(learner).figures
    assert (figures["time"]["real"], figures["topics"]["read"]) == (50, 1)
    assert figures["accuracy"]["quiz"] == {"right": 1, "of": 2}
    assert figures["accuracy"]["missed"] == {"sql/joins": {"title": "Joins", "refs": ["joins-quiz#other"]}}
    assert figures["calibration"]["know"] == {"right": 1, "of": 2}
    assert (figures["cards"]["due"], figures["cards"]["kept"]) == (3, 2)
    assert [topic["uid"] for topic in figures["weak"]["topics"]] == ["sql/joins", "sql/windows"]
    assert figures["weak"]["topics"][0]["why"] == "1 of 2 answered right, once sure and wrong"
    assert (figures["rhythm"]["studied"], figures["rhythm"]["planned"]) == (1, 6)


def test_a_second_answer_to_a_question_is_no_first_try(learner: User) -> None:
    take_quiz(learner, "LAG", "LEAD", at=TUESDAY + timedelta(days=1))
    accuracy = closed(learner).figures["accuracy"]
    assert accuracy["first"] == {"right": 1, "of": 2}
    assert accuracy["quiz"] == {"right": 3, "of": 4}


def test_a_late_event_changes_the_figures_of_its_week_and_no_other(learner: User) -> None:
    study(learner, TUESDAY - timedelta(days=7))
    for week in (Week(WEEK.first - 7 * DAY, WEEK.first - DAY), WEEK):
        closed(learner, week)
    before = {each.first: each.figures for each in Retrospective.objects.all()}
    late = {"morning": (40, "done")}
    correct(learner, date(2026, 11, 18), late, now=MONDAY_AFTER + timedelta(days=1), request_id=uuid4())
    assert [first for _, first, _ in stale_weeks(date(2026, 10, 1))] == [WEEK.first.isoformat()]
    for key in stale_weeks(date(2026, 10, 1)):
        compute_by_key(*key, now=MONDAY_AFTER + timedelta(days=1))
    after = {each.first: each.figures for each in Retrospective.objects.all()}
    assert [first for first in after if after[first] != before[first]] == [WEEK.first]
    assert after[WEEK.first]["time"]["real"] == 90
    assert stale_weeks(date(2026, 10, 1)) == []


def test_what_is_said_in_the_week_after_changes_nothing(learner: User) -> None:
    closed(learner)
    before = row()
    study(learner, MONDAY_AFTER)
    review(learner, answered("windows#0"), at=MONDAY_AFTER)
    take_quiz(learner, "LAG", "LEAD", at=MONDAY_AFTER)
    assert stale_weeks(date(2026, 10, 1)) == []
    closed(learner, at=MONDAY_AFTER + timedelta(hours=1))
    assert row() == before


def test_a_grade_taken_back_after_the_week_is_taken_out_of_it(learner: User) -> None:
    closed(learner)
    undo_last(learner, request_id=uuid4(), now=MONDAY_AFTER)
    assert len(stale_weeks(date(2026, 10, 1))) == 1
    assert closed(learner).figures["cards"]["due"] == 2


def test_days_off_that_are_said_later_change_what_was_planned(learner: User) -> None:
    planned = closed(learner).figures["time"]["planned"]
    add_away(learner, date(2026, 11, 18), date(2026, 11, 20), now=TUESDAY)
    assert len(stale_weeks(date(2026, 10, 1))) == 1
    assert closed(learner).figures["time"]["planned"] < planned


def test_the_words_survive_a_computation(learner: User) -> None:
    closed(learner)
    save(
        learner,
        WEEK,
        Draft({"learned": "Put it in ON.", "hard": "NULL keys"}, 0, close=True),
        now=MONDAY_AFTER,
    )
    before = Words.objects.values().get()
    study(learner, TUESDAY + timedelta(hours=2))
    closed(learner)
    assert Words.objects.values().get() == before


def test_a_point_ticked_and_taken_back_does_not_count(learner: User) -> None:
    item = lesson().items.select_related("lesson").get(key="item-1")
    for done in (True, False):
        set_tick(learner, item, done=done, at=TUESDAY, request_id=uuid4())
    assert closed(learner).figures["topics"]["ticked"] == 0


def test_a_lesson_opened_again_in_the_week_is_not_finished_in_it(learner: User) -> None:
    set_done(learner, lesson(), done=False, at=TUESDAY + timedelta(days=1), request_id=uuid4())
    topics = closed(learner).figures["topics"]
    assert ([topic["uid"] for topic in topics["topics"]], topics["read"]) == (["sql/windows"], 0)


def test_an_answer_counts_once_when_the_learner_flies_around_the_end_of_the_week() -> None:
    learner = make_world(zone="Asia/Tokyo")
    sunday_night = datetime(
        2026, 11, 22, 18, 30, tzinfo=UTC
    )  # half past three on Monday in Tokyo, before four
    take_quiz(learner, "LAG", at=sunday_night)
    compute(learner, WEEK, now=MONDAY_AFTER)
    Profile.objects.filter(user=learner).update(zone="Australia/Sydney")
    moved = User.objects.get(pk=learner.pk)
    compute(moved, NEXT, now=MONDAY_AFTER + timedelta(days=8))
    counts = [each.figures["accuracy"]["quiz"]["of"] for each in Retrospective.objects.order_by("first")]
    assert counts == [1, 0]


def test_a_week_is_due_when_it_ended_by_the_learners_clock_and_hour(learner: User) -> None:
    ended = [
        list(ended_weeks(datetime(2026, 11, 23, 3, 59, tzinfo=UTC))),
        list(ended_weeks(datetime(2026, 11, 23, 4, 1, tzinfo=UTC))),
    ]
    assert [KEY[0] in [first for _, first, _ in weeks] for weeks in ended] == [False, True]


def test_a_week_that_is_computed_is_not_due(learner: User) -> None:
    for key in ended_weeks(MONDAY_AFTER):
        compute_by_key(*key, now=MONDAY_AFTER)
    assert list(ended_weeks(MONDAY_AFTER)) == []


def test_nobody_who_never_studied_has_a_week() -> None:
    make_learner(zone="UTC")
    assert list(ended_weeks(MONDAY_AFTER)) == []


def test_after_four_idle_weeks_there_is_silence(learner: User) -> None:
    for n in range(7):
        now = MONDAY_AFTER + timedelta(weeks=n)
        for key in ended_weeks(now):
            compute_by_key(*key, now=now)
    assert Retrospective.objects.filter(first__gte=WEEK.first).count() == 5
    assert Delivery.objects.filter(local_date__gte=WEEK.last).count() == 5


def test_a_week_that_begins_on_sunday_ends_on_saturday(learner: User) -> None:
    set_settings(learner, weekday=6, mail=True, mail_hour=8, now=TUESDAY)
    weeks = list(ended_weeks(datetime(2026, 11, 22, 5, tzinfo=UTC)))
    assert (learner.pk, "2026-11-16", "2026-11-21") in weeks


def test_an_account_that_is_gone_is_passed_over(learner: User) -> None:
    compute_by_key(learner.pk + 1, *KEY, now=MONDAY_AFTER)
    assert not Retrospective.objects.exists()


def test_the_log_of_reviews_has_what_the_tests_speak_of(learner: User) -> None:
    assert ReviewLog.objects.filter(local_date=TUESDAY.date()).count() == 3
