"""Bring the quizzes of a curriculum into the database, in the transaction of its sync."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from portal.content.compile import Place, Problem, SourceText, fetch
from portal.content.compile.fingerprint import fingerprint
from portal.content.compile.source.paths import lesson_beside
from portal.content.models import Lesson, SourceFile
from portal.quizzes.compile import compile_quiz
from portal.quizzes.models import Quiz, QuizVersion
from portal.quizzes.parts import QuizFile

COMPILER = fingerprint(Path(__file__).parent)
SUFFIX = ".quiz.md"


class QuizPart:
    """The quizzes' part in a sync: ``check`` compiles what changed, ``write`` stores it.

    Made anew for each sync. With ``fresh`` every quiz is compiled, whatever the database holds.
    """

    name = "quizzes"

    def __init__(self, *, fresh: bool = False) -> None:
        """Begin with what the database serves."""
        self._stored = {} if fresh else _stored()
        self._compiled: dict[str, tuple[QuizFile, SourceText, dict[str, str]]] = {}
        self._paths: set[str] = set()

    def check(self, files: Sequence[SourceText], places: Mapping[str, Place]) -> list[Problem]:
        """Compile the quizzes among ``files`` that are not as they were; return what is wrong with them.

        Called again with other files, it forgets those it saw before.
        """
        found: list[Problem] = []
        quizzes = [file for file in files if file.path.endswith(SUFFIX)]
        self._compiled, self._paths = {}, {file.path for file in quizzes}
        stale = [file for file in quizzes if not self._is_fresh(file, places)]
        fetch(stale)
        for file in stale:
            quiz, problems = compile_quiz(file.path, file.data.decode(), places.get)
            found += problems
            if quiz is not None and not problems:
                self._compiled[file.path] = quiz, file, _stamps(quiz, places)
        return found

    @property
    def compiled(self) -> dict[str, QuizFile]:
        """Return what ``check`` compiled, by path: the quizzes that are not as they were."""
        return {path: quiz for path, (quiz, _, _) in self._compiled.items()}

    @property
    def stale(self) -> bool:
        """Return whether ``write`` has anything to do."""
        return bool(self._compiled) or bool(self._stored.keys() - self._paths)

    def write(self, now: datetime) -> int:
        """Store what ``check`` compiled and retire what is gone; return how many quizzes that changed."""
        lessons = _lessons([lesson_beside(path) for path in self._compiled])
        for path, (quiz, file, stamps) in self._compiled.items():
            _write_quiz(quiz, file, stamps, lessons.get(lesson_beside(path)), now)
        ids = {quiz.id for quiz, _, _ in self._compiled.values()}
        left = (self._stored.keys() - self._paths) | self._compiled.keys()
        gone = Quiz.objects.filter(path__in=left, retired_at=None).exclude(uid__in=ids)
        return len(self._compiled) + gone.update(retired_at=now)

    def _is_fresh(self, file: SourceText, places: Mapping[str, Place]) -> bool:
        version = self._stored.get(file.path)
        if version is None or (version.source_id, version.compiler) != (file.sha256, COMPILER):
            return False
        return all(path in places and places[path].stamp == stamp for path, stamp in version.stamps.items())


def _stored() -> dict[str, QuizVersion]:
    """Return the version that is served, by the path of its file."""
    quizzes = Quiz.objects.filter(retired_at=None, version__isnull=False).select_related("version")
    return {quiz.path: quiz.version for quiz in quizzes.defer("version__spec") if quiz.version}


def _stamps(quiz: QuizFile, places: Mapping[str, Place]) -> dict[str, str]:
    """Return the state of what a quiz shows or links to, and of the lesson it stands beside."""
    paths = [lesson_beside(quiz.path), *(target.path for target in quiz.targets)]
    return {path: places[path].stamp for path in paths if path in places}


def _lessons(paths: Sequence[str]) -> dict[str, Lesson]:
    """Return the lessons by the paths of their files."""
    ids = {row.path: row.summary.get("id") for row in SourceFile.objects.filter(path__in=paths)}
    rows = {lesson.uid: lesson for lesson in Lesson.objects.filter(uid__in=ids.values())}
    return {path: rows[uid] for path, uid in ids.items() if uid in rows}


def _write_quiz(
    quiz: QuizFile, file: SourceText, stamps: dict[str, str], lesson: Lesson | None, now: datetime
) -> None:
    """Store a quiz; a new version unless what it asks stayed the same to the letter."""
    values = {"path": quiz.path, "title": quiz.title, "lesson": lesson, "retired_at": None}
    row, _ = Quiz.objects.update_or_create(uid=quiz.id, defaults=values)
    spec = json.loads(json.dumps(spec_of(quiz)))
    seen = {"source_id": file.sha256, "compiler": COMPILER, "stamps": stamps}
    if row.version is not None and row.version.spec == spec:
        QuizVersion.objects.filter(pk=row.version.pk).update(**seen)
        return
    row.version = QuizVersion.objects.create(quiz=row, spec=spec, created_at=now, **seen)
    row.save(update_fields=["version"])


def spec_of(quiz: QuizFile) -> dict[str, Any]:
    """Return a compiled quiz as JSON, right answers included."""
    values = asdict(quiz)
    return {name: value for name, value in values.items() if name not in ("path", "head", "targets")}
