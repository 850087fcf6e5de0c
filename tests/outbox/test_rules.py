"""Waiting, resting and the rate, as rules."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.outbox.rules import MOST_TRIES, next_try, paid, rest_after, rests, room, wait_after
from tests.factories import NOON
from tests.outbox.helpers import HOUR

rolls = st.floats(0, 1)


def test_without_luck_the_waits_are_those_promised() -> None:
    assert [wait_after(n, 0).total_seconds() for n in range(1, 8)] == [30, 120, 480, 1920, 7200, 7200, 7200]


@given(st.integers(1, 10_000), rolls)
def test_a_wait_is_never_longer_than_two_hours_nor_shorter_than_twenty_seconds(
    tries: int, roll: float
) -> None:
    assert 20 < wait_after(tries, roll).total_seconds() <= 7200


@given(st.integers(1, 20), rolls, st.integers(0, 60 * 60 * 8))
def test_a_next_try_is_in_time_or_is_none(tries: int, roll: float, left: int) -> None:
    expires = NOON + timedelta(seconds=left)
    at = next_try(tries, now=NOON, expires_at=expires, roll=roll)
    assert at is None or (NOON < at < expires and tries < MOST_TRIES)


@given(st.integers(1, 10_000), st.booleans())
def test_a_rest_grows_to_its_limit(strikes: int, whole: bool) -> None:
    assert rest_after(1, whole_channel=whole) <= rest_after(strikes, whole_channel=whole)
    assert rest_after(strikes, whole_channel=whole) <= timedelta(minutes=1 if whole else 10)


def test_a_rest_longer_than_any_is_none() -> None:
    assert rests(NOON + timedelta(minutes=9), NOON)
    assert not rests(NOON, NOON)
    assert not rests(NOON + 2 * HOUR, NOON)  # the clock was put back by two hours


@given(st.floats(0.05, 2000), st.lists(st.tuples(st.floats(0, 3), st.integers(1, 60)), max_size=60))
def test_no_more_leave_than_the_rate_lets(rate: float, asked: list[tuple[float, int]]) -> None:
    now = free_at = NOON
    left = 0
    for pause, most in asked:
        now += timedelta(seconds=pause)
        many = room(free_at, rate=rate, now=now, most=most).many
        free_at = paid(free_at, rate=rate, now=now, count=many)
        left += many
        passed = (now - NOON).total_seconds()
        assert left <= rate * passed + max(rate, 1) + 0.01


@given(st.floats(0.05, 2000), st.integers(0, 3000))
def test_after_the_wait_one_may_leave(rate: float, most: int) -> None:
    free_at = paid(NOON, rate=rate, now=NOON, count=room(NOON, rate=rate, now=NOON, most=most).many)
    found = room(free_at, rate=rate, now=NOON, most=1)
    assert found.many or 0 < found.wait <= 1 / rate + 0.001
    assert room(free_at, rate=rate, now=NOON + timedelta(seconds=found.wait), most=1).many == 1


def test_a_clock_put_back_does_not_close_the_channel() -> None:
    free_at = paid(NOON + 2 * HOUR, rate=10, now=NOON + 2 * HOUR, count=10)
    assert room(free_at, rate=10, now=NOON, most=50).wait < 0.11
