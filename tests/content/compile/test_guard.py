"""The limit on processor time."""

import gc
import re
import signal
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from portal.content.compile.guard import TooSlow, time_limit

pytestmark = pytest.mark.once


def spin() -> None:
    """Never end, and swallow what one may swallow."""
    while True:
        with suppress(Exception):
            time.process_time()


def spin_on() -> None:
    """Swallow the signal too, and go on."""
    with suppress(TooSlow):
        spin()
    spin()


def give_up() -> None:
    """Swallow the signal, and end."""
    with suppress(TooSlow):
        spin()


def limited(first: Callable[[], object]) -> None:
    """Do ``first``, which ends late, and then never end."""
    with time_limit(0.05):
        first()
        spin()


def test_endless_loop_ends() -> None:
    with pytest.raises(TooSlow), time_limit(0.05):
        spin()


def test_runaway_regular_expression_ends() -> None:
    with pytest.raises(TooSlow), time_limit(0.05):
        re.match(r"(a+)+$", "a" * 60 + "b")


def test_code_that_catches_the_first_signal_is_ended_by_the_next() -> None:
    with pytest.raises(TooSlow), time_limit(0.05):
        spin_on()


def test_time_that_was_over_is_reported_even_if_the_block_went_on() -> None:
    with pytest.raises(TooSlow), time_limit(0.05):
        give_up()


class Cell:
    """Can be referred to weakly."""


class Slow:
    """Takes long to go, by its ``__del__``; it tells whether it got to the end."""

    def __init__(self, ends: list[str]) -> None:
        self.ends = ends

    def __del__(self) -> None:
        burn(self.ends)


def burn(ends: list[str]) -> None:
    """Use the processor for longer than the limit and one more signal."""
    end = time.process_time() + 0.15
    while time.process_time() < end:
        pass
    ends.append("whole")


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what Python reports as dropped."""
    seen: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", seen.append)
    return seen


@pytest.fixture
def collections() -> Iterator[list[str]]:
    """Let each collection of garbage take long; return those that got to the end."""
    ends: list[str] = []

    def slow(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            burn(ends)

    gc.callbacks.append(slow)
    yield ends
    gc.callbacks.remove(slow)


def test_callback_of_the_collector_is_left_whole_and_the_block_ends_after_it(
    collections: list[str], dropped: list[object]
) -> None:
    with pytest.raises(TooSlow):
        limited(gc.collect)
    assert set(collections) == {"whole"}
    assert dropped == []


def test_finaliser_is_left_whole_and_the_block_ends_after_it(dropped: list[object]) -> None:
    ends: list[str] = []
    with pytest.raises(TooSlow):
        limited(lambda: Slow(ends))
    assert ends == ["whole"]
    assert dropped == []


def test_finaliser_by_weak_reference_is_left_whole(dropped: list[object]) -> None:
    ends: list[str] = []
    with pytest.raises(TooSlow):
        limited(lambda: weakref.finalize(Cell(), burn, ends))
    assert ends == ["whole"]
    assert dropped == []


def test_signal_that_a_callback_swallows_is_not_reported_and_comes_again(dropped: list[object]) -> None:
    cells = [Cell()]
    watch = weakref.ref(cells[0], lambda _: burn([]))
    with pytest.raises(TooSlow):
        limited(cells.clear)
    assert watch() is None
    assert dropped == []


def test_other_errors_of_callbacks_are_reported_as_ever(dropped: list[object]) -> None:
    hook = sys.unraisablehook
    one = Cell()
    watch = weakref.ref(one, lambda _: 1 / 0)
    with time_limit(5):
        del one
    assert watch() is None
    assert len(dropped) == 1
    assert sys.unraisablehook is hook


def test_quick_work_passes_and_leaves_nothing_behind() -> None:
    before = signal.getsignal(signal.SIGVTALRM)
    with time_limit(5):
        pass
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) == before


def test_limit_in_another_thread_is_refused_not_ignored() -> None:
    errors: list[str] = []

    def work() -> None:
        try:
            with time_limit(1):
                pass
        except RuntimeError as error:
            errors.append(str(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert errors == ["a time limit needs the main thread of a process"]
