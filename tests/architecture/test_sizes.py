"""Files, functions and folders stay small enough to be read at once."""

from collections import Counter
from pathlib import PurePosixPath

import pytest

from tests.architecture.files import CODE, functions, length, lines, python_files, text, tracked, with_suffix

pytestmark = pytest.mark.once

LONG = "Longer than"  # how a file that must be long begins to say why, in its first lines


def _too_long(paths: list[PurePosixPath], limit: int) -> list[str]:
    """Return the files over a limit that do not say why at their top."""
    return [
        f"{path}: {lines(path)} lines"
        for path in paths
        if lines(path) > limit and LONG not in "\n".join(text(path).splitlines()[:8])
    ]


def _partial(path: PurePosixPath) -> bool:
    """Return whether a template is a piece of a page."""
    return path.name.startswith("_")


@pytest.mark.parametrize(
    ("what", "paths", "limit"),
    [
        ("Python file", python_files("portal", "scripts", "tests"), 300),
        ("page", [path for path in with_suffix(".html") if not _partial(path)], 120),
        ("partial", [path for path in with_suffix(".html") if _partial(path)], 40),
        ("script", with_suffix(".js"), 150),
        ("style sheet", with_suffix(".css"), 250),
    ],
)
def test_a_file_is_short_or_says_why_it_is_not(what: str, paths: list[PurePosixPath], limit: int) -> None:
    assert paths, f"no {what} was found"
    assert _too_long(paths, limit) == []


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}: {length(node)} lines"
        for path in python_files("portal", "scripts", "manage.py")
        for node in functions(path)
        if length(node) > 40
    ]
    assert long == []


def test_no_view_is_longer_than_20_lines() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}: {length(node)} lines"
        for path in python_files("portal")
        if path.stem == "views" or "views" in path.parts
        for node in functions(path)
        if length(node) > 20
    ]
    assert long == []


def test_no_folder_has_more_than_15_files() -> None:
    folders = Counter(
        path.parent for path in tracked() if path.parts[0] in CODE and path.name != "__init__.py"
    )
    assert {str(folder): count for folder, count in folders.items() if count > 15} == {}
