"""What the code of a lesson and of its quiz claims, as the tests of the curriculum prove it and as a page counts it.

``tests/curriculum`` runs what this finds; the health page says how much of it there is, and what cannot be proved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from portal.content.compile.fences import Fence

ASKED: Final = ("predict", "lines", "parsons", "drill")
"""The roles of blocks in a quiz that a learner answers; all of them are run."""
FEWEST_REJECTS: Final = 2
_EXERCISE: Final = ("starter", "solution")
_QUESTION: Final = re.compile(r"^## .*\{#(?P<id>[\w-]+)[^}]*\}\s*$")


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a quiz that holds code: its id, the line of its heading and its fences in order."""

    id: str
    line: int
    fences: tuple[Fence, ...]

    def of_role(self, role: str) -> list[Fence]:
        """Return its fences of one role, in order."""
        return [fence for fence in self.fences if fence.role == role]


@dataclass(frozen=True, slots=True)
class Blocks:
    """How many blocks are executed, are read by a parser only, and are shown as they are.

    An output is compared with what the block above it did, so it is no block of its own.
    """

    executed: int = 0
    static: int = 0
    shown: int = 0


def blocks_of(fences: Iterable[Fence]) -> Blocks:
    """Count the blocks of a lesson."""
    roles = [fence.role for fence in fences]
    executed = sum(role in ("run", *_EXERCISE) for role in roles)
    return Blocks(executed, roles.count("static"), roles.count("text"))


def questions_of(text: str, fences: Iterable[Fence]) -> list[Question]:
    """Return the questions of a quiz from its text and blocks; a heading inside a code block is none."""
    fences = tuple(fences)
    headings = [
        (number, found["id"])
        for number, line in enumerate(text.split("\n"), start=1)
        if (found := _QUESTION.match(line)) and not any(fence.line < number < fence.end for fence in fences)
    ]
    ends = [*(number for number, _ in headings), len(text)][1:]
    return [
        Question(name, start, tuple(fence for fence in fences if start < fence.line < end))
        for (start, name), end in zip(headings, ends, strict=True)
    ]


def lacks(question: Question, drill: Fence) -> Iterator[tuple[int, str]]:
    """Yield line and words for what keeps a drill from being proved, which asks for more than the format does."""
    hidden = "check" if drill.language == "sql" else "test"
    for role, least in (("solution", 1), (hidden, 1), ("reject", FEWEST_REJECTS)):
        if (found := len(question.of_role(role))) < least:
            yield drill.line, f"drill with {found} {role} blocks; at least {least}"
    for reject in question.of_role("reject"):
        if len(reject.words) != 3:
            yield reject.line, 'a wrong solution without its name; write reject "why it is wrong"'
