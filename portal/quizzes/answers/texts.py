"""Comparing a typed text with one that is accepted. No answer takes longer than the limit, whatever it is."""

import re
import unicodedata

import regex

LONGEST = 200
SECONDS = 0.05
_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2212": "-", "\u2013": "-"}
)
_BETWEEN = re.compile(r"(?<=\w)\s+(?=\w)")


def same(given: str, wanted: str) -> bool:
    """Compare without regard to case, runs of spaces and the shape of quotation marks."""
    return _plain(given).casefold() == _plain(wanted).casefold()


def same_case(given: str, wanted: str) -> bool:
    """Compare like ``same``, but capitals count."""
    return _plain(given) == _plain(wanted)


def same_code(given: str, wanted: str) -> bool:
    """Compare like ``same``, and without regard to spaces but those that keep two words apart."""
    return _dense(given) == _dense(wanted)


def matches(given: str, pattern: str, ignore_case: bool) -> bool:
    """Return whether ``pattern`` is found in ``given``; one that takes more than 50 ms is not found.

    The limit is processor time, so a busy machine turns no right answer wrong.
    """
    flags = regex.IGNORECASE if ignore_case else 0
    try:
        return regex.search(pattern, given.strip(), flags=flags, timeout=SECONDS) is not None
    except TimeoutError:
        return False


def fault_of(pattern: str) -> str:
    """Return why ``pattern`` cannot be used, or an empty text; it is tried on long answers of its letters."""
    if len(pattern) > LONGEST:
        return f"a regular expression of more than {LONGEST} characters"
    try:
        regex.compile(pattern)
        for piece in dict.fromkeys(["a", "0", " ", "a ", *re.findall(r"\w", pattern)[:40]]):
            regex.search(pattern, (piece * LONGEST)[: LONGEST - 1] + "\x01", timeout=SECONDS)
    except regex.error as error:
        return f"not a regular expression: {error}"
    except TimeoutError:
        return "a regular expression that takes too long on a long answer"
    except (OverflowError, MemoryError, RecursionError):
        return "a regular expression that is too large"
    return ""


def _plain(text: str) -> str:
    """Return ``text`` in one Unicode form, trimmed, with single spaces and straight quotation marks."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split())


def _dense(text: str) -> str:
    """Return ``text`` in lower case with a single space between two words and none elsewhere."""
    return "".join(_BETWEEN.sub("\x00", _plain(text).casefold()).split()).replace("\x00", " ")
