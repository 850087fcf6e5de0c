"""Text that was decoded wrongly: UTF-8 that somebody read as Mac Roman, Latin-1 or Windows-1252.

The way back is tried: the characters to the bytes they came from, the bytes as UTF-8. It is believed only when every
character beyond ASCII takes part in it, when what comes out is what people write, and when it is not one odd place
alone. So a clean text stays as it is; and nothing is changed here without a person who has seen the examples.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

ROUNDS = 3
"""So often a text may have been decoded wrongly, one time after the other."""
EXAMPLES = 5
_NAMES = {"mac": "Mac Roman", "windows": "Latin-1 or Windows-1252"}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_COMMON = (
    (0x80, 0x9F),  # controls: left by a second wrong reading, and gone with the next round
    (0xA0, 0x17F),  # letters and signs of Latin-1, Latin Extended-A
    (0x192, 0x192),
    (0x218, 0x21B),  # Romanian
    (0x2C6, 0x2DD),  # with the sign before: what the two old tables have of their own
    (0x370, 0x45F),  # Greek, Cyrillic
    (0x1E00, 0x1EFF),  # Vietnamese and others
    (0x2010, 0x2027),
    (0x202F, 0x205E),  # dashes, quotation marks, dots
    (0x20A0, 0x20BF),  # money
    (0x2100, 0x22FF),  # letter-like signs, arrows, mathematics
    (0x2460, 0x27BF),  # numbers in circles, boxes, dingbats
    (0x2B00, 0x2BFF),
    (0x3000, 0x9FFF),  # Chinese, Japanese
    (0xAC00, 0xD7A3),  # Korean
    (0xFE0F, 0xFE0F),
    (0x200B, 0x200D),
    (0x1F000, 0x1FAFF),  # emoji
    (0xF8FF, 0xF8FF),  # the first byte of an emoji in Mac Roman, read wrongly twice
)
_APART = ("GREEK", "CYRILLIC")
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
_HALF_WAY = re.compile(r"[\x80-\x9f\uf8ff]")


@dataclass(frozen=True, slots=True)
class Repair:
    """A text as it was meant; ``how`` names the wrong reading, ``places`` counts what it spoilt.

    ``examples`` are a line number, a piece of the text as it is, and the same as it was meant.
    """

    text: str
    how: str
    places: int
    examples: tuple[tuple[int, str, str], ...]


def repair(text: str) -> Repair | None:
    """Return ``text`` as it was meant, or None when it does not look as if it had been decoded wrongly."""
    current, names = text, list[str]()
    last: tuple[str, list[str]] | None = None
    while len(names) < ROUNDS and (found := _round(current)) is not None:
        current, names = found[0], [found[1], *names]
        if _HALF_WAY.search(current) is None and _is_written_so(current):
            last = current, names
    if last is None:
        return None
    current, names = last
    how = " and ".join(dict.fromkeys(_NAMES[name] for name in names))
    pairs = [*_differing(text, current)]
    places = sum(len(_BEYOND_ASCII.findall(before)) for _, before, _ in pairs)
    return Repair(current, f"UTF-8 read as {how}", places, tuple(_short(*pair) for pair in pairs[:EXAMPLES]))


def _round(text: str) -> tuple[str, str] | None:
    """Undo one wrong reading: of the whole text, or else of the lines in which it is beyond doubt."""
    best: tuple[str, str] | None = None
    for name, to_bytes in _TABLES.items():
        whole = _undone(text, to_bytes)
        if whole is not None and (best is None or len(whole) < len(best[0])):
            best = whole, name
    if best is not None or text.isascii():
        return best
    for name, to_bytes in _TABLES.items():
        lines = text.split("\n")
        mended = [_undone(line, to_bytes, sure=True) or line for line in lines]
        if mended != lines:
            return "\n".join(mended), name
    return None


def _undone(text: str, to_bytes: Callable[[str], int | None], *, sure: bool = False) -> str | None:
    """Return the text before the wrong reading, or None when there was none. ``sure`` asks for a long sequence."""
    pieces: list[str] = []
    evidence = longest = at = 0
    for run in _BEYOND_ASCII.finditer(text):
        codes = [to_bytes(character) for character in run[0]]
        if None in codes:
            return None
        try:
            meant = bytes(code for code in codes if code is not None).decode("utf-8")
        except UnicodeDecodeError:
            return None
        if not all(map(_is_common, meant)):
            return None
        pieces += [text[at : run.start()], meant]
        at = run.end()
        evidence += sum(_weight(character) for character in meant)
        longest = max(longest, *(len(character.encode()) for character in meant))
    if not pieces or evidence < 2 or (sure and longest < 3):
        return None
    return "".join([*pieces, text[at:]])


def _weight(character: str) -> int:
    """Return how much a character that came out says: two signs side by side may be there by chance."""
    return 2 if ord(character) > 0x7FF or (ord(character) < 0x100 and character.islower()) else 1


def _is_common(character: str) -> bool:
    """Return whether people write this character."""
    code = ord(character)
    known = any(first <= code <= last for first, last in _COMMON)
    return known and unicodedata.category(character) != "Cn"


def _is_written_so(text: str) -> bool:
    """Return whether other scripts stand in words of their own and of more than one letter, as when they are meant."""
    longest: dict[tuple[str, ...], int] = {}
    for word in re.findall(r"[^\W\d_]+", text):
        scripts = [unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in word]
        for family in (_APART, _EAST_ASIAN):
            count = sum(script in family for script in scripts)
            if family is _APART and 0 < count < len(word):
                return False
            if count:
                longest[family] = max(count, longest.get(family, 0))
    return all(count > 1 for count in longest.values())


def _differing(before: str, after: str) -> Iterator[tuple[int, str, str]]:
    """Yield the lines that differ, with their number. A wrong reading neither adds nor takes a line end."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    for number, (old, new) in enumerate(pairs, start=1):
        if old != new:
            yield number, old, new


def _short(number: int, before: str, after: str) -> tuple[int, str, str]:
    """Cut an example to what stands round the first place."""
    start = next(at for at, pair in enumerate(zip(before, f"{after}\0", strict=False)) if pair[0] != pair[1])
    begin = max(0, start - 24)
    return number, before[begin : start + 24].strip(), after[begin : start + 22].strip()


def _mac(character: str) -> int | None:
    """Return the byte that Mac Roman reads as ``character``."""
    try:
        return character.encode("mac_roman")[0]
    except UnicodeEncodeError:
        return None


def _windows(character: str) -> int | None:
    """Return the byte that Windows-1252 reads as ``character``; where it has none, Latin-1 (as browsers do)."""
    try:
        return character.encode("cp1252")[0]
    except UnicodeEncodeError:
        return ord(character) if ord(character) < 256 else None


_TABLES: dict[str, Callable[[str], int | None]] = {"mac": _mac, "windows": _windows}
