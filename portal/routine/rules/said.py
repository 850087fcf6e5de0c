"""What the page says of what a learner has just done. Pure."""

from portal.reading.rules import counted


def logged(minutes: int) -> str:
    """Return that minutes are in the log."""
    return f"{counted(minutes, 'minute')} {'is' if minutes == 1 else 'are'} in your log."


def stopped(minutes: int, asked: int | None) -> str:
    """Return what a timer has logged; ``asked`` are the minutes the learner said instead of it."""
    if minutes:
        return logged(minutes)
    why = "The timer ran less than half a minute" if asked is None else "You said none"
    return f"{why}, so nothing is in your log."
