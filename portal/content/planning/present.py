"""A curriculum that is there, as an import has to know it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.content.compile.kinds.lesson_front import LessonFront, read_front
from portal.content.compile.kinds.plan import compile_plan
from portal.content.compile.matter.front import read_document
from portal.content.compile.parts import Plan, TrackPlan
from portal.content.compile.problems import Problems
from portal.content.compile.source.paths import kind_of
from portal.content.compile.source.text import text_of

MEMORY = ".plan.json"
"""The hidden file in which an import remembers what it wrote, so that it knows later what a person has changed."""
_ITEM = re.compile(r"^[-*+] +\[ \] +(.*?)\s*\{#([^{}]*)\}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PresentLesson:
    """A lesson or an outline; ``items`` are its checklist, text and id."""

    path: str
    front: LessonFront
    items: tuple[tuple[str, str], ...]

    @property
    def is_written(self) -> bool:
        """Return whether there is more than an outline."""
        return self.front.status == "written"

    @property
    def folder(self) -> str:
        """Return the path of its module."""
        return self.path.rpartition("/")[0]

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the id it has and those it had."""
        return (self.front.id, *(alias for alias, _ in self.front.aliases))

    @property
    def slugs(self) -> tuple[str, ...]:
        """Return the ids it has and had, without the track."""
        return tuple(name.partition("/")[2] for name in self.ids)


@dataclass(frozen=True, slots=True)
class Present:
    """The files by path, the plan (None when there is none) and the lessons; ``memory`` has the SHA-256 of what the
    last import wrote, by path."""

    files: dict[str, bytes] = field(default_factory=dict)
    plan: Plan | None = None
    lessons: tuple[PresentLesson, ...] = ()
    memory: Mapping[str, str] = field(default_factory=dict)

    def is_ours(self, path: str) -> bool:
        """Return whether the file is as the last import left it."""
        data = self.files.get(path)
        return data is not None and self.memory.get(path) == digest(data)

    def lessons_of(self, track: TrackPlan) -> list[PresentLesson]:
        """Return the lessons of a track, in the order of their paths."""
        return [lesson for lesson in self.lessons if lesson.path.startswith(f"{track.folder}/")]

    def referred_to(self) -> set[str]:
        """Return the ids that other files name: as a prerequisite, or as the topic of a fact."""
        ids = {need for lesson in self.lessons for need, _ in lesson.front.prerequisites}
        facts = self.files.get("facts.yml", b"").decode()
        return ids | {lesson.front.id for lesson in self.lessons if lesson.front.id in facts}


def read_present(files: dict[str, bytes], memory: bytes = b"") -> Present:
    """Return what is there; ``files`` are those of a curriculum without problems, or none."""
    plan = compile_plan(files["plan.yml"].decode(), Problems("plan.yml")) if "plan.yml" in files else None
    lessons = [_lesson(path, data) for path, data in sorted(files.items()) if kind_of(path) == "lesson"]
    found = tuple(lesson for lesson in lessons if lesson is not None)
    return Present(files, plan, found, _memory(memory))


def write_memory(digests: Mapping[str, str]) -> bytes:
    """Return the file that ``read_present`` takes as its memory."""
    return f"{json.dumps(digests, indent=1, sort_keys=True)}\n".encode()


def digest(data: bytes) -> str:
    """Return the SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def _memory(data: bytes) -> dict[str, str]:
    """Return what was remembered; a memory that is not whole is none."""
    try:
        found = json.loads(data or b"{}")
    except ValueError:
        return {}
    return {str(path): str(value) for path, value in found.items()} if isinstance(found, dict) else {}


def _lesson(path: str, data: bytes) -> PresentLesson | None:
    """Read one lesson."""
    problems = Problems(path)
    text = text_of(data, problems)
    document = read_document(text, problems) if text is not None else None
    if text is None or document is None:
        return None
    items = tuple((found[1], found[2]) for found in _ITEM.finditer(text))
    return PresentLesson(path, read_front(document.fields), items)
