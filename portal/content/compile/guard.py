"""A limit on how long one file may take, which also ends a regular expression that has run away."""

from __future__ import annotations

import contextlib
import gc
import signal
import sys
import threading
import weakref
from collections.abc import Iterator
from types import FrameType

_AGAIN = 0.05
_STEPS = frozenset({__file__, contextlib.__file__})
"""The files whose code enters and leaves the block: cut off there, the timer would go on for ever."""


class TooSlow(BaseException):
    """The time is over."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End the block with ``TooSlow`` once it has used ``seconds`` of processor time.

    Processor time, so that a busy machine refuses no honest text. Python's regular expressions look for
    signals while they search, so they end as well. The signal comes again until the block is left, should a
    library have caught the first, or should it come where nothing may be raised. Works in the main thread of
    a process only; raises ``RuntimeError`` elsewhere.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("a time limit needs the main thread of a process")
    state = {"armed": True, "over": False}

    def end(_: int, interrupted: FrameType | None) -> None:
        if state["armed"]:
            state["over"] = True
            if not _must_wait(interrupted):
                raise TooSlow

    before = signal.signal(signal.SIGVTALRM, end)
    try:
        with _nothing_dropped_is_reported():
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
            yield
    finally:
        state["armed"] = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    if state["over"]:
        raise TooSlow


def _must_wait(frame: FrameType | None) -> bool:
    """Return whether this is no place for an error: a step of the guard itself, or a callback of the collector.

    Python drops an error raised in a callback, and the callback is left half done.
    """
    if frame is not None and frame.f_code.co_filename in _STEPS:
        return True
    callbacks = [getattr(callback, "__code__", None) for callback in gc.callbacks]
    while frame is not None:
        code = frame.f_code
        if code in callbacks or code.co_name == "__del__" or code.co_filename == weakref.__file__:
            return True
        frame = frame.f_back
    return False


@contextlib.contextmanager
def _nothing_dropped_is_reported() -> Iterator[None]:
    """Keep quiet about a ``TooSlow`` that Python drops in a callback nobody can tell by its frame; it comes again."""
    before = sys.unraisablehook

    def report(dropped: sys.UnraisableHookArgs) -> None:
        if dropped.exc_type is not TooSlow:
            before(dropped)

    sys.unraisablehook = report
    try:
        yield
    finally:
        sys.unraisablehook = before
