"""A merge as a text to edit: joined where the sides do not meet, both sides between marks where they do."""

from __future__ import annotations

import re
from typing import Final

from portal.content.merging import Conflict, Merge

OURS: Final = "<<<<<<< published"
MIDDLE: Final = "======="
THEIRS: Final = ">>>>>>> the other text"
_MARKS = re.compile(r"^(?:<{7} published|>{7} the other text)\r?$", re.MULTILINE)


def proposed(merge: Merge) -> str:
    """Return the text of a merge; what a person has to decide stands between marks."""
    pieces = []
    for piece in merge.pieces:
        if isinstance(piece, Conflict):
            pieces += [f"{OURS}\n", _ended(piece.ours), f"{MIDDLE}\n", _ended(piece.theirs), f"{THEIRS}\n"]
        else:
            pieces.append(piece.text)
    return "".join(pieces)


def undecided(text: str) -> int:
    """Return the line of the first mark that is left, from 1, or 0 when there is none."""
    found = _MARKS.search(text)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _ended(text: str) -> str:
    """Return a text whose last line has an end, so that the mark behind it stands on a line of its own."""
    return text if not text or text.endswith("\n") else f"{text}\n"
