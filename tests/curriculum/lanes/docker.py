"""The lane `docker`, without an engine: Compose files and Dockerfiles are checked, Python around them is run.

A Compose file is checked against the specification's JSON schema, which check-jsonschema brings along, and
then every name in it is followed. A file like ``compose.laptop.yaml`` is a layer: its names are followed
after merging it over ``compose.yaml``. Dockerfiles go through hadolint, and any finding counts.

What ``expect=error:`` may announce: `YamlError`, `SchemaError`, `ReferenceError`, `CycleError`,
`HealthError`, `ImageError`, `LintError`. Where Compose itself finds the fault, the message is worded like its
own; those of `HealthError` and `ImageError` are ours: Compose meets the one at run time only, and does not
mind the other.

The exercise names its file: ``yaml starter file=exercise.yaml``, and the same for `solution`. Both are valid.
The answer is what ``python check.py exercise.yaml`` prints, with the ``check.py`` that the lesson wrote.
"""

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from portal.content.compile.fences import Fence
from tests.curriculum import session
from tests.curriculum.blocks import announces, verdict
from tests.curriculum.compose import Refused, check_compose, parse_yaml
from tests.curriculum.lanes import Fault, Lesson
from tests.curriculum.reading import questions_of
from tests.curriculum.session import Outcome, Step

_NEAR = 3  # lines from the end of a block to the output "directly" below it
_LAYER = re.compile(r"compose\.[\w-]+\.ya?ml")
_VARIABLE = re.compile(r"\$\{[^}]*\}|\$\w+")
_MARK = re.compile(r"[ \t]*#[ \t]*\[x\][ \t]*$", re.MULTILINE)
_CHECK = "import subprocess, sys\nsubprocess.run([sys.executable, 'check.py', {file!r}], check=True)\n"


def prove(lesson: Lesson, folder: Path) -> list[Fault]:
    """Check and run what ``lesson`` and its quiz claim and return what does not hold."""
    if faults := list(shape_faults(lesson)):
        return faults
    return [
        *checked_faults(lesson),
        *run_faults(lesson, folder / "run"),
        *exercise_faults(lesson, folder / "exercise"),
        *quiz_faults(lesson),
    ]


def shape_faults(lesson: Lesson) -> Iterator[Fault]:
    """Yield what makes a lesson impossible to check as it is written."""
    above: Fence | None = None
    for fence in lesson.fences:
        path = PurePosixPath(fence.options.get("file", "."))
        if fence.role == "output" and not (above and _answers(above) and fence.line - above.end <= _NEAR):
            yield lesson.fault(
                fence.line, "an output that does not stand directly below the block it belongs to"
            )
        if path.is_absolute() or ".." in path.parts:
            yield lesson.fault(fence.line, f"file={path} leaves the lesson's folder")
        if fence.role == "run" and "file" not in fence.options and fence.language not in ("python", *REFUSE):
            yield lesson.fault(
                fence.line, f"this lane can do nothing with {fence.language} run; give it file=, or text"
            )
        if fence.role == "static" and fence.language not in REFUSE:
            yield lesson.fault(
                fence.line, f"no checker for static {fence.language}, only {', '.join(REFUSE)}"
            )
        if fence.role in ("starter", "solution") and "file" not in fence.options:
            yield lesson.fault(
                fence.line, f"a {fence.role} without file=: the exercise's check.py needs its name"
            )
        above = fence


def _answers(fence: Fence) -> bool:
    """Return whether a block may have an output: it is run, it is refused, or it is the solution."""
    return fence.role == "solution" or (fence.role == "run" and "file" not in fence.options)


def checked_faults(lesson: Lesson) -> Iterator[Fault]:
    """Yield the files that are refused and should not be, and the other way round."""
    for fence in lesson.fences:
        announced = fence.options.get("expect", "").removeprefix("error:")
        if fence.language not in REFUSE or fence.role in ("output", "text") or _is_run(fence):
            continue
        refused = refusal(lesson, fence, fence.code)
        if announced:
            yield from _wrong_refusal(lesson, fence, announced, refused)
        elif refused:
            yield lesson.fault(fence.line, f"refused with {refused.name}", str(refused))


def _is_run(fence: Fence) -> bool:
    """Return whether a block is Python that is executed here and now."""
    return fence.language == "python" and fence.role == "run" and "file" not in fence.options


def _wrong_refusal(lesson: Lesson, fence: Fence, announced: str, refused: Refused | None) -> Iterator[Fault]:
    """Compare a refusal with its announcement: the name, and the beginning of the message."""
    if refused is None:
        yield lesson.fault(fence.line, f"announces {announced} and nothing is refused")
    elif refused.name != announced:
        yield lesson.fault(
            fence.line, f"announces {announced} and is refused with {refused.name}", str(refused)
        )
    elif not any(announces(below, refused.name, str(refused)) for below in _below(lesson, fence)):
        yield lesson.fault(
            fence.line, f"the message of {announced} does not begin like its output", str(refused)
        )


def _below(lesson: Lesson, fence: Fence) -> list[Fence]:
    """Return the output of a block, as a list of none or one."""
    after = lesson.fences[lesson.fences.index(fence) + 1 :][:1]
    return [below for below in after if below.role == "output"]


def run_faults(lesson: Lesson, folder: Path) -> Iterator[Fault]:
    """Write the files and run the Python in order in one process and yield what is not as the lesson says."""
    blocks = [fence for fence in lesson.fences if _is_run(fence) or "file" in fence.options]
    for fence, outcome in zip(blocks, session.run([_step(fence) for fence in blocks], folder), strict=True):
        output = next(iter(_below(lesson, fence)), None) if _is_run(fence) else None
        if wrong := verdict(fence, output, outcome):
            yield lesson.fault(fence.line, *wrong)


def _step(fence: Fence) -> Step:
    """Return the step that runs a block or writes it to its file."""
    return Step(fence.language, fence.code, f"block-at-line-{fence.line}", file=fence.options.get("file", ""))


def exercise_faults(lesson: Lesson, folder: Path) -> Iterator[Fault]:
    """Yield what is wrong with the exercise: the check must tell the starter from the solution."""
    starters = [fence for fence in lesson.fences if fence.role == "starter"]
    solutions = [fence for fence in lesson.fences if fence.role == "solution"]
    if len(starters) != len(solutions):
        yield lesson.fault((starters or solutions)[0].line, "an exercise needs a starter and a solution")
        return
    for starter, solution in zip(starters, solutions, strict=True):
        begun = _judged(lesson, starter, folder / "starter")
        solved = _judged(lesson, solution, folder / "solution")
        outputs = _below(lesson, solution)
        if begun.trouble:
            yield lesson.fault(starter.line, "check.py cannot judge the starter", begun.trouble)
        elif begun.printed == solved.printed:
            yield lesson.fault(
                starter.line, "check.py says the same of the starter: it is the answer", begun.printed
            )
        if not outputs:
            yield lesson.fault(solution.line, "the solution shows no output of check.py", solved.printed)
        elif wrong := verdict(solution, outputs[0], solved):
            yield lesson.fault(solution.line, f"solution: check.py {wrong[0]}", wrong[1])


def _judged(lesson: Lesson, fence: Fence, folder: Path) -> Outcome:
    """Return what ``check.py`` says of a starter or a solution, in a folder with the lesson's files."""
    files = [_step(block) for block in lesson.fences if block.role == "run" and "file" in block.options]
    check = Step("python", _CHECK.format(file=fence.options["file"]), "check.py of the exercise")
    return session.run([*files, _step(fence), check], folder)[-1]


def quiz_faults(lesson: Lesson) -> Iterator[Fault]:
    """Yield the `lines` questions that nothing refuses, or that are refused for something on another line."""
    for question in questions_of(lesson) if lesson.quiz else ():
        for fence in question.fences:
            if fence.role in ("predict", "drill", "parsons"):
                yield lesson.quiz_fault(
                    fence.line, f"{question.id}: this lane cannot prove a {fence.role} block"
                )
            if fence.role != "lines":
                continue
            refused = refusal(lesson, fence, _MARK.sub("", fence.code))
            if refused is None:
                yield lesson.quiz_fault(fence.line, f"{question.id}: lines: nothing is refused")
            elif not _points_at_mark(fence.code, str(refused)):
                yield lesson.quiz_fault(fence.line, f"{question.id}: lines: refused elsewhere", str(refused))


def _points_at_mark(code: str, message: str) -> bool:
    """Return whether ``message`` names something that stands on a marked line and on no other."""
    words: dict[bool, set[str]] = {True: set(), False: set()}
    for line in code.split("\n"):
        words[bool(_MARK.search(line))].update(re.findall(r"[\w.-]+", line))
    return bool(words[True] - words[False] & words[True] & set(re.findall(r"[\w.-]+", message)))


def refusal(lesson: Lesson, fence: Fence, code: str) -> Refused | None:
    """Return why the checker of a block's language refuses ``code``; None when it does not."""
    try:
        if fence.language == "yaml" and fence.role != "static":
            layer = bool(_LAYER.fullmatch(fence.options.get("file", "")))
            check_compose(code, _base(lesson) if layer else "")
        else:
            REFUSE[fence.language](code)
    except Refused as refused:
        return refused
    return None


def _base(lesson: Lesson) -> str:
    """Return the text of the lesson's ``compose.yaml``, empty when it has none."""
    return next((fence.code for fence in lesson.fences if fence.options.get("file") == "compose.yaml"), "")


def check_dockerfile(text: str) -> None:
    """Run hadolint with its default rules; raises ``Refused`` for the first finding, whatever its level."""
    program = shutil.which("hadolint", path=str(Path(sys.executable).parent)) or "hadolint"
    done = subprocess.run(
        [program, "--format", "json", "-"],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    for finding in json.loads(done.stdout):
        raise Refused("LintError", f"{finding['code']} {finding['level']}: {finding['message']}")


def check_shell(text: str) -> None:
    """Let the shell parse a script without running it; raises ``Refused``."""
    done = subprocess.run(["sh", "-n"], input=text, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        raise Refused("SyntaxError", done.stderr)


def check_python(text: str) -> None:
    """Parse a module that a lesson writes; raises ``Refused``."""
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise Refused("SyntaxError", str(error)) from error


def check_yaml(text: str) -> None:
    """Parse a fragment; raises ``Refused``."""
    parse_yaml(text)


REFUSE: dict[str, Callable[[str], None]] = {
    "dockerfile": check_dockerfile,
    "python": check_python,
    "sh": check_shell,
    "yaml": check_yaml,
}
