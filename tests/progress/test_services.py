"""Ticking and marking as done: rows, events, and requests that come twice."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from portal.accounts.models import User
from portal.content.models import ChecklistItem, Lesson
from portal.core.errors import Refused
from portal.progress.models import ItemTick, LessonState, ProgressEvent, ReadingPlace
from portal.progress.rules import Kind
from portal.progress.services import note_place, set_done, set_practised, set_proven, set_tick
from tests.factories import NOON, make_learner, make_lesson

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture
def lesson() -> Lesson:
    return make_lesson("sql/joins")


@pytest.fixture
def item(lesson: Lesson) -> ChecklistItem:
    return lesson.items.select_related("lesson").get(key="item-1")


def tick(
    learner: User, item: ChecklistItem, done: bool = True, request_id: UUID | None = None, at=NOON
) -> bool:
    return set_tick(learner, item, done=done, at=at, request_id=request_id or uuid4())


def kinds(learner: User) -> list[str]:
    return [event.kind for event in ProgressEvent.objects.of(learner).in_order()]


def test_a_tick_is_a_row_and_an_event(learner: User, item: ChecklistItem) -> None:
    assert tick(learner, item) is True
    assert ItemTick.objects.get().ticked_at == NOON
    event = ProgressEvent.objects.get()
    assert (event.kind, event.object_id) == (Kind.TICKED, "sql/joins#item-1")


def test_a_second_tick_adds_no_event_and_keeps_the_first_time(learner: User, item: ChecklistItem) -> None:
    tick(learner, item)
    assert tick(learner, item, at=LATER) is False
    assert ItemTick.objects.get().ticked_at == NOON
    assert kinds(learner) == [Kind.TICKED]


def test_taking_back_is_an_event_and_leaves_no_row(learner: User, item: ChecklistItem) -> None:
    tick(learner, item)
    assert tick(learner, item, done=False) is True
    assert not ItemTick.objects.exists()
    assert kinds(learner) == [Kind.TICKED, Kind.UNTICKED]


def test_taking_back_what_was_not_ticked_adds_no_event(learner: User, item: ChecklistItem) -> None:
    assert tick(learner, item, done=False) is False
    assert not ProgressEvent.objects.exists()


def test_a_request_that_comes_twice_is_one_event(learner: User, item: ChecklistItem) -> None:
    request_id = uuid4()
    tick(learner, item, request_id=request_id)
    assert tick(learner, item, request_id=request_id) is False
    assert kinds(learner) == [Kind.TICKED]


def test_a_tick_that_comes_again_late_does_not_undo_what_was_taken_back(
    learner: User, item: ChecklistItem
) -> None:
    request_id = uuid4()
    tick(learner, item, request_id=request_id)
    tick(learner, item, done=False)
    assert tick(learner, item, request_id=request_id) is False
    assert not ItemTick.objects.exists()
    assert kinds(learner) == [Kind.TICKED, Kind.UNTICKED]


def test_taking_back_that_comes_again_late_leaves_the_new_tick(learner: User, item: ChecklistItem) -> None:
    request_id = uuid4()
    tick(learner, item)
    tick(learner, item, done=False, request_id=request_id)
    tick(learner, item, at=LATER)
    assert tick(learner, item, done=False, request_id=request_id) is False
    assert ItemTick.objects.get().ticked_at == LATER


def test_two_learners_may_send_the_same_request_id(item: ChecklistItem) -> None:
    request_id = uuid4()
    assert all(tick(make_learner(), item, request_id=request_id) for _ in range(2))
    assert ItemTick.objects.count() == 2


@pytest.mark.parametrize("retire", ["item", "lesson"])
def test_what_has_left_the_curriculum_cannot_be_ticked(
    learner: User, item: ChecklistItem, retire: str
) -> None:
    gone = item if retire == "item" else item.lesson
    gone.retired_at = NOON
    with pytest.raises(Refused):
        tick(learner, item)
    assert not ProgressEvent.objects.exists()


def test_a_retired_lesson_cannot_be_marked_as_done(learner: User, lesson: Lesson) -> None:
    lesson.retired_at = NOON
    with pytest.raises(Refused, match="left the curriculum"):
        set_done(learner, lesson, done=True, at=NOON, request_id=uuid4())


def test_done_and_undone_are_events_and_the_row_follows(learner: User, lesson: Lesson) -> None:
    assert set_done(learner, lesson, done=True, at=NOON, request_id=uuid4()) is True
    assert LessonState.objects.get().read_at == NOON
    assert set_done(learner, lesson, done=True, at=LATER, request_id=uuid4()) is False
    assert set_done(learner, lesson, done=False, at=LATER, request_id=uuid4()) is True
    assert set_done(learner, lesson, done=False, at=LATER, request_id=uuid4()) is False
    assert LessonState.objects.get().read_at is None
    assert kinds(learner) == [Kind.DONE, Kind.REOPENED]


def test_a_done_that_comes_again_late_does_not_close_a_reopened_lesson(learner: User, lesson: Lesson) -> None:
    request_id = uuid4()
    set_done(learner, lesson, done=True, at=NOON, request_id=request_id)
    set_done(learner, lesson, done=False, at=NOON, request_id=uuid4())
    assert set_done(learner, lesson, done=True, at=LATER, request_id=request_id) is False
    assert LessonState.objects.get().read_at is None


def test_reading_and_practising_share_a_row_and_do_not_touch_each_other(
    learner: User, lesson: Lesson
) -> None:
    set_practised(learner, lesson, at=NOON, request_id=uuid4())
    set_done(learner, lesson, done=True, at=LATER, request_id=uuid4())
    set_done(learner, lesson, done=False, at=LATER, request_id=uuid4())
    state = LessonState.objects.get()
    assert (state.practised_at, state.read_at) == (NOON, None)


def test_proven_can_be_taken_back_once(learner: User, lesson: Lesson) -> None:
    take_back = {"proven": False, "at": LATER, "request_id": uuid4()}
    assert set_proven(learner, lesson, proven=True, at=NOON, request_id=uuid4()) is True
    assert set_proven(learner, lesson, **take_back) is True
    assert set_proven(learner, lesson, proven=True, at=LATER, request_id=uuid4()) is True
    assert set_proven(learner, lesson, **take_back) is False
    assert LessonState.objects.get().proven_at == LATER


@pytest.mark.parametrize(
    ("zone", "rollover_hour", "day"),
    [
        ("", 4, date(2026, 11, 24)),
        ("Pacific/Kiritimati", 4, date(2026, 11, 24)),
        ("Pacific/Kiritimati", 2, date(2026, 11, 25)),
        ("America/Los_Angeles", 4, date(2026, 11, 23)),
    ],
)
def test_an_event_counts_for_the_learners_own_day(
    item: ChecklistItem, zone: str, rollover_hour: int, day: date
) -> None:
    noon = NOON if zone != "America/Los_Angeles" else NOON - timedelta(hours=1)
    tick(make_learner(zone=zone, rollover_hour=rollover_hour), item, at=noon)
    assert ProgressEvent.objects.get().local_date == day


def test_the_day_of_a_done_lesson_is_kept_with_it(lesson: Lesson) -> None:
    set_done(
        make_learner(zone="Asia/Tokyo", rollover_hour=0),
        lesson,
        done=True,
        at=NOON + timedelta(hours=4),
        request_id=uuid4(),
    )
    assert LessonState.objects.get().read_on == date(2026, 11, 25)


def test_the_place_is_the_last_section_seen(learner: User, lesson: Lesson) -> None:
    note_place(learner, lesson, anchor="the-idea", at=NOON)
    note_place(learner, lesson, anchor="how-it-works-underneath", at=LATER)
    place = ReadingPlace.objects.get()
    assert (place.anchor, place.heading, place.seen_at) == (
        "how-it-works-underneath",
        "How it works underneath",
        LATER,
    )


def test_a_place_the_lesson_does_not_have_is_its_beginning(learner: User, lesson: Lesson) -> None:
    note_place(learner, lesson, anchor="<script>", at=NOON)
    assert (ReadingPlace.objects.get().anchor, ReadingPlace.objects.get().heading) == ("", "")
