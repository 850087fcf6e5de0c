"""The lane `core`: SQL on DuckDB and Python, run in one process a lesson; `static` blocks are parsed."""

import ast
import json
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import yaml

from portal.content.compile.fences import Fence
from tests.curriculum.blocks import exercise_faults, run_faults, shape_faults
from tests.curriculum.lanes import Fault, Lesson
from tests.curriculum.quizzes import quiz_faults

PARSERS: dict[str, Callable[[str], Any]] = {
    "json": json.loads,
    "python": ast.parse,
    "sql": duckdb.extract_statements,
    "toml": tomllib.loads,
    "yaml": yaml.safe_load,
}


def prove(lesson: Lesson, folder: Path) -> list[Fault]:
    """Run what ``lesson`` and its quiz claim and return what does not hold."""
    if faults := [*shape_faults(lesson), *static_faults(lesson)]:
        return faults
    return [
        *run_faults(lesson, folder / "run"),
        *exercise_faults(lesson, folder / "exercise"),
        *quiz_faults(lesson, folder / "quiz"),
    ]


def static_faults(lesson: Lesson) -> Iterator[Fault]:
    """Yield the `static` blocks that the parser of their language refuses, or that have no parser here."""
    for fence in lesson.fences:
        if fence.role == "static" and (wrong := _unreadable(fence)):
            yield lesson.fault(fence.line, *wrong)


def _unreadable(fence: Fence) -> tuple[str, str] | None:
    """Return why a block cannot be read; None when it can."""
    if fence.language not in PARSERS:
        return f"static {fence.language}: this lane reads {', '.join(PARSERS)}; or make it `text`", ""
    try:
        PARSERS[fence.language](fence.code)
    except Exception as error:
        return f"this {fence.language} cannot be read", f"{type(error).__name__}: {error}"
    return None
