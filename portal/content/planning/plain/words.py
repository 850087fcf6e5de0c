"""The words by which a plan says what a section is for, in English, German, French and Spanish."""

# ruff: noqa: RUF001, SIM905 - the signs people type in a plan

import re
from typing import Final

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

DAILY: Final = frozenset(
    "daily day everyday täglich tag tages tagesablauf quotidien quotidienne jour journée diario diaria día".split()
)
WEEKLY: Final = frozenset(
    "weekly week wöchentlich woche wochen wochenplan hebdomadaire semaine semanal semana".split()
)
ROUTINE: Final = frozenset(
    "routine schedule rhythm ritual rituals rhythmus ablauf tagesablauf wochenplan emploi rythme rutina horario".split()
)
_FILLERS: Final = frozenset(
    "my a the every each plan and study meine mein jede jeden und der die das im temps du ma mon chaque mi cada".split()
)
BOOK: Final = frozenset("book buch livre libro".split())
BLOGS: Final = frozenset("blog blogs".split())
_BESIDE: Final = frozenset(
    "engineering tech reading list to read liste de lecture leseliste of for lesen".split()
)
REST: Final = frozenset("rest off free ruhetag ruhe frei pause repos descanso libre".split())
INTRO: Final = frozenset(
    "basic basics beginner intro introduction grundlagen bases básico básicos fundamentals".split()
)
DEEP: Final = frozenset("advanced deep expert fortgeschritten avancé avanzado".split())
ONGOING: Final = frozenset(
    "ongoing continuous continuously always laufend dauernd continu continuo siempre".split()
)

_MILESTONE = r"(?:milestone|meilenstein|jalon|hito)s?(?:\s+project)?"
MILESTONE: Final = re.compile(
    rf"{_MILESTONE}\s*\d*\s*[:–—-]\s*(?P<text>.*)|{_MILESTONE}\s*\d*", re.IGNORECASE
)
AUTHORS: Final = re.compile(r"\s+(?:by|von|par|por)\s+|\s+[—–]\s+", re.IGNORECASE)
AND: Final = re.compile(r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b)\s*")


def words_of(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return {word.lower() for word in _WORD.findall(text)}


def is_routine(heading: str) -> bool:
    """Return whether a heading opens the routine of a day or a week."""
    words = words_of(heading)
    times = DAILY | WEEKLY
    return len(words) <= 5 and bool(words & ROUTINE or (words & times and words <= times | _FILLERS))


def is_about(heading: str, subject: frozenset[str]) -> bool:
    """Return whether a heading names ``subject`` (the book, the blogs) and hardly anything else."""
    words = words_of(heading)
    return bool(words & subject) and words <= subject | _FILLERS | _BESIDE
