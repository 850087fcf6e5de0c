"""Many requests at once: the log has the order the rows have seen, whatever the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection

from portal.accounts.models import User
from portal.content.models import ChecklistItem
from portal.progress.ledger import differences
from portal.progress.models import ItemTick, LessonState, ProgressEvent
from portal.progress.services import set_done, set_tick
from tests.factories import NOON, make_learner, make_lesson

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture
def item() -> ChecklistItem:
    return make_lesson("sql/joins").items.select_related("lesson").get(key="item-1")


def together(act: Callable[[int], bool]) -> list[bool]:
    """Run ``act`` in several threads that start at the same moment; return what each said."""
    start = Barrier(AT_ONCE)

    def one(number: int) -> bool:
        start.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_equal_ticks_at_once_are_one_event(learner: User, item: ChecklistItem) -> None:
    said = together(lambda _: set_tick(learner, item, done=True, at=NOON, request_id=uuid4()))
    assert said.count(True) == 1
    assert (ItemTick.objects.count(), ProgressEvent.objects.count()) == (1, 1)


def test_the_same_request_at_once_is_one_event(learner: User, item: ChecklistItem) -> None:
    request_id = uuid4()
    said = together(lambda _: set_done(learner, item.lesson, done=True, at=NOON, request_id=request_id))
    assert said.count(True) == 1
    assert (LessonState.objects.count(), ProgressEvent.objects.count()) == (1, 1)


def test_ticks_and_their_taking_back_at_once_leave_rows_and_log_agreed(
    learner: User, item: ChecklistItem
) -> None:
    for turn in range(5):
        together(
            lambda number, turn=turn: set_tick(
                learner,
                item,
                done=number % 2 == 0,
                at=NOON + timedelta(seconds=turn * AT_ONCE + number),
                request_id=UUID(int=turn * AT_ONCE + number),
            )
        )
        assert differences(learner) == []
