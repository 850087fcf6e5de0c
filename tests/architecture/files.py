"""The files of the project, as Git knows them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
CODE = ("portal", "scripts", "templates", "static", "tests")


@cache
def tracked() -> tuple[PurePosixPath, ...]:
    """Return every file that is or will be committed; in a copy without Git, every file that is not hidden away."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    names = done.stdout.split("\0") if done.returncode == 0 else _walk()
    return tuple(sorted(PurePosixPath(name) for name in names if name and (ROOT / name).is_file()))


def _walk() -> Iterator[str]:
    """Yield the names below the project that no tool has made."""
    made = {".venv", "var", "node_modules", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
    for path in ROOT.rglob("*"):
        name = path.relative_to(ROOT)
        if path.is_file() and not made.intersection(name.parts):
            yield name.as_posix()


def with_suffix(*suffixes: str, below: tuple[str, ...] = CODE) -> list[PurePosixPath]:
    """Return the files of these kinds in these folders."""
    return [path for path in tracked() if path.suffix in suffixes and path.parts[0] in below]


def text(path: PurePosixPath) -> str:
    """Return what is in a file."""
    return (ROOT / path).read_text(encoding="utf-8")


def lines(path: PurePosixPath) -> int:
    """Return how many lines a file has."""
    return len(text(path).splitlines())


def python_files(*below: str) -> list[PurePosixPath]:
    """Return the Python files written by hand."""
    return [path for path in with_suffix(".py", below=below) if "migrations" not in path.parts]


def functions(path: PurePosixPath) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a file."""
    for node in ast.walk(ast.parse(text(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines a function has, without decorators and docstring."""
    body = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    if not body:
        return 1
    head = node.body[0].lineno - node.lineno
    return head + (body[-1].end_lineno or 0) - body[0].lineno + 1
