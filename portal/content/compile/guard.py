"""A limit on how long one file may take, which also ends a regular expression that has run away."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_AGAIN = 0.05


class TooSlow(BaseException):
    """The time is over."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """End the block with ``TooSlow`` once it has used ``seconds`` of processor time.

    Processor time, so that a busy machine refuses no honest text. Python's regular expressions look for
    signals while they search, so they end as well. The signal comes again until the block is left, should a
    library have caught the first. Works in the main thread of a process only; raises ``RuntimeError``
    elsewhere.
    """
    if threading.current_thread() is not threading.main_thread():
        raise RuntimeError("a time limit needs the main thread of a process")
    state = {"armed": True, "over": False}

    def end(_: int, __: FrameType | None) -> None:
        if state["armed"]:
            state["over"] = True
            raise TooSlow

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
    try:
        yield
    finally:
        state["armed"] = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    if state["over"]:
        raise TooSlow
