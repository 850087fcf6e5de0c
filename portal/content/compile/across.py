"""The checks that need more than one file. They work on summaries, so that unchanged files need not be read
again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from portal.content.compile.circles import circles
from portal.content.compile.parts import Fact, Plan
from portal.content.compile.problems import Problem
from portal.content.compile.source.paths import lesson_beside
from portal.content.compile.summary import Summary

_GUESSES = 50
"""Of so many unknown concepts the nearest known one is looked for; that takes a while where there are many."""


def check_across(summaries: Mapping[str, Summary], plan: Plan | None, facts: Iterable[Fact]) -> list[Problem]:
    """Return what is wrong between the files; ``plan`` is None when it could not be read."""
    files = sorted(summaries.values(), key=lambda summary: summary.path)
    lessons = [file for file in files if file.kind == "lesson"]
    facts = list(facts)
    problems = [*_twins(files), *_aliases(lessons), *_prerequisites(lessons), *_circles(lessons)]
    problems += [*_facts(lessons, facts), *_anchors(files, summaries), *_beside(files, summaries)]
    problems += _concepts(lessons, [file for file in files if file.kind == "quiz"])
    if plan is not None:
        problems += _plan(plan, files)
    return problems


def _twins(files: Sequence[Summary]) -> Iterable[Problem]:
    """Yield ids that two files of a kind have."""
    seen: dict[tuple[str, str], Summary] = {}
    for file in files:
        if file.id:
            first = seen.setdefault((file.kind, file.id.lower()), file)
            if first is not file:
                allowed = f"an id of its own; {first.path} has this one"
                yield Problem(
                    file.path, file.line, f"the {file.kind} {file.id!r} for the second time", allowed
                )


def _aliases(lessons: Sequence[Summary]) -> Iterable[Problem]:
    """Yield old ids that another lesson has, or had too."""
    taken = {lesson.id: lesson for lesson in lessons}
    for lesson in lessons:
        for alias, line in lesson.aliases:
            other = taken.setdefault(alias, lesson)
            if other is not lesson or alias == lesson.id:
                yield Problem(
                    lesson.path,
                    line,
                    f"the alias {alias!r} belongs to {other.path}",
                    "an id nobody else has or had",
                )


def _prerequisites(lessons: Sequence[Summary]) -> Iterable[Problem]:
    """Yield prerequisites that are no lesson."""
    ids = {lesson.id for lesson in lessons}
    renamed = {alias: lesson.id for lesson in lessons for alias, _ in lesson.aliases}
    for lesson in lessons:
        for need, line in lesson.prerequisites:
            if need not in ids:
                allowed = f"its new id {renamed[need]}" if need in renamed else "the id of a lesson"
                yield Problem(lesson.path, line, f"no lesson {need!r} for a prerequisite", allowed)


def _circles(lessons: Sequence[Summary]) -> Iterable[Problem]:
    """Yield prerequisites that lead in a circle, at the lesson that comes first in it."""
    by_id = {lesson.id: lesson for lesson in lessons if lesson.id}
    needs = {name: [need for need, _ in lesson.prerequisites] for name, lesson in by_id.items()}
    for circle in circles(needs):
        first, following = by_id[circle[0]], [*circle[1:], circle[0]][0]
        line = next(line for need, line in first.prerequisites if need == following)
        way = " → ".join([*circle, circle[0]])
        yield Problem(
            first.path, line, f"prerequisites in a circle: {way}", "an order in which one can learn them"
        )


def _facts(lessons: Sequence[Summary], facts: Sequence[Fact]) -> Iterable[Problem]:
    """Yield facts that nobody wrote down, and topics of facts that are no lesson."""
    known, ids = {fact.id for fact in facts}, {lesson.id for lesson in lessons}
    for lesson in lessons:
        for fact, line in lesson.facts:
            if fact not in known:
                yield Problem(lesson.path, line, f"no fact {fact!r}", "an id from facts.yml")
    for entry in facts:
        for topic, line in entry.topics:
            if topic not in ids:
                yield Problem(
                    "facts.yml", line, f"no lesson {topic!r} for the fact {entry.id!r}", "the id of a lesson"
                )


def _concepts(lessons: Sequence[Summary], quizzes: Sequence[Summary]) -> Iterable[Problem]:
    """Yield concepts of questions that no lesson declares; none while a lesson that may declare them is unread."""
    if any(lesson.status == "" for lesson in lessons):
        return
    declared = {concept for lesson in lessons for concept, _ in lesson.concepts}
    remedies: dict[str, str] = {}
    for quiz in quizzes:
        for concept, line in quiz.concepts:
            if concept in declared:
                continue
            if concept not in remedies:
                near = get_close_matches(concept, declared, 1, 0.7) if len(remedies) < _GUESSES else []
                meant = f"{near[0]}, or " if near else ""
                remedies[concept] = f"{meant}a concept that a lesson has under `concepts:`"
            yield Problem(quiz.path, line, f"no lesson declares the concept {concept!r}", remedies[concept])


def _anchors(files: Sequence[Summary], summaries: Mapping[str, Summary]) -> Iterable[Problem]:
    """Yield links to headings that another lesson does not have."""
    for file in files:
        for path, anchor, line in file.targets:
            other = summaries.get(path)
            if anchor and other is not None and anchor not in other.anchors:
                allowed = f"one of {', '.join(other.anchors)}" if other.anchors else "a link without #"
                yield Problem(file.path, line, f"no heading #{anchor} in {path}", allowed)


def _beside(files: Sequence[Summary], summaries: Mapping[str, Summary]) -> Iterable[Problem]:
    """Yield quizzes and solution folders without their lesson; of a folder, the first file only."""
    reported: set[str] = set()
    for file in files:
        lesson = lesson_beside(file.path)
        if lesson and lesson not in summaries and lesson not in reported:
            reported.add(lesson)
            what = "a quiz" if file.kind == "quiz" else "a folder of solutions"
            yield Problem(file.path, 0, f"{what} without its lesson", f"{lesson} beside it")


def _plan(plan: Plan, files: Sequence[Summary]) -> Iterable[Problem]:
    """Yield folders and ids that the plan does not have, and those that only the plan has."""
    tracks = {track.folder: track for track in plan.tracks}
    modules = {f"{track.folder}/{module.folder}": module for track in plan.tracks for module in track.modules}
    filled: set[str] = set()
    for file in files:
        folder, _, rest = file.path.partition("/")
        module = f"{folder}/{rest.partition('/')[0]}"
        if file.kind in ("track", "milestone", "lesson") and folder not in tracks:
            yield Problem(
                file.path, 0, f"the folder {folder} is no track of the plan", f"one of {', '.join(tracks)}"
            )
        elif file.kind == "track" and file.id not in ("", tracks[folder].id):
            yield Problem(
                file.path, file.line, f"the id {file.id!r}", f"{tracks[folder].id!r}, as in plan.yml"
            )
        elif file.kind == "lesson" and module not in modules:
            allowed = f"one of {', '.join(entry.folder for entry in tracks[folder].modules)}"
            yield Problem(file.path, 0, f"the folder {module} is no module of the plan", allowed)
        elif file.kind == "lesson" and file.id and file.id.partition("/")[0] != tracks[folder].id:
            yield Problem(
                file.path, file.line, f"the id {file.id!r}", f"an id that begins with {tracks[folder].id}/"
            )
        if file.kind in ("track", "lesson"):
            filled.add(folder if file.kind == "track" else module)
    for folder, track in tracks.items():
        if folder not in filled:
            yield Problem(
                "plan.yml", track.line, f"the track {track.id!r} has no introduction", f"{folder}/track.md"
            )
    for path, entry in modules.items():
        if path not in filled:
            yield Problem(
                "plan.yml", entry.line, f"the module {entry.id!r} has no lesson", f"files in {path}/"
            )
