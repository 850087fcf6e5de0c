"""What there is to suggest, and a suggestion. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

CHECKED: Final = ("chapter:", "step:")
"""The marks of which a page knows whether they stand, also of a task that is not suggested any more."""

ACTS: Final = {"chapter": "Mark chapter {} as read", "step": "Tick step {}"}
PLAIN_ACTS: Final = {
    "chapter": "Mark the chapter as read",
    "post": "Mark the post as read",
    "repeat": "Mark the topic as repeated",
    "step": "Tick the step",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do. ``note`` says what it is and why it was chosen; ``mark`` is what can be ticked when it is done.

    ``away``: the address leads to another site. ``posted``: ``mark`` is a post, which can be saved and skipped as well.
    ``number`` is that of the chapter or step, 0 if it has none.
    """

    icon: str
    title: str
    url: str
    minutes: int
    note: str
    mark: str = ""
    away: bool = False
    posted: bool = False
    number: int = 0

    @property
    def act(self) -> str:
        """Return the words of the button that says it is done: a verb and its object."""
        kind = self.mark.partition(":")[0]
        return ACTS[kind].format(self.number) if self.number else PLAIN_ACTS[kind]

    @property
    def kept(self) -> dict[str, Any]:
        """Return what the log keeps of the task when its block is done or skipped."""
        return {
            "icon": self.icon,
            "title": " ".join(self.title.split()),
            "url": self.url,
            "minutes": self.minutes,
            "note": " ".join(self.note.split()),
            "mark": self.mark if self.mark.startswith(CHECKED) else "",
        }

    @classmethod
    def of_kept(cls, kept: Mapping[str, Any], marked: Mapping[str, str]) -> Task:
        """Return the task that ``kept`` tells of; what stands in ``marked`` need not be said again."""
        mark = "" if kept["mark"] in marked else kept["mark"]
        return cls(**{**kept, "mark": mark}, away=not kept["url"].startswith("/"))


@dataclass(frozen=True, slots=True)
class Chapter:
    """The next chapter of the book that is not read; ``page`` is where the learner stopped, or empty."""

    uid: str
    number: int
    title: str
    part: str
    book: str
    left: int
    page: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the blog of the day; without ``uid`` the blog's own page, as no feed told of a post."""

    uid: str
    title: str
    url: str
    blog: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A lesson to go on with. ``begun``: the learner was in it; ``heading`` is where.

    ``exercise`` is the address of its exercise, empty for an outline, which has none; ``checklist`` that of what to be
    able to do.
    """

    title: str
    url: str
    track: str
    read: int
    practice: int
    begun: bool
    heading: str
    exercise: str
    checklist: str


@dataclass(frozen=True, slots=True)
class Drill:
    """The exercise of a written lesson in SQL or Python; ``known``: the lesson is "read", "begun", or new (empty)."""

    title: str
    url: str
    track: str
    known: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A topic the learner asked to repeat this week; ``name`` is what is marked when it is."""

    name: str
    title: str
    url: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Quiz:
    """A quiz; ``passed`` before, when nothing is left to pass."""

    title: str
    url: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """The next step of a milestone that is not ticked."""

    uid: str
    number: int
    of: int
    text: str
    milestone: str
    url: str


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to suggest from; addresses come in, as rules know none. ``due`` cards take ``due_minutes``."""

    chapter: Chapter | None
    post: Post | None
    due: int
    due_minutes: int
    review_limit: int
    topics: tuple[Topic, ...]
    quiz: Quiz | None
    step: Step | None
    urls: Mapping[str, str]
    turn: int
    drill: Drill | None = None
    wishes: tuple[Wanted, ...] = ()

    @property
    def review_minutes(self) -> int:
        """Return the minutes the day gives to review."""
        return min(self.due_minutes, self.review_limit)
