"""Prove the code blocks of a lesson: what runs, what must fail, and the exercise."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from portal.content.compile.fences import Fence
from tests.curriculum import session
from tests.curriculum.lanes import Fault, Lesson
from tests.curriculum.session import Outcome, Step
from tests.curriculum.tables import Table, is_ordered, same_answer

RUNNABLE = ("python", "sql")
_NEAR = 3  # lines from the end of a block to the output "directly" below it: a blank line or two between them


def setup_of(lesson: Lesson) -> list[Step]:
    """Return the steps after which exercise and drills begin: all `run` blocks but those that must fail."""
    return [step_of(fence) for fence in _run_blocks(lesson) if "expect" not in fence.options]


def _run_blocks(lesson: Lesson) -> list[Fence]:
    """Return the blocks that the tests run, in order."""
    return [fence for fence in lesson.fences if fence.role == "run"]


def step_of(fence: Fence, *, fresh: bool = False, code: str | None = None) -> Step:
    """Return the step that runs ``fence``, or writes it to its file; ``code`` takes the place of its own."""
    text = fence.code if code is None else code
    return Step(fence.language, text, f"block-at-line-{fence.line}", fresh, fence.options.get("file", ""))


def shape_faults(lesson: Lesson) -> Iterator[Fault]:
    """Yield what makes a lesson impossible to run as it is written."""
    above: Fence | None = None
    for fence in lesson.fences:
        if fence.role == "output" and not (above and _speaks(above) and fence.line - above.end <= _NEAR):
            yield lesson.fault(fence.line, "an output that is not directly below the block that printed it")
        elif fence.role in ("run", "starter", "solution"):
            yield from _unrunnable(lesson, fence)
        above = fence


def _speaks(fence: Fence) -> bool:
    """Return whether a block is one that prints."""
    return fence.role in ("run", "solution") and "file" not in fence.options


def _unrunnable(lesson: Lesson, fence: Fence) -> Iterator[Fault]:
    """Yield what is wrong with the language or the options of a block that is to run."""
    path = PurePosixPath(fence.options.get("file", "."))
    if "file" not in fence.options and fence.language not in RUNNABLE:
        yield lesson.fault(fence.line, f"this lane runs {' and '.join(RUNNABLE)}, not {fence.language}")
    if path.is_absolute() or ".." in path.parts:
        yield lesson.fault(fence.line, f"file={path} leaves the lesson's folder")
    announced = fence.options.get("expect")
    if announced is not None and not announced.removeprefix("error:").isidentifier():
        yield lesson.fault(fence.line, f"expect={announced}: write expect=error:NameOfTheClass")


def run_faults(lesson: Lesson, folder: Path) -> Iterator[Fault]:
    """Run all `run` blocks in order in one process and yield what is not as the lesson says."""
    outputs = _outputs(lesson)
    blocks = _run_blocks(lesson)
    for fence, outcome in zip(blocks, session.run([*map(step_of, blocks)], folder), strict=True):
        if wrong := verdict(fence, outputs.get(fence.line), outcome):
            yield lesson.fault(fence.line, *wrong)


def exercise_faults(lesson: Lesson, folder: Path) -> Iterator[Fault]:
    """Run starter and solution, each in a process of its own after the `run` blocks; yield what is wrong."""
    outputs = _outputs(lesson)
    starters = [fence for fence in lesson.fences if fence.role == "starter"]
    solutions = [fence for fence in lesson.fences if fence.role == "solution"]
    if not starters and not solutions:
        return
    if not starters or not solutions:
        yield lesson.fault((starters or solutions)[0].line, "an exercise needs a starter and a solution")
        return
    begun = _after_setup(lesson, starters, folder / "starter")
    solved = _after_setup(lesson, solutions, folder / "solution")
    for fence, outcome in zip(starters, begun, strict=True):
        if outcome.trouble:
            yield lesson.fault(fence.line, "the starter does not run", outcome.trouble)
    for fence, outcome in zip(solutions, solved, strict=True):
        if wrong := verdict(fence, outputs.get(fence.line), outcome):
            yield lesson.fault(fence.line, f"solution: {wrong[0]}", wrong[1])
    if solutions[-1].line not in outputs:
        yield lesson.fault(solutions[-1].line, "the solution shows no output")
    if not begun[-1].trouble and _same(begun[-1], solved[-1]):
        yield lesson.fault(starters[-1].line, "the starter is already the answer")


def _after_setup(lesson: Lesson, fences: list[Fence], folder: Path) -> list[Outcome]:
    """Run the lesson and then ``fences``, and return the outcomes of these."""
    setup = setup_of(lesson)
    return session.run([*setup, *map(step_of, fences)], folder)[len(setup) :]


def _same(one: Outcome, other: Outcome) -> bool:
    """Return whether two blocks gave the same answer: the same rows in any order, or the same text."""
    if one.table is not None and other.table is not None:
        return same_answer(one.table, other.table)
    return one.printed.strip() == other.printed.strip()


def _outputs(lesson: Lesson) -> dict[int, Fence]:
    """Return each output block by the line of the block above it."""
    pairs = zip(lesson.fences, lesson.fences[1:], strict=False)
    return {above.line: below for above, below in pairs if below.role == "output"}


def verdict(block: Fence, output: Fence | None, outcome: Outcome) -> tuple[str, str] | None:
    """Return what is wrong with a block that ran and what happened instead; None when it did as announced."""
    if outcome.lost:
        return "no answer", outcome.lost
    if "expect" in block.options:
        return _wrong_error(block.options["expect"].removeprefix("error:"), output, outcome)
    if outcome.raised:
        return f"fails with {outcome.raised.name}", outcome.raised.trace
    if outcome.table is not None:
        return _wrong_table(block, output, outcome.table)
    return _wrong_print(output, outcome.printed)


def _wrong_error(name: str, output: Fence | None, outcome: Outcome) -> tuple[str, str] | None:
    """Compare the error with its announcement: the class, and the beginning of what Python prints last."""
    raised = outcome.raised
    if raised is None:
        return f"announces {name} and nothing is raised", outcome.printed
    if raised.name != name:
        return f"announces {name} and raises {raised.name}", raised.trace
    if output is None:
        return None
    if not announces(output, raised.name, raised.message):
        return f"the message of {name} does not begin like its output", f"{raised.name}: {raised.message}"
    return None


def announces(output: Fence, name: str, message: str) -> bool:
    """Return whether an output is the beginning of an error's message, with or without its name before it."""
    beginning = output.code.strip()
    return bool(beginning) and any(text.startswith(beginning) for text in (message, f"{name}: {message}"))


def _wrong_table(block: Fence, output: Fence | None, got: Table) -> tuple[str, str] | None:
    """Compare a result with its output cell by cell, in order; that order must be asked for."""
    if output is None:
        return None
    if got != Table.parse(output.code):
        return "returns something else than its output", str(got)
    if len(got.rows) > 1 and not is_ordered(block.code):
        return "several rows without a final ORDER BY: another run may order them differently", ""
    return None


def _wrong_print(output: Fence | None, printed: str) -> tuple[str, str] | None:
    """Compare what was printed with the output to the letter; to print what no output shows is wrong too."""
    if output is None:
        return ("prints, and the lesson shows no output", printed) if printed else None
    if printed.removesuffix("\n") != output.code.removesuffix("\n"):
        return "prints something else than its output", printed
    return None
