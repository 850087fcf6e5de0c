"""Days and marks: what the log says of them, and that the rows say the same, whatever order things come in."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.progress.daily import DayFacts, DayKind, step
from portal.progress.days import note, set_mark
from portal.progress.ledger import differences, rebuild
from portal.progress.models import Mark, ProgressEvent, StudyDay
from portal.progress.services import set_tick
from tests.factories import NOON, make_learner, make_lesson

DAY = date(2026, 11, 24)
REQUESTS = [UUID(int=number) for number in range(6)]
SHOWN = {"icon": "book", "title": "Joins", "url": "/path/sql/joins/", "minutes": 45, "note": "", "mark": ""}
SAID = st.one_of(
    st.tuples(st.just(DayKind.MINUTES), st.fixed_dictionaries({"minutes": st.integers(1, 600)})),
    st.tuples(
        st.just(DayKind.CORRECTED),
        st.fixed_dictionaries({"minutes": st.integers(0, 600), "edited": st.booleans()}),
    ),
    st.tuples(
        st.just(DayKind.BLOCK),
        st.fixed_dictionaries(
            {"state": st.sampled_from(["done", "skipped", ""])},
            optional={"shown": st.sampled_from([[], [SHOWN]])},
        ),
    ),
    st.tuples(st.just(DayKind.SWAPPED), st.just({})),
    st.tuples(
        st.just(DayKind.SHAPED), st.fixed_dictionaries({"shape": st.sampled_from(["short", "rest", ""])})
    ),
    st.tuples(
        st.just(DayKind.MARKED), st.fixed_dictionaries({"mark": st.sampled_from(["read", "saved", ""])})
    ),
    st.tuples(st.just("tick"), st.fixed_dictionaries({"done": st.booleans()})),
)
STORIES = st.lists(
    st.tuples(
        SAID,
        st.integers(0, 2),
        st.sampled_from(["block:morning", "block:evening"]),
        st.one_of(st.none(), st.sampled_from(REQUESTS)),
    ),
    max_size=20,
)


@pytest.fixture
def learner(db: None) -> User:
    return make_learner()


def say(
    learner: User, kind: DayKind, payload: dict[str, Any], what: str = "block:morning", **more: Any
) -> bool:
    values = {"day": DAY, "at": NOON, "request_id": uuid4(), **more}
    return note(learner, kind, what, payload, **values)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=STORIES)
def test_days_and_marks_equal_the_fold_whatever_is_said_in_whatever_order(story: list[Any]) -> None:
    with transaction.atomic():
        learner = make_learner()
        item = make_lesson("sql/joins").items.select_related("lesson").get(key="item-1")
        for (kind, payload), days, what, request_id in story:
            common: dict[str, Any] = {"at": NOON + timedelta(days=days), "request_id": request_id or uuid4()}
            if kind == "tick":
                set_tick(learner, item, done=payload["done"], **common)
            elif kind == DayKind.MARKED:
                set_mark(learner, "chapter:storage", payload["mark"], day=DAY, offset=60, **common)
            else:
                note(
                    learner,
                    kind,
                    what,
                    {**payload, "offset": 60 * days},
                    day=DAY + timedelta(days=days),
                    **common,
                )
        assert differences(learner) == []
        transaction.set_rollback(True)


def test_minutes_add_up_and_a_request_sent_twice_counts_once(learner: User) -> None:
    request = uuid4()
    assert say(learner, DayKind.MINUTES, {"minutes": 20}, request_id=request)
    assert not say(learner, DayKind.MINUTES, {"minutes": 20}, request_id=request)
    assert say(learner, DayKind.MINUTES, {"minutes": 5}, "block:evening")
    assert StudyDay.objects.get().minutes == 25
    assert ProgressEvent.objects.count() == 2


def test_a_block_that_is_done_already_is_not_done_again(learner: User) -> None:
    assert say(learner, DayKind.BLOCK, {"state": "done"})
    assert not say(learner, DayKind.BLOCK, {"state": "done"})
    assert StudyDay.objects.get().done == 1


def test_a_tick_makes_a_day_of_study_and_taking_it_back_leaves_it_one(learner: User) -> None:
    item = make_lesson("sql/joins").items.select_related("lesson").get(key="item-1")
    for done in (True, False):
        set_tick(learner, item, done=done, at=NOON, request_id=uuid4())
    assert StudyDay.objects.get().as_value().studied


def test_a_skipped_block_is_no_study(learner: User) -> None:
    say(learner, DayKind.BLOCK, {"state": "skipped"})
    assert not StudyDay.objects.get().as_value().studied


def test_no_block_holds_more_than_a_day() -> None:
    facts = DayFacts()
    for _ in range(5):
        facts = step(facts, DayKind.MINUTES, "block:evening", {"minutes": 600})
    assert facts.minutes == 24 * 60


def test_a_row_that_lies_is_found_and_put_right(learner: User) -> None:
    say(learner, DayKind.MINUTES, {"minutes": 20})
    set_mark(learner, "post:1", "saved", day=DAY, offset=0, at=NOON, request_id=uuid4())
    StudyDay.objects.update(minutes=2000)
    Mark.objects.all().delete()
    assert {wrong.what for wrong in differences(learner)} == {"days", "marks"}
    rebuild(learner)
    assert differences(learner) == []
    assert (StudyDay.objects.get().minutes, Mark.objects.get().mark) == (20, "saved")
