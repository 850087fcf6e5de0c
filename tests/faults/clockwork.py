"""The portal's Celery application with a clock a test can move, and a beat that does not wait for a whole minute.

``python -m celery -A tests.faults.clockwork`` runs what production runs. The file ``VAR_DIR/clock`` says by how many
seconds this process believes to be ahead of the true time; a test changes it while the process runs, as an operator
or NTP does who sets a clock. The monotonic clock stays, as it would.
"""

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import time_machine

from portal.config.celery import app

CLOCK = Path(os.environ["VAR_DIR"]) / "clock"
MINUTE = 60.0
STEP = 1.0  # seconds between two wakes in place of a minute
WOKEN = ("portal.outbox.", "portal.reminders.")


def ahead() -> float:
    """Return how far the clock is to be ahead, in seconds."""
    try:
        return float(CLOCK.read_text() or 0)
    except FileNotFoundError:
        return 0.0


def follow(clock: time_machine.Traveller, shown: float) -> None:
    """Move the clock whenever the file changes, for ever."""
    while True:
        time.sleep(0.05)
        wanted = ahead()
        if wanted != shown:
            clock.shift(timedelta(seconds=wanted - shown))
            shown = wanted


_first = ahead()
_clock = time_machine.travel(time.time() + _first, tick=True).start()
threading.Thread(target=follow, args=(_clock, _first), daemon=True).start()


def hasten() -> None:
    """Let what reminds and sends come round each second; the rest stays as it is."""
    for entry in app.conf.beat_schedule.values():
        if entry["task"].startswith(WOKEN) and entry["schedule"] == MINUTE:
            entry["schedule"] = STEP


app.on_after_configure.connect(lambda sender, **_: hasten(), weak=False)
