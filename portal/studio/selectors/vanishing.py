"""What a change with problems would take from learners, as far as the ids in its files tell: it cannot be compiled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from portal.content.compile import Summary
from portal.content.compile.places import peek_id
from portal.content.compile.problems import Problems
from portal.content.compile.source.paths import kind_of
from portal.content.models import SourceFile
from portal.content.sync.publishing import Edit
from portal.quizzes.models import Quiz
from portal.quizzes.source.heading import read_heading
from portal.quizzes.source.sections import sections_of
from portal.studio.rules.aliases import lacks_alias, old_names
from portal.studio.selectors.effects import (
    Alias,
    Effect,
    learners_of_lessons,
    lesson_goes,
    pictures_change,
    question_goes,
    quiz_goes,
    shown_in,
    worst_first,
)
from portal.studio.selectors.links import files_that_name
from portal.studio.selectors.sheet import PICTURES


def vanishing(edits: Sequence[Edit]) -> list[Effect]:
    """Return what leaves learners' sight: lessons, quizzes, questions and pictures, those most of them used first."""
    return worst_first([*_lessons(edits), *_quizzes(edits), *_pictures(edits)])


def _lessons(edits: Sequence[Edit]) -> Iterator[Effect]:
    """Yield the lessons that are removed, or have another id and no alias that says so."""
    texts = _texts(edits, "lesson")
    ids = {path: peek_id(text.encode()) for path, text in texts.items() if text is not None}
    kept = {*ids.values(), *(name for text in texts.values() for name in old_names(text or ""))}
    rows = SourceFile.objects.filter(path__in=texts).order_by("path").values_list("path", "summary__id")
    gone = {path: uid for path, uid in rows if uid and uid not in kept and ids.get(path) != ""}
    learners = learners_of_lessons(gone.values())
    for path, uid in gone.items():
        can = lacks_alias(texts[path] or "", uid)
        yield lesson_goes(uid, learners[uid], Alias(path, uid, "", ids[path]) if can else None)


def _quizzes(edits: Sequence[Edit]) -> Iterator[Effect]:
    """Yield the quizzes that are removed, and of the others the questions whose ids are no more."""
    texts = _texts(edits, "quiz")
    by_id = {peek_id(text.encode()): text for text in texts.values() if text is not None}
    for quiz in Quiz.objects.filter(retired_at=None, path__in=texts).select_related("version"):
        if quiz.uid in by_id and quiz.version is not None:
            kept = _questions(by_id[quiz.uid])
            yield from (question_goes(quiz, uid) for uid in quiz.version.questions() if uid not in kept)
        elif texts[quiz.path] is None:
            yield quiz_goes(quiz)


def _questions(text: str) -> set[str]:
    """Return the ids of the questions of a quiz, and those they had before."""
    headings = (section.text.partition("\n")[0] for section in sections_of(text)[1:])
    ids = {read_heading(line, 0, set(), Problems("")).attributes.id for line in headings}
    return ids | old_names(text)


def _pictures(edits: Sequence[Edit]) -> Iterator[Effect]:
    """Yield the lessons that stay as they are, and show a picture which does not."""
    data = {edit.path: edit.data for edit in edits if kind_of(edit.path) in PICTURES}
    served = dict(SourceFile.objects.filter(path__in=data).values_list("path", "blob_id"))
    gone = {path for path in served if data[path] is None}
    changed = {path for path in served.keys() - gone if sha256(data[path] or b"").hexdigest() != served[path]}
    names = {name for path in gone | changed for name in files_that_name(path)}
    rows = SourceFile.objects.filter(path__in=names - {edit.path for edit in edits})
    found = [Summary.from_json(row.summary) for row in rows if kind_of(row.path) == "lesson"]
    yield from pictures_change("Lesson", shown_in(found), gone, how="without its picture")
    yield from pictures_change("Lesson", shown_in(found), changed)


def _texts(edits: Sequence[Edit], kind: str) -> dict[str, str | None]:
    """Return the files of a kind as they shall be, by path; None for one that is to go."""
    return {
        edit.path: None if edit.data is None else edit.data.decode(errors="replace")
        for edit in edits
        if kind_of(edit.path) == kind
    }
