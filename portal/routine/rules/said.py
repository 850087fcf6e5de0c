"""What the page says of what a learner has just done. Pure."""

from typing import Final

from portal.reading.rules import counted

THINGS: Final = {"repeat": "topic"}
WORDS: Final = {
    ("", "read"): "marked as read",
    ("", "saved"): "saved for later",
    ("", "skipped"): "skipped",
    ("", ""): "open again",
    ("step", "read"): "ticked",
    ("repeat", "read"): "marked as repeated",
    ("page", ""): "forgotten",
}


def logged(minutes: int) -> str:
    """Return that minutes are in the log."""
    return f"{counted(minutes, 'minute')} {'is' if minutes == 1 else 'are'} in your log."


def stopped(minutes: int, asked: int | None) -> str:
    """Return what a timer has logged; ``asked`` are the minutes the learner said instead of it."""
    if minutes:
        return logged(minutes)
    why = "The timer ran less than half a minute" if asked is None else "You said none"
    return f"{why}, so nothing is in your log."


def marked(kind: str, number: int | None, word: str) -> str:
    """Return what holds of a chapter, a post, a step or a topic after ``word`` was said of it.

    ``kind`` and ``word`` are as ``services.day.MARKS`` has them; ``number``: of the chapter or step, if it has one.
    """
    if kind == "page" and word:
        return f"Page {word} is kept."
    thing = f"{kind.capitalize()} {number}" if number else f"The {THINGS.get(kind, kind)}"
    return f"{thing} is {WORDS.get((kind, word)) or WORDS['', word]}."
