"""Prove the questions of a quiz that hold code: `predict`, `lines` and `parsons`; drills have their own module."""

import re
from collections.abc import Iterator
from pathlib import Path

from portal.content.compile.fences import Fence
from portal.health.rules.code import ASKED
from tests.curriculum import session
from tests.curriculum.blocks import RUNNABLE, setup_of, step_of, verdict
from tests.curriculum.drills import drill_faults, missing_faults
from tests.curriculum.lanes import Fault, Lesson
from tests.curriculum.reading import Question, front_matter, questions_of
from tests.curriculum.session import Step

_MARK = re.compile(r"[ \t]*(?:#|--)[ \t]*\[x\][ \t]*$", re.MULTILINE)
_DISTRACTOR = re.compile(r"(?:#|--)!distractor[ \t]*$")
CODE_ROLES = ASKED


def quiz_faults(lesson: Lesson, folder: Path) -> Iterator[Fault]:
    """Yield every claim of the quiz that does not hold."""
    dataset = front_matter(lesson.quiz).get("dataset")
    if dataset not in (None, "lesson"):
        yield lesson.quiz_fault(1, f"the tests do not know the dataset {dataset!r}; only `lesson`")
        return
    setup = setup_of(lesson) if dataset else []
    for question in questions_of(lesson):
        for role in CODE_ROLES:
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
        faults = list(missing_faults(question, fence))
        yield from faults or drill_faults(question, fence, setup, folder)
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
