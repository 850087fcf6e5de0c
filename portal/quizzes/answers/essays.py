"""Free text: how long it has to be."""

import re

from portal.quizzes.answers.posted import Response
from portal.quizzes.source.form import Form

LONGEST = 20_000


def least_words(form: Form) -> int:
    """Return the number of words that ``min=`` asks for, 0 without it."""
    written = form.values.get("min", "0")
    if not re.fullmatch(r"\d{1,3}", written):
        form.wrong(f"min={written}", "a number of words from 0 to 999")
        return 0
    return int(written)


def text_of(response: Response) -> str:
    """Return the text that was written, or an empty one."""
    return next(iter(response.get("text", [])), "")


def long_enough(response: Response, least: int) -> bool:
    """Return whether there is a text, and one of at least ``least`` words."""
    return len(text_of(response).split()) >= max(least, 1)
