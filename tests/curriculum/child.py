"""Run the blocks of a lesson one after another in one process: ``python child.py steps.json replies.jsonl``.

It stands alone: the standard library, and DuckDB once a block is SQL. The working folder is the lesson's.
One line of JSON is written as soon as a block is done, so that the parent knows where a lesson hung or died.
"""

import json
import linecache
import os
import resource
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

MEMORY = 4 << 30
"""Bytes of data a lesson may hold; more is a MemoryError, or DuckDB's own error, and not the machine's end."""
FILE = 64 << 20
"""Bytes a lesson may write into one file, what it prints included."""
_LOOPBACK = ("127.", "localhost", "::1", "0.0.0.0")


def main() -> None:
    """Run every step and write one reply for each."""
    steps = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    sys.addaudithook(_no_network)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]  # it is a TextIOWrapper here
    sys.path[0] = str(Path.cwd())
    with open(sys.argv[2], "w", encoding="utf-8") as replies:
        sys.argv[:] = ["lesson.py"]
        names = _fresh_names()
        for step in steps:
            if step["fresh"]:
                names = _fresh_names()
            replies.write(json.dumps(_reply(step, names)) + "\n")
            replies.flush()


def _fresh_names() -> dict[str, Any]:
    """Return the names of a new `__main__`, and give DuckDB an empty database."""
    module = ModuleType("__main__")
    sys.modules["__main__"] = module
    if (duckdb := sys.modules.get("duckdb")) is not None:
        duckdb.set_default_connection(duckdb.connect())
    return vars(module)


def _reply(step: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    """Run one step; a reply has what it printed and, where there is one, its table and its error."""
    reply: dict[str, Any] = {}
    with _printed_into(reply):
        try:
            if step["file"]:
                _write(step["file"], step["code"])
            elif step["language"] == "sql":
                reply["table"] = _query(step["code"])
            else:
                _execute(step["name"], step["code"], names)
        except BaseException as error:  # a block may also call sys.exit(); the next block still runs
            reply["raised"] = _told(error, step["name"])
    return reply


@contextmanager
def _printed_into(reply: dict[str, Any]) -> Iterator[None]:
    """Collect what goes to file descriptor 1, so also what other programs and C libraries write."""
    sys.stdout.flush()
    saved = os.dup(1)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 1)
        try:
            yield
        finally:
            sys.stdout.flush()
            os.dup2(saved, 1)
            os.close(saved)
            file.seek(0)
            reply["printed"] = file.read().decode("utf-8", "replace")


def _write(name: str, code: str) -> None:
    """Write a block to its file in the lesson's folder."""
    path = Path.cwd() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code, encoding="utf-8")


def _execute(name: str, code: str, names: dict[str, Any]) -> None:
    """Run Python as the continuation of the blocks before it, with its lines known to tracebacks."""
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    exec(compile(code, name, "exec", dont_inherit=True), names)


def _query(sql: str) -> dict[str, Any]:
    """Run every statement in the one database of this process and return what the last one gave."""
    import duckdb

    cursor = duckdb.default_connection().execute(sql)
    return {
        "columns": [column[0] for column in cursor.description or ()],
        "types": [str(column[1]) for column in cursor.description or ()],
        "rows": [[_shown(value) for value in row] for row in cursor.fetchall()],
    }


def _shown(value: Any) -> str:
    """Return ``value`` as an output block has it: NULL, seconds without `.000`, intervals as in psql."""
    match value:
        case None:
            return "NULL"
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat(sep=" ", timespec="auto" if value.microsecond else "seconds")
        case timedelta():
            days = {0: "", 1: "1 day "}.get(value.days, f"{value.days} days ")
            return days + str(timedelta(0, value.seconds, value.microseconds)).rjust(8, "0")
        case list() | tuple():
            return f"[{', '.join(map(_shown, value))}]"
        case dict():
            return "{" + ", ".join(f"'{key}': {_shown(item)}" for key, item in value.items()) + "}"
        case _:
            return str(value)


def _told(error: BaseException, name: str) -> dict[str, Any]:
    """Return an error's class, its message, the lines of this block on its way up, and its whole trace."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == name]
    if isinstance(error, SyntaxError) and error.filename == name:
        lines.append(error.lineno)
    return {
        "name": type(error).__name__,
        "message": str(error),
        "lines": lines,
        "trace": "".join(traceback.format_exception(error)),
    }


def _no_network(event: str, args: tuple[Any, ...]) -> None:
    """Refuse every connection that leaves this machine: a lesson must not need one."""
    if event == "socket.connect" and isinstance(args[1], tuple) and not str(args[1][0]).startswith(_LOOPBACK):
        raise PermissionError(f"a lesson must not connect to {args[1][0]}")


if __name__ == "__main__":
    main()
