"""What a plan says, before it has ids and files. Lines are those of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.compile.parts import Blog
from portal.content.planning.plain.durations import Weeks


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to learn, with what it covers, one line a point."""

    title: str
    points: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class ModuleDraft:
    """A group of topics."""

    title: str
    topics: tuple[Topic, ...]
    line: int


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    """The project of a track: its title, and the steps the plan names, if any."""

    title: str
    steps: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class TrackDraft:
    """A track in the order of the plan; ``weeks`` is None when the plan says nothing of its length."""

    title: str
    weeks: Weeks | None
    text: str
    modules: tuple[ModuleDraft, ...]
    milestone: MilestoneDraft | None
    line: int


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """A block of a day or a week; ``minutes`` is None when the plan says none."""

    title: str
    minutes: tuple[int, int] | None
    items: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class BookDraft:
    """The book beside the plan; a chapter has its title and the part it stands in, which may be empty."""

    title: str
    authors: tuple[str, ...]
    chapters: tuple[tuple[str, str], ...]
    line: int


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A whole plan. What it does not name is empty."""

    title: str
    summary: str
    tracks: tuple[TrackDraft, ...]
    daily: tuple[SlotDraft, ...]
    weekly: tuple[SlotDraft, ...]
    book: BookDraft | None
    blogs: tuple[Blog, ...]
