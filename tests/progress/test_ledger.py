"""Promise G2: every derived row equals the fold of the events, and ``verify_progress`` sees when it does not."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.content.models import Lesson, LessonAlias
from portal.progress.ledger import differences
from portal.progress.models import ItemTick, LessonState
from portal.progress.rules import Event, Kind, Level, fold, level
from portal.progress.services import set_done, set_practised, set_proven, set_tick
from tests.factories import NOON, make_learner, make_lesson

REQUESTS = [UUID(int=number) for number in range(8)]
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["tick", "tick", "done", "practised", "proven"]),
        st.integers(0, 1),
        st.integers(1, 2),
        st.booleans(),
        st.one_of(st.none(), st.sampled_from(REQUESTS)),
        st.integers(0, 60 * 24 * 3),
    ),
    max_size=25,
)


@pytest.fixture
def lessons() -> list[Lesson]:
    return [make_lesson("sql/joins", items=2), make_lesson("sql/views", items=2)]


def act(learner: User, lessons: list[Lesson], action: tuple[str, int, int, bool, UUID | None, int]) -> None:
    what, which, item, done, request_id, minutes = action
    lesson = lessons[which]
    common = {"at": NOON + timedelta(minutes=minutes), "request_id": request_id or uuid4()}
    match what:
        case "tick":
            set_tick(
                learner, lesson.items.select_related("lesson").get(key=f"item-{item}"), done=done, **common
            )
        case "done":
            set_done(learner, lesson, done=done, **common)
        case "practised":
            set_practised(learner, lesson, **common)
        case _:
            set_proven(learner, lesson, proven=done, **common)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_rows_equal_the_fold_whatever_is_done_in_whatever_order(lessons: list[Lesson], actions: list) -> None:
    """Requests repeat, come late, and come in any order of time; some actions are no change."""
    with transaction.atomic():
        learner = make_learner()
        for action in actions:
            act(learner, lessons, action)
        assert differences(learner) == []
        transaction.set_rollback(True)


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Kind)), st.sampled_from("ab"), st.datetimes(timezones=st.just(UTC)))
    )
)
def test_the_fold_of_a_log_said_twice_over_is_the_fold_of_its_changes(
    said: list[tuple[Kind, str, datetime]],
) -> None:
    events = [Event(kind, what, at, at.date()) for kind, what, at in said]
    doubled = [event for event in events for _ in range(2)]
    assert fold(doubled) == fold(events)


def test_the_first_time_counts_until_it_is_taken_back() -> None:
    times = [NOON + timedelta(hours=hour) for hour in range(4)]
    kinds = [Kind.TICKED, Kind.TICKED, Kind.UNTICKED, Kind.TICKED]
    events = [Event(kind, "a#b", at, at.date()) for kind, at in zip(kinds, times, strict=True)]
    assert fold(events[:2]).ticks == {"a#b": times[0]}
    assert fold(events).ticks == {"a#b": times[3]}


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((None, None, None, None), Level.NONE),
        ((NOON, None, None, None), Level.READ),
        ((None, NOON, None, None), Level.PRACTISED),
        ((NOON, NOON, NOON, None), Level.PROVEN),
        ((NOON, NOON, NOON, NOON), Level.FADING),
        ((NOON, None, None, NOON), Level.READ),
    ],
)
def test_the_highest_state_is_shown_and_only_what_was_proven_fades(times: tuple, expected: Level) -> None:
    assert level(*times) is expected


@pytest.fixture
def busy(db: None, lessons: list[Lesson]) -> User:
    learner = make_learner()
    for action in [
        ("tick", 0, 1, True, None, 0),
        ("tick", 0, 2, True, None, 1),
        ("done", 1, 1, True, None, 2),
    ]:
        act(learner, lessons, action)
    return learner


def verify(*arguments: str) -> str:
    out = StringIO()
    try:
        call_command("verify_progress", *arguments, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


def test_verify_finds_nothing_where_nothing_is_wrong(busy: User) -> None:
    assert "0 differences" in verify()


def test_verify_names_a_lost_row_a_row_too_many_and_a_wrong_time(busy: User) -> None:
    ItemTick.objects.filter(item__key="item-1").delete()
    ItemTick.objects.filter(item__key="item-2").update(ticked_at=NOON)
    LessonState.objects.create(user=busy, lesson=Lesson.objects.get(uid="sql/joins"), proven_at=NOON)
    said = verify()
    assert "3 differences" in said
    assert "sql/joins#item-1: events say 2026-11-24 12:00:00+00:00, shown is nothing" in said
    assert "sql/joins: events say nothing, shown is" in said


def test_verify_exits_with_1_when_anything_differs(busy: User) -> None:
    ItemTick.objects.all().delete()
    with pytest.raises(CommandError) as failed:
        call_command("verify_progress", stdout=StringIO())
    assert failed.value.returncode == 1


def test_repair_makes_the_rows_say_what_the_events_say(busy: User) -> None:
    ItemTick.objects.filter(item__key="item-1").delete()
    LessonState.objects.update(read_at=None, read_on=None)
    assert "(repaired)" in verify("--repair")
    assert differences(busy) == []
    assert "0 differences" in verify()


def test_events_from_before_a_rename_still_count(busy: User, lessons: list[Lesson]) -> None:
    lesson = lessons[0]
    Lesson.objects.filter(pk=lesson.pk).update(uid="sql/all-joins")
    LessonAlias.objects.create(uid="sql/joins", lesson=lesson)
    assert differences(busy) == []
    lesson.refresh_from_db()
    act(busy, lessons, ("tick", 0, 1, False, None, 9))
    assert differences(busy) == []
    assert ItemTick.objects.count() == 1
