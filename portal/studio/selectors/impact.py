"""What a change of the curriculum means for those who learn with it, before it is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.content.compile import Summary
from portal.content.compile.parts import LessonFile
from portal.content.compile.places import peek_id
from portal.content.compile.source.paths import kind_of
from portal.content.models import ChecklistItem, SourceFile
from portal.content.sync.publishing import Edit, Rehearsal
from portal.progress.models import ItemTick, LessonState
from portal.quizzes.models import Attempt, Quiz, Response
from portal.quizzes.parts import QuizFile
from portal.quizzes.sync import QuizPart
from portal.studio.rules.aliases import lacks_alias
from portal.studio.rules.diffing import likeness

ALIKE = 0.6
"""A new question or lesson that has so much of one that is gone is taken for it, renamed."""


@dataclass(frozen=True, slots=True)
class Alias:
    """An alias that would keep a history: ``new`` is the question's id, empty for a lesson."""

    path: str
    old: str
    new: str
    name: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the report. ``learners`` counts people; ``alias`` is what one click would write."""

    what: str
    learners: int
    follows: str
    is_loss: bool = False
    alias: Alias | None = None


def impact_of(rehearsal: Rehearsal) -> list[Effect]:
    """Return what would change for learners: first what they would lose sight of, then the rest."""
    effects = [*_lessons(rehearsal), *_items(rehearsal), *_quizzes(rehearsal)]
    return sorted(effects, key=lambda effect: (not effect.is_loss, -effect.learners))


def renames_of(edits: Iterable[Edit]) -> list[Effect]:
    """Return the lessons with another id in their very file, and no alias: what a change with problems tells."""
    texts = {
        edit.path: edit.data for edit in edits if edit.data is not None and kind_of(edit.path) == "lesson"
    }
    rows = SourceFile.objects.filter(path__in=texts)
    ids = {path: peek_id(data) for path, data in texts.items()}
    old = {row.path: str(row.summary.get("id", "")) for row in rows if row.summary}
    gone = {path: uid for path, uid in old.items() if ids[path] and uid and uid not in ids.values()}
    learners = _learners_of_lessons(list(gone.values()))
    return [
        _goes(uid, learners[uid], Alias(path, uid, "", ids[path]))
        for path, uid in sorted(gone.items())
        if lacks_alias(texts[path].decode(errors="replace"), uid)
    ]


def _goes(uid: str, learners: int, alias: Alias | None) -> Effect:
    hint = f" If it is {alias.name} now, an alias moves all of it there." if alias else ""
    follows = f"It leaves the path. Ticks, answers and notes are kept, and no longer shown with it.{hint}"
    return Effect(f"Lesson {uid} goes", learners, follows, is_loss=True, alias=alias)


def _lessons(rehearsal: Rehearsal) -> Iterator[Effect]:
    """Yield lessons that go, come, are renamed or say something else."""
    before = _by_id(Summary.from_json(row.summary) for row in rehearsal.served.rows.values() if row.summary)
    after = _by_id(rehearsal.compiled.summaries.values())
    renamed = {old: new for new, file in after.items() for old, _ in file.aliases if old in before}
    gone = [uid for uid in before if uid not in after and uid not in renamed]
    came = [uid for uid in after if uid not in before and uid not in renamed.values()]
    told = {uid for uid in before.keys() & after.keys() if after[uid].path in rehearsal.touched}
    learners = _learners_of_lessons([*gone, *renamed, *told])
    for uid in gone:
        yield _goes(uid, learners[uid], _renamed_lesson(before[uid], [after[new] for new in came], rehearsal))
    for old, new in renamed.items():
        if old not in after:
            yield Effect(f"Lesson {old} is renamed {new}", learners[old], "Everything moves along.")
    for uid in sorted(told):
        yield Effect(f"Lesson {uid}: another text", learners[uid], "Ticks, answers and notes stay.")
    for uid in came:
        yield Effect(f"Lesson {uid} is new", 0, "It joins the path at its place.")


def _by_id(summaries: Iterable[Summary]) -> dict[str, Summary]:
    return {one.id: one for one in summaries if one.kind == "lesson" and one.id}


def _learners_of_lessons(uids: list[str]) -> Mapping[str, int]:
    """Return how many people have done anything in each of these lessons."""
    people: defaultdict[str, set[int]] = defaultdict(set)
    states = LessonState.objects.filter(lesson__uid__in=uids).values_list("lesson__uid", "user")
    ticks = ItemTick.objects.filter(item__lesson__uid__in=uids).values_list("item__lesson__uid", "user")
    for uid, user in [*states, *ticks.distinct()]:
        people[uid].add(user)
    return defaultdict(int, {uid: len(users) for uid, users in people.items()})


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
    part = next((part for part in rehearsal.parts if isinstance(part, QuizPart)), None)
    compiled = (
        {}
        if part is None
        else {path: quiz for path, quiz in part.compiled.items() if path in rehearsal.touched}
    )
    here = {file.path for file in rehearsal.compiled.files}
    ids = {quiz.id: (path, quiz) for path, quiz in compiled.items()}
    lost = [path for path in rehearsal.touched if path not in here]
    rows = Quiz.objects.filter(retired_at=None, version__isnull=False).select_related("version")
    for row in rows.filter(uid__in=ids):
        path, quiz = ids[row.uid]
        yield from _questions(row, path, quiz)
    for row in rows.filter(path__in=lost).exclude(uid__in=ids):
        answers = _answers(row, None)
        follows = f"{_count(answers.total, 'answer')} kept, and no longer asked. Scores stay."
        yield Effect(f"Quiz {row.uid} goes", answers.learners, follows, is_loss=True)


@dataclass(frozen=True, slots=True)
class _Answers:
    """How many answers, of how many people."""

    total: int
    learners: int


def _answers(quiz: Quiz, questions: Iterable[str] | None) -> _Answers:
    """Return what was answered in a quiz, to some questions or to all."""
    rows = Response.objects.filter(attempt__version__quiz=quiz, answered_at__isnull=False)
    if questions is not None:
        rows = rows.filter(question__in=list(questions))
    return _Answers(rows.count(), rows.order_by().values("attempt__user").distinct().count())


def _questions(row: Quiz, path: str, quiz: QuizFile) -> Iterator[Effect]:
    """Yield what becomes of the questions of one quiz, and of those who are in the middle of it."""
    assert row.version is not None  # noqa: S101 - filtered by the caller
    old, new = row.version.questions(), {question.id: question for question in quiz.questions}
    renamed = {before: after for before, after in quiz.aliases.items() if before in old and before not in new}
    came = [uid for uid in new if uid not in old and uid not in renamed.values()]
    for uid in old:
        if uid in new:
            continue
        answers = _answers(row, [uid])
        if uid in renamed:
            yield Effect(
                f"Question {uid} is renamed {renamed[uid]}", answers.learners, "History moves along."
            )
            continue
        near = max(((_alike(old[uid].source, new[one].source), one) for one in came), default=(0.0, ""))
        alias = Alias(path, uid, near[1], near[1]) if near[0] >= ALIKE else None
        hint = f" If it is {alias.name} now, an alias moves them along." if alias else ""
        follows = f"{_count(answers.total, 'answer')} kept, and no longer asked. Scores stay.{hint}"
        yield Effect(f"Question {uid} goes", answers.learners, follows, is_loss=True, alias=alias)
    told = [uid for uid in new if uid in old and old[uid].source != new[uid].source]
    if told:
        follows = "Answers given are not graded again."
        yield Effect(f"Asked otherwise: {', '.join(told)}", _answers(row, told).learners, follows)
    if came:
        yield Effect(f"New in {row.uid}: {', '.join(came)}", 0, "Asked from the next attempt on.")
    under_way = Attempt.objects.filter(version__quiz=row, finished_at=None)
    if people := under_way.order_by().values("user").distinct().count():
        follows = "They go on with the questions they began with, and are graded by those."
        yield Effect(f"Attempts of {row.uid} under way", people, follows)


def _alike(old: str, new: str) -> float:
    """Return how alike two questions are, without their first line, where the id stands."""
    return likeness(old.partition("\n")[2], new.partition("\n")[2])


def _count(number: int, noun: str) -> str:
    return f"1 {noun} is" if number == 1 else f"{number} {noun}s are"
