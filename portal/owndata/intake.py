"""What is known while an archive is read: the names of the curriculum, and the rows read so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from portal.content.models import ChecklistItem, Lesson, LessonAlias
from portal.content.prose import Prose
from portal.owndata.rules.values import Reading, Wrong
from portal.quizzes.models import QuizVersion


class Unknown(Exception):
    """A row stands on something that is not in this portal; ``name`` says what. ``wanted``: it is nothing without."""

    def __init__(self, name: str, *, wanted: bool = False) -> None:
        """Keep the name."""
        super().__init__(name)
        self.name, self.wanted = name, wanted


@dataclass
class Intake:
    """An archive that is being read.

    ``kept`` holds the rows of each file with the number of their line; ``by_name`` finds them; ``lost`` holds the names
    of those that stand on what is not here, and ``unknown`` what that is, with how many rows. ``prose`` renders.
    """

    now: datetime
    prose: Callable[[str], Prose]
    kept: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    by_name: dict[str, dict[Hashable, Any]] = field(default_factory=dict)
    lost: dict[str, set[Hashable]] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)

    @cached_property
    def readings(self) -> dict[bool, Reading]:
        """Return what readers have to know, by whether a value may lie ahead."""
        return {ahead: Reading(self.now, ahead) for ahead in (False, True)}

    def rows(self, file: str) -> list[Any]:
        """Return the rows of a file that were kept."""
        return [row for _, row in self.kept.get(file, ())]

    @cached_property
    def lessons(self) -> dict[str, int]:
        """Return the keys of all lessons by each id they have or had."""
        aliases = dict(LessonAlias.objects.values_list("uid", "lesson"))
        return aliases | dict(Lesson.objects.order_by().values_list("uid", "pk"))

    @cached_property
    def items(self) -> set[tuple[int, str]]:
        """Return every point of every checklist: lesson and key."""
        return set(ChecklistItem.objects.order_by().values_list("lesson_id", "key"))

    @cached_property
    def versions(self) -> dict[str, QuizVersion]:
        """Return every version of a quiz by quiz and file, the newest of those that came out of one file."""
        found = QuizVersion.objects.select_related("quiz").defer("spec", "stamps").order_by("pk")
        return {f"{version.quiz.uid}@{version.source_id}": version for version in found}

    def lesson_of(self, uid: str) -> int | None:
        """Return the key of the lesson of this id, if there is one."""
        return self.lessons.get(uid)


@dataclass(frozen=True)
class LessonKey:
    """A lesson by its id."""

    paths: tuple[str, ...] = ("lesson__uid",)

    def say(self, *values: Any) -> object:
        """Return the id."""
        return values[0]

    def find(self, value: Any, intake: Intake) -> Any:
        """Return the lesson, which is not loaded whole."""
        pk = intake.lesson_of(value)
        if pk is None:
            raise Unknown(f"the lesson {value[:120]}")
        return Lesson(pk=pk, uid=value)


@dataclass(frozen=True)
class NotedKey(LessonKey):
    """The lesson of a row that is nothing without it, though the column may be empty."""

    def find(self, value: Any, intake: Intake) -> Any:
        """Return the lesson."""
        try:
            return super().find(value, intake)
        except Unknown as error:
            raise Unknown(error.name, wanted=True) from error


@dataclass(frozen=True)
class VersionKey:
    """A version of a quiz by the quiz's id and the digest of the file it came out of."""

    paths: tuple[str, ...] = ("version__quiz__uid", "version__source_id")

    def say(self, *values: Any) -> object:
        """Return ``<quiz id>@<digest>``."""
        return f"{values[0]}@{values[1]}"

    def find(self, value: Any, intake: Intake) -> Any:
        """Return the version."""
        found = intake.versions.get(value)
        if found is None:
            quiz, _, digest = value.partition("@")
            raise Unknown(f"the quiz {quiz[:120]} as it was in the file {digest[:8]}…")
        return found


@dataclass(frozen=True)
class RowKey:
    """A row of another file of the archive by its name there."""

    file: str
    paths: tuple[str, ...]
    name: Callable[..., object] = lambda *values: None if values[0] is None else str(values[0])

    def say(self, *values: Any) -> object:
        """Return the name."""
        return self.name(*values)

    def find(self, value: Any, intake: Intake) -> Any:
        """Return the row, which may not be saved yet."""
        if value in intake.lost.get(self.file, ()):
            raise Unknown("", wanted=True)
        found = intake.by_name.get(self.file, {}).get(value)
        if found is None:
            raise Wrong(f"names nothing that stands in {self.file} before it")
        return found
