"""The limit on processor time."""

import re
import signal
import threading
import time
from contextlib import suppress

import pytest

from portal.content.compile.guard import TooSlow, time_limit


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
