"""What a change of the curriculum means for those who learn with it, before it is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from portal.content.compile import Summary
from portal.content.compile.parts import LessonFile
from portal.content.compile.source.paths import kind_of
from portal.content.models import ChecklistItem
from portal.content.sync.publishing import Rehearsal
from portal.progress.models import ItemTick
from portal.quizzes.models import Attempt, Quiz
from portal.quizzes.parts import QuizFile
from portal.quizzes.sync import QuizPart
from portal.studio.rules.diffing import likeness
from portal.studio.selectors.effects import (
    Alias,
    Effect,
    answers_in,
    learners_of_lessons,
    lesson_goes,
    pictures_change,
    question_goes,
    quiz_goes,
    shown_in,
    worst_first,
)
from portal.studio.selectors.sheet import PICTURES

ALIKE = 0.6
"""A new question or lesson that has so much of one that is gone is taken for it, renamed."""


def impact_of(rehearsal: Rehearsal) -> list[Effect]:
    """Return what would change for learners: first what they would lose sight of, then the rest."""
    effects = [*_lessons(rehearsal), *_items(rehearsal), *_quizzes(rehearsal), *_pictures(rehearsal)]
    return worst_first(effects)


def _lessons(rehearsal: Rehearsal) -> Iterator[Effect]:
    """Yield lessons that go, come, are renamed or say something else."""
    before = _by_id(Summary.from_json(row.summary) for row in rehearsal.served.rows.values() if row.summary)
    after = _by_id(rehearsal.compiled.summaries.values())
    renamed = {old: new for new, file in after.items() for old, _ in file.aliases if old in before}
    gone = [uid for uid in before if uid not in after and uid not in renamed]
    came = [uid for uid in after if uid not in before and uid not in renamed.values()]
    told = {uid for uid in before.keys() & after.keys() if after[uid].path in rehearsal.touched}
    learners = learners_of_lessons([*gone, *renamed, *told])
    for uid in gone:
        yield lesson_goes(
            uid, learners[uid], _renamed_lesson(before[uid], [after[new] for new in came], rehearsal)
        )
    for old, new in renamed.items():
        if old not in after:
            yield Effect(f"Lesson {old} is renamed {new}", learners[old], "Everything moves along.")
    for uid in sorted(told):
        yield Effect(f"Lesson {uid}: another text", learners[uid], "Ticks, answers and notes stay.")
    for uid in came:
        yield Effect(f"Lesson {uid} is new", 0, "It joins the path at its place.")


def _by_id(summaries: Iterable[Summary]) -> dict[str, Summary]:
    return {one.id: one for one in summaries if one.kind == "lesson" and one.id}


def _renamed_lesson(gone: Summary, came: list[Summary], rehearsal: Rehearsal) -> Alias | None:
    """Return the alias for a lesson that seems to have a new id: the file is the same, or its text is alike."""
    row = rehearsal.served.rows[gone.path]
    files = {file.path: file for file in rehearsal.compiled.files}
    text = rehearsal.served.text(gone.path, row.blob_id).data.decode()
    alike = [
        (1.0 if new.path == gone.path else likeness(text, files[new.path].data.decode()), new.path, new.id)
        for new in came
    ]
    score, path, uid = max(alike, default=(0.0, "", ""))
    return Alias(path, gone.id, "", uid) if score >= ALIKE else None


def _items(rehearsal: Rehearsal) -> Iterator[Effect]:
    """Yield the points of checklists that go."""
    values = [rehearsal.compiled.values.get(path) for path in rehearsal.touched]
    lessons = [value for value in values if isinstance(value, LessonFile)]
    kept = {(lesson.id, item.id) for lesson in lessons for item in lesson.items}
    uids = [lesson.id for lesson in lessons]
    rows = ChecklistItem.objects.filter(lesson__uid__in=uids, retired_at=None).order_by(
        "lesson__uid", "position"
    )
    gone = [row for row in rows.select_related("lesson") if (row.lesson.uid, row.key) not in kept]
    ticks: defaultdict[int, int] = defaultdict(int)
    for item in ItemTick.objects.filter(item__in=gone).values_list("item", flat=True):
        ticks[item] += 1
    for row in gone:
        what = f"Point {row.key} of the checklist of {row.lesson.uid} goes"
        yield Effect(what, ticks[row.pk], "Its ticks are kept, and come back with it.", is_loss=True)


def _quizzes(rehearsal: Rehearsal) -> Iterator[Effect]:
    """Yield quizzes and questions that go, come, are renamed or ask something else."""
    compiled = {path: quiz for path, quiz in _compiled(rehearsal).items() if path in rehearsal.touched}
    here = {file.path for file in rehearsal.compiled.files}
    ids = {quiz.id: (path, quiz) for path, quiz in compiled.items()}
    lost = [path for path in rehearsal.touched if path not in here]
    rows = Quiz.objects.filter(retired_at=None, version__isnull=False).select_related("version")
    for row in rows.filter(uid__in=ids):
        path, quiz = ids[row.uid]
        yield from _questions(row, path, quiz)
    for row in rows.filter(path__in=lost).exclude(uid__in=ids):
        yield quiz_goes(row)


def _compiled(rehearsal: Rehearsal) -> Mapping[str, QuizFile]:
    """Return the quizzes that are another one for learners, be it only for what they show, by path."""
    return next((part.compiled for part in rehearsal.parts if isinstance(part, QuizPart)), {})


def _pictures(rehearsal: Rehearsal) -> Iterator[Effect]:
    """Yield the lessons and quizzes that show a picture which is another one now."""
    pictures = {
        path
        for path in rehearsal.touched
        if kind_of(path) in PICTURES and rehearsal.served.digest(path) is not None
    }
    lessons = _by_id(rehearsal.compiled.summaries.values())
    yield from pictures_change("Lesson", shown_in(lessons.values()), pictures)
    quizzes = {quiz.id: [target.path for target in quiz.targets] for quiz in _compiled(rehearsal).values()}
    yield from pictures_change("Quiz", quizzes, pictures)


def _questions(row: Quiz, path: str, quiz: QuizFile) -> Iterator[Effect]:
    """Yield what becomes of the questions of one quiz, and of those who are in the middle of it."""
    assert row.version is not None  # noqa: S101 - filtered by the caller
    old, new = row.version.questions(), {question.id: question for question in quiz.questions}
    renamed = {before: after for before, after in quiz.aliases.items() if before in old and before not in new}
    came = [uid for uid in new if uid not in old and uid not in renamed.values()]
    for uid in old:
        if uid in new:
            continue
        if uid in renamed:
            learners = answers_in(row, [uid]).learners
            yield Effect(f"Question {uid} is renamed {renamed[uid]}", learners, "History moves along.")
            continue
        near = max(((_alike(old[uid].source, new[one].source), one) for one in came), default=(0.0, ""))
        alias = Alias(path, uid, near[1], near[1]) if near[0] >= ALIKE else None
        yield question_goes(row, uid, alias)
    told = [uid for uid in new if uid in old and old[uid].source != new[uid].source]
    if told:
        follows = "Answers given are not graded again."
        yield Effect(f"Asked otherwise: {', '.join(told)}", answers_in(row, told).learners, follows)
    if came:
        yield Effect(f"New in {row.uid}: {', '.join(came)}", 0, "Asked from the next attempt on.")
    under_way = Attempt.objects.filter(version__quiz=row, finished_at=None)
    if people := under_way.order_by().values("user").distinct().count():
        follows = "They go on with the questions they began with, and are graded by those."
        yield Effect(f"Attempts of {row.uid} under way", people, follows)


def _alike(old: str, new: str) -> float:
    """Return how alike two questions are, without their first line, where the id stands."""
    return likeness(old.partition("\n")[2], new.partition("\n")[2])
