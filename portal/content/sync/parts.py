"""What a sync is made of, as its callers see it: the parts of upper apps, what was done, and why it was not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from portal.content.compile import Place, Problem, SourceText

T = TypeVar("T")


class ContentRefused(Exception):
    """The files have problems; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems for the caller to show."""
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class SyncedMeanwhile(Exception):
    """Another release was committed while this one compiled; nothing was written. Run it again."""


def insist(step: Callable[[], T], tries: int) -> T:
    """Return what ``step`` returns, taken again on the newer release when others were faster.

    Raises ``SyncedMeanwhile`` when they were each of so many times.
    """
    for _ in range(tries - 1):
        with suppress(SyncedMeanwhile):
            return step()
    return step()


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sync did: lesson uids in the plan's order; ``rendered`` counts lessons whose page was only made anew.

    ``beside`` counts what each part wrote. ``merged`` are the paths of files that both sides had changed and that
    could be joined, ``conflicts`` those that wait for a person; there, what was served stays. ``parted`` gives the
    folder's place by the one that is served, of files that both sides moved; of those ``aside``, the folder's text
    could not be joined, and is in the history.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    rendered: int = 0
    files: int = 0
    beside: dict[str, int] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    parted: dict[str, str] = field(default_factory=dict)
    aside: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Return whether anything was written."""
        return self.files > 0 or any(self.beside.values())


class Part(Protocol):
    """What an upper app makes of the same files, in the same transaction."""

    name: str

    def check(self, files: Sequence[SourceText], places: Mapping[str, Place]) -> list[Problem]:
        """Return what is wrong with the files; with any problem, nothing of anybody's is written."""

    @property
    def stale(self) -> bool:
        """Return whether ``write`` has anything to do."""

    def write(self, now: datetime) -> int:
        """Write what ``check`` saw; return how much that changed. The lessons are there already."""


Parts = Callable[[], Sequence[Part]]
"""Makes the parts anew, each time something is tried: a part begins with what the database serves."""
