"""Prove drills: the solution passes, and everything that is named as wrong fails."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from portal.content.compile.fences import Fence
from portal.health.rules.code import lacks
from tests.curriculum import session
from tests.curriculum.blocks import step_of
from tests.curriculum.reading import Question
from tests.curriculum.session import Outcome, Step
from tests.curriculum.tables import same_answer

Trouble = tuple[int, str, str]
"""A line, what is wrong there, and what really happened."""


def missing_faults(question: Question, fence: Fence) -> Iterator[Trouble]:
    """Yield what a drill of the curriculum lacks."""
    yield from ((line, words, "") for line, words in lacks(question, fence))


def drill_faults(question: Question, drill: Fence, setup: list[Step], folder: Path) -> Iterator[Trouble]:
    """Run a drill behind ``setup``; yield line, fault and detail of a solution that fails or a reject that passes."""
    prove = _sql_drill if drill.language == "sql" else _python_drill
    return prove(question, drill, setup, folder)


def _named(reject: Fence) -> str:
    """Return why a wrong solution is wrong."""
    return reject.words[2]


def _sql_drill(question: Question, drill: Fence, setup: list[Step], folder: Path) -> Iterator[Trouble]:
    """Run all candidates on the given tables and on each hidden `check`: only the solution may be right."""
    solution, rejects = question.of_role("solution")[0], question.of_role("reject")
    how: dict[str, str] = {name: drill.options[name] for name in ("order", "types") if name in drill.options}
    for number, check in enumerate([None, *question.of_role("check")]):
        where = f"check {number}" if check else "base"
        before = [*setup, *([step_of(check)] if check else [])]
        answer, begun, *wrong = _candidates([solution, drill, *rejects], before, [], folder)
        right = answer[-1].table
        if right is None or not right.rows:
            yield solution.line, f"{where}: the solution returns no rows", _troubles(answer)
            continue
        if strange := _keys(how) - {*right.columns}:
            yield drill.line, f"order=by: the solution has no column {', '.join(sorted(strange))}", ""
            return
        for fence, got, name in zip(
            [drill, *rejects], [begun, *wrong], ["the starter", *map(_named, rejects)], strict=True
        ):
            if got[-1].table is None:
                yield fence.line, f"{where}: {name}: it must run to be wrong", _troubles(got)
            elif same_answer(right, got[-1].table, **how):
                yield fence.line, f"{where}: passes as an answer: {name}", str(got[-1].table)


def _keys(how: dict[str, str]) -> set[str]:
    """Return the columns that ``order=by:`` names."""
    order = how.get("order", "")
    return {*order.removeprefix("by:").split(",")} if order.startswith("by:") else set()


def _python_drill(question: Question, drill: Fence, setup: list[Step], folder: Path) -> Iterator[Trouble]:
    """Run all candidates and the tests: the solution passes them all, every other one runs and fails one."""
    tests = [step_of(test) for test in question.of_role("test")]
    solution, rejects = question.of_role("solution")[0], question.of_role("reject")
    answer, begun, *wrong = _candidates([solution, drill, *rejects], setup, tests, folder)
    if trouble := _troubles(answer):
        yield solution.line, "the solution does not pass", trouble
    names = ["the starter", *map(_named, rejects)]
    for fence, got, name in zip([drill, *rejects], [begun, *wrong], names, strict=True):
        if got[0].trouble:
            yield fence.line, f"{name}: it must run to be wrong", got[0].trouble
        elif not _troubles(got[1:]):
            yield fence.line, f"passes as an answer: {name}", ""


def _candidates(
    fences: list[Fence], setup: list[Step], tests: list[Step], folder: Path
) -> Iterator[list[Outcome]]:
    """Yield the outcomes of each of ``fences`` and of ``tests`` behind it, always afresh after ``setup``."""
    runs = [[*setup, step_of(fence), *tests] for fence in fences]
    outcomes = session.run(
        [step for first, *rest in runs for step in (replace(first, fresh=True), *rest)], folder
    )
    for start in range(0, len(outcomes), len(runs[0])):
        before, after = start + len(setup), start + len(runs[0])
        if trouble := _troubles(outcomes[start:before]):
            yield [Outcome(lost=f"what comes before it fails\n{trouble}")] * (1 + len(tests))
        else:
            yield outcomes[before:after]


def _troubles(outcomes: list[Outcome]) -> str:
    """Return why any of these blocks did not come to its end."""
    return "\n".join(outcome.trouble for outcome in outcomes if outcome.trouble)
