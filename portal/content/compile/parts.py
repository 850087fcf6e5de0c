"""What the compiler makes of the files: frozen values, no Django, no database.

For callers (``sync``): ``compile_tree(folder, known=…, addresses=…)`` returns ``list[Problem]`` or a
``Compiled`` with

- ``files``: every file as ``SourceText(path, data)`` with its ``sha256``;
- ``plan``, ``facts``: always read anew;
- ``values``: path → ``LessonFile | TrackFile | MilestoneFile | QuizFile`` of the files that had to be
compiled in this run;
- ``summaries``: path → ``Summary`` (``as_json``, ``Summary.from_json``) of all of those files, compiled now
or known.

``known`` maps a path to ``Known(sha256, summary)`` from the last run by the same ``RENDERER``. A file is
compiled again when its own bytes changed, or when what it shows or links to did (``Summary.stamps``): the
compiler decides that, not the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

Status = Literal["written", "outline"]
Level = Literal["intro", "core", "deep"]


@dataclass(frozen=True, slots=True)
class Link:
    """A reference to official documentation, and why to follow it."""

    title: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the table of contents: ``level`` 2 or 3, the anchor, and the title as plain text."""

    level: int
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist: its id in the lesson, and its text as HTML of the narrow kind (no blocks)."""

    id: str
    html: str
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class LessonFile:
    """A lesson or an outline, rendered.

    ``html`` is the prose without title and checklist, sanitised. ``targets`` are the paths (relative to the
    curriculum) of the files it links to or shows, each with the line it stands on.
    """

    path: str
    id: str
    title: str
    short: str
    summary: str
    status: Status
    level: Level
    lane: str
    minutes_read: int
    minutes_practice: int
    prerequisites: tuple[str, ...]
    objectives: tuple[str, ...]
    concepts: tuple[str, ...]
    facts: tuple[str, ...]
    aliases: tuple[str, ...]
    verified_on: date | None
    links: tuple[Link, ...]
    items: tuple[Item, ...]
    headings: tuple[Heading, ...]
    html: str
    targets: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MilestoneFile:
    """The project at the end of a track."""

    path: str
    id: str
    title: str
    summary: str
    steps: tuple[str, ...]
    html: str


@dataclass(frozen=True, slots=True)
class TrackFile:
    """The introduction of a track."""

    path: str
    id: str
    title: str
    summary: str
    html: str


@dataclass(frozen=True, slots=True)
class QuizFile:
    """The quiz of a lesson: its name, the ids of its questions in order, and each with a concept it asks about."""

    path: str
    id: str
    title: str
    questions: tuple[str, ...]
    asks: tuple[tuple[str, str], ...] = ()


OLD: Final = timedelta(days=180)
"""After so long a fact, or what a lesson claims, wants to be checked again."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that changed in the field; ``topics`` are ids of lessons, each with its line."""

    id: str
    text: str
    topics: tuple[tuple[str, int], ...]
    source: str
    status: str
    checked: date | None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ModulePlan:
    """A module's place in the plan; ``line`` is that of its id in ``plan.yml``."""

    id: str
    folder: str
    title: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TrackPlan:
    """A track's place in the plan; ``weeks`` is from and to, or None for a habit beside the path."""

    id: str
    folder: str
    title: str
    short: str
    weeks: tuple[int, int] | None
    weeks_proposed: bool
    modules: tuple[ModulePlan, ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Slot:
    """A block of the routine: minutes from and to, and what it is for."""

    id: str
    title: str
    minutes: tuple[int, int]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the book, with the part it stands in."""

    title: str
    part: str


@dataclass(frozen=True, slots=True)
class Book:
    """The book that is read beside the plan."""

    title: str
    authors: tuple[str, ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Blog:
    """An engineering blog of the rotation; ``feed`` is empty when none is known."""

    id: str
    title: str
    url: str
    feed: str


@dataclass(frozen=True, slots=True)
class Plan:
    """``plan.yml``, read and checked."""

    title: str
    summary: str
    tracks: tuple[TrackPlan, ...]
    daily: tuple[Slot, ...]
    weekly: tuple[Slot, ...]
    book: Book | None
    blogs: tuple[Blog, ...]
