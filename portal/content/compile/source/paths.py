"""Which file of the curriculum is what, by its path alone."""

import re
from collections.abc import Iterable
from typing import Literal

from portal.content.compile.problems import Problem

Kind = Literal[
    "plan", "facts", "data", "track", "milestone", "lesson", "quiz", "picture", "drawing", "solution"
]  # fmt: skip

MAX_BYTES = 512 * 1024
MAX_DEPTH = 6
IGNORED = frozenset({"README.md", "__pycache__"})
"""Names the reader of a folder leaves out; a file with one would be lost on its way there and back."""
SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")
_NAME = r"\d{2,4}-[a-z0-9]+(?:-[a-z0-9]+)*"
_FILE = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
_ASSETS = rf"{_NAME}/(?:{_NAME}/)?assets/{_FILE}"
_KINDS: list[tuple[Kind, re.Pattern[str]]] = [
    ("lesson", re.compile(rf"{_NAME}/{_NAME}/{_NAME}\.md")),
    ("plan", re.compile(r"plan\.yml")),
    ("facts", re.compile(r"facts\.yml")),
    ("data", re.compile(rf"data/{_FILE}")),
    ("track", re.compile(rf"{_NAME}/track\.md")),
    ("milestone", re.compile(rf"{_NAME}/milestone\.md")),
    ("quiz", re.compile(rf"{_NAME}/{_NAME}/{_NAME}\.quiz\.md")),
    ("drawing", re.compile(rf"{_ASSETS}\.svg")),
    ("picture", re.compile(rf"{_ASSETS}\.(?:png|jpg|jpeg|webp|gif)")),
    ("solution", re.compile(rf"{_NAME}/{_NAME}/{_NAME}/(?:{_FILE}/)*{_FILE}")),
]
ALLOWED = (
    "plan.yml, facts.yml, data/…, <NN-track>/track.md and milestone.md, <NN-track>/<NN-module>/<NN-slug>.md "
    "and .quiz.md, assets/….svg .png .jpg .jpeg .webp .gif, <NN-slug>/… beside a lesson"
)


def kind_of(path: str) -> Kind | None:
    """Return what the file at ``path`` is, or None when the curriculum has no such files."""
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(path)), None)


def lesson_beside(path: str) -> str:
    """Return the path of the lesson that a quiz or a file of solutions stands beside; empty for any other file."""
    kind = kind_of(path)
    if kind == "quiz":
        return f"{path.removesuffix('.quiz.md')}.md"
    return f"{'/'.join(path.split('/')[:3])}.md" if kind == "solution" else ""


def too_big(path: str, size: int) -> Problem:
    """Return the problem with a file of so many bytes."""
    return Problem(path, 0, f"{size / 1024:,.0f} KB", f"at most {MAX_BYTES // 1024} KB")


def check_paths(paths: Iterable[str], beside: Iterable[str] = ()) -> list[Problem]:
    """Return what keeps ``paths`` from being files of one folder, as the reader of a folder would find it.

    ``beside`` are the paths of the other files there, which are sound.
    """
    wanted = sorted(set(paths))
    places = {prefix.lower(): prefix for path in beside for prefix in _prefixes(path)}
    problems, files = [], {path.lower() for path in [*beside, *wanted]}
    for path in wanted:
        names = path.split("/")
        if kind_of(path) is None or IGNORED.intersection(names):
            problems.append(Problem(path or ".", 0, "a file the curriculum does not have", ALLOWED))
            continue
        if not all(SAFE_NAME.fullmatch(name) for name in names):
            problems.append(
                Problem(path, 0, "an unsafe name", "letters, digits, `.`, `-` and `_`, at most 100")
            )
        if len(names) - 1 > MAX_DEPTH:
            problems.append(Problem(path, 0, "nested too deeply", f"at most {MAX_DEPTH} levels of folders"))
        problems += _twins(path, places)
        above = [prefix for prefix in _prefixes(path) if prefix != path and prefix.lower() in files]
        problems += [
            Problem(path, 0, f"{prefix} is a file, not a folder", "another name") for prefix in above
        ]
    return problems


def _twins(path: str, places: dict[str, str]) -> Iterable[Problem]:
    """Yield the problem when the path, or a folder of it, differs from another only in case; remember the path."""
    for prefix in _prefixes(path):
        twin = places.setdefault(prefix.lower(), prefix)
        if twin != prefix:
            allowed = "names that differ on every file system"
            yield Problem(path, 0, f"differs from {twin} only in case", allowed)
            return


def _prefixes(path: str) -> list[str]:
    """Return every folder above a file, and the file itself."""
    names = path.split("/")
    return ["/".join(names[: depth + 1]) for depth in range(len(names))]
