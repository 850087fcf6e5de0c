"""Prove the questions of a quiz that hold code: `predict`, `lines`, `parsons` and drills."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from portal.content.compile.fences import Fence
from tests.curriculum import session
from tests.curriculum.blocks import RUNNABLE, setup_of, step_of, verdict
from tests.curriculum.lanes import Fault, Lesson
from tests.curriculum.reading import Question, front_matter, questions_of
from tests.curriculum.session import Outcome, Step
from tests.curriculum.tables import same_answer

_MARK = re.compile(r"[ \t]*(?:#|--)[ \t]*\[x\][ \t]*$", re.MULTILINE)
_DISTRACTOR = re.compile(r"(?:#|--)!distractor[ \t]*$")
_CODE_ROLES = ("predict", "lines", "parsons", "drill")


def quiz_faults(lesson: Lesson, folder: Path) -> Iterator[Fault]:
    """Yield every claim of the quiz that does not hold."""
    dataset = front_matter(lesson.quiz).get("dataset")
    if dataset not in (None, "lesson"):
        yield lesson.quiz_fault(1, f"the tests do not know the dataset {dataset!r}; only `lesson`")
        return
    setup = setup_of(lesson) if dataset else []
    for question in questions_of(lesson):
        for role in _CODE_ROLES:
            for fence in question.of_role(role):
                for line, what, detail in _question_faults(question, fence, setup, folder / question.id):
                    yield lesson.quiz_fault(line, f"{question.id}: {what}", detail)


def _question_faults(
    question: Question, fence: Fence, setup: list[Step], folder: Path
) -> Iterator[tuple[int, str, str]]:
    """Yield line, fault and detail for one block that a learner answers."""
    if fence.language not in RUNNABLE:
        yield fence.line, f"this lane cannot run {fence.language}", ""
    elif fence.role == "drill":
        prove = _sql_drill if fence.language == "sql" else _python_drill
        yield from prove(question, fence, setup, folder)
    elif wrong := _ASKED[fence.role](question, fence, setup, folder):
        yield fence.line, *wrong


def _predict(question: Question, fence: Fence, setup: list[Step], folder: Path) -> tuple[str, str] | None:
    """Run the block and compare it with the output the learner must name."""
    outputs = question.of_role("output")
    if not outputs:
        return "predict without an output", ""
    return verdict(fence, outputs[0], session.run([*setup, step_of(fence)], folder)[-1])


def _lines(question: Question, fence: Fence, setup: list[Step], folder: Path) -> tuple[str, str] | None:
    """Run the block without its marks: it must fail, in Python on a marked line or in a call from there."""
    marked = {number for number, line in enumerate(fence.code.split("\n"), start=1) if _MARK.search(line)}
    if not marked:
        return "lines without a line marked [x]", ""
    step = step_of(fence, code=_MARK.sub("", fence.code))
    outcome = session.run([*setup, step], folder)[-1]
    if outcome.raised is None:
        return "lines: nothing fails", outcome.lost
    if fence.language == "python" and not marked & set(outcome.raised.lines):
        return "lines: it fails elsewhere", outcome.raised.trace
    return None


def _parsons(question: Question, fence: Fence, setup: list[Step], folder: Path) -> tuple[str, str] | None:
    """Run the lines without the distractors."""
    kept = [line for line in fence.code.split("\n") if not _DISTRACTOR.search(line)]
    outcome = session.run([*setup, step_of(fence, code="\n".join(kept))], folder)[-1]
    return ("parsons: the right lines do not run", outcome.trouble) if outcome.trouble else None


_ASKED = {"predict": _predict, "lines": _lines, "parsons": _parsons}


def _missing(question: Question, fence: Fence, needed: str) -> Iterator[tuple[int, str, str]]:
    """Yield what a drill lacks before anything is run; ``needed`` is the role that hides the cases."""
    for role, least in (("solution", 1), (needed, 1), ("reject", 2)):
        if (found := len(question.of_role(role))) < least:
            yield fence.line, f"drill with {found} {role} blocks; at least {least}", ""
    for reject in question.of_role("reject"):
        if len(reject.words) != 3:
            yield reject.line, 'a wrong solution without its name; write reject "why it is wrong"', ""


def _named(reject: Fence) -> str:
    """Return why a wrong solution is wrong."""
    return reject.words[2]


def _sql_drill(
    question: Question, drill: Fence, setup: list[Step], folder: Path
) -> Iterator[tuple[int, str, str]]:
    """Run all candidates on the given tables and on each hidden `check`: only the solution may be right."""
    if faults := list(_missing(question, drill, "check")):
        yield from faults
        return
    in_order = drill.options.get("order") == "exact"
    solution, rejects = question.of_role("solution")[0], question.of_role("reject")
    for number, check in enumerate([None, *question.of_role("check")]):
        where = f"check {number}" if check else "base"
        before = [*setup, *([step_of(check)] if check else [])]
        answer, begun, *wrong = _candidates([solution, drill, *rejects], before, [], folder)
        if answer[-1].table is None or not answer[-1].table.rows:
            yield solution.line, f"{where}: the solution returns no rows", _troubles(answer)
            continue
        for fence, got, name in zip(
            [drill, *rejects], [begun, *wrong], ["the starter", *map(_named, rejects)], strict=True
        ):
            if got[-1].table is None:
                yield fence.line, f"{where}: {name}: it must run to be wrong", _troubles(got)
            elif same_answer(got[-1].table, answer[-1].table, in_order=in_order):
                yield fence.line, f"{where}: passes as an answer: {name}", str(got[-1].table)


def _python_drill(
    question: Question, drill: Fence, setup: list[Step], folder: Path
) -> Iterator[tuple[int, str, str]]:
    """Run all candidates and the tests: the solution passes them all, every other one runs and fails one."""
    if faults := list(_missing(question, drill, "test")):
        yield from faults
        return
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
