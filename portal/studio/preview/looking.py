"""Look at one file: what the compiler makes of it, what is wrong with it, and what may be. Pure, without a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from portal.content.compile import SourceText
from portal.content.compile.across import check_across
from portal.content.compile.file import compile_file
from portal.content.compile.guard import TooSlow, time_limit
from portal.content.compile.kinds.facts import compile_facts
from portal.content.compile.kinds.plan import compile_plan
from portal.content.compile.parts import Fact, Plan
from portal.content.compile.places import Addresses, Place, places_of
from portal.content.compile.problems import Problem, Problems
from portal.content.compile.source.paths import kind_of
from portal.content.compile.source.text import text_of
from portal.content.compile.summary import Summary
from portal.quizzes.compile import compile_quiz
from portal.quizzes.parts import QuizFile
from portal.studio.preview.shown import shown_of
from portal.studio.preview.warnings import warnings_of

SECONDS = 2.0
MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a file, as far as it speaks of it.

    ``texts`` are the files it may link to or show, ``ids`` those of the lessons among them, and ``addresses`` where a
    picture is shown that is not published. ``summaries`` are files that the checks across files need: the paths of
    those that are there for their ids alone are in brackets. ``plan`` and ``facts`` are empty when there are none.
    """

    texts: tuple[SourceText, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    summaries: tuple[Summary, ...] = ()
    plan: bytes = b""
    facts: bytes = b""


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of it: problems and warnings by line, the summary for other files, and what a page shows (JSON)."""

    kind: str
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    summary: Mapping[str, Any] = field(default_factory=dict)
    shown: Mapping[str, Any] = field(default_factory=dict)


def look(path: str, data: bytes, around: Around, today: date) -> Looked:
    """Look at ``data`` as the file at ``path``. Ends within four seconds of processor time; most take a tenth of one.

    Runs in the main thread of a process only.
    """
    places = _places(around)
    outcome = compile_file(path, data, places, anyway=True)
    problems, value = list(outcome.problems), outcome.value
    plan, facts = _plan_of(around.plan), _facts_of(around.facts)
    quiz: QuizFile | None = None
    try:
        with time_limit(SECONDS):
            if outcome.summary.kind == "quiz":
                quiz, more = _quiz(path, data, places.get)
                problems += more
            if isinstance(value, Plan):
                plan = value
            elif isinstance(value, tuple):
                facts = value
            problems += _across(path, outcome.summary, around.summaries, plan, facts)
            shown = shown_of(path, data, quiz or value, places)
    except TooSlow:
        shown = {}
        problems.append(Problem(path, 0, f"takes more than {SECONDS:g} seconds to show", "a shorter text"))
    return Looked(
        kind=kind_of(path) or "data",
        problems=tuple(sorted(set(problems))[:MOST_PROBLEMS]),
        warnings=tuple(warnings_of(path, data, outcome.summary, facts, today)),
        summary=outcome.summary.as_json(),
        shown=shown,
    )


def _places(around: Around) -> Mapping[str, Place]:
    places = places_of(around.texts, around.ids, Addresses())
    for path, address in around.addresses.items():
        places[path] = replace(places[path], stamp=address, address=address)
    return places


def _quiz(
    path: str, data: bytes, find: Callable[[str], Place | None]
) -> tuple[QuizFile | None, list[Problem]]:
    """Read the questions; a text that cannot be read has been noted before."""
    text = text_of(data, Problems(path))
    if text is None:
        return None, []
    return compile_quiz(path, text, find)


def _across(
    path: str, own: Summary, others: Iterable[Summary], plan: Plan | None, facts: Iterable[Fact]
) -> list[Problem]:
    """Return what is wrong between this file and others; of a plan, all it does to the files."""
    summaries = {**{summary.path: summary for summary in others}, path: own}
    if own.kind == "plan":
        found = check_across(summaries, plan, ())
        return [problem for problem in found if not problem.path.startswith("(")]
    found = check_across(summaries, plan, facts)
    return [problem for problem in found if problem.path == path]


def _plan_of(data: bytes) -> Plan | None:
    problems = Problems("plan.yml")
    text = text_of(data, problems) if data else None
    plan = compile_plan(text, problems) if text is not None else None
    return None if problems else plan


def _facts_of(data: bytes) -> tuple[Fact, ...]:
    text = text_of(data, Problems("facts.yml")) if data else None
    return () if text is None else compile_facts(text, Problems("facts.yml"))
