"""Change an id, and keep the old one under ``aliases``, in the front matter of a lesson or a quiz; nothing else."""

from __future__ import annotations

import re
from typing import Final

_FRONT = re.compile(r"\A---[ \t]*\r?\n(?:.*\r?\n)*?(?=---[ \t]*\r?(?:\n|\Z))")
_ID = re.compile(r"^id:[ \t]*[\"']?(?P<id>[a-z0-9/-]+)[\"']?[ \t]*(?=\r?$)", re.MULTILINE)
_ROWS = r"^aliases:[ \t]*\r?\n(?P<rows>(?:{}.*\r?\n)+)"
_LIST: Final = (
    re.compile(r"^aliases:[ \t]*\[(?P<row>[^\]\n]*)\][ \t]*(?=\r?$)", re.MULTILINE),
    re.compile(_ROWS.format(r"[ ]*- "), re.MULTILINE),
    "[{}]",
)
"""A list in one line, a list of lines, and how the former is written."""
_MAP: Final = (
    re.compile(r"^aliases:[ \t]*\{(?P<row>[^}\n]*)\}[ \t]*(?=\r?$)", re.MULTILINE),
    re.compile(_ROWS.format(r"[ ]+(?=\S)"), re.MULTILINE),
    "{{{}}}",
)
"""The same of a mapping."""


class NoPlace(ValueError):
    """There is no place where an alias could be written by a machine."""


def with_id(text: str, new: str) -> str:
    """Return a lesson with the id ``new``, that says which it had before.

    ``text`` comes back as it is when it has this one already. Raises ``NoPlace``.
    """
    head, rest = _parted(text)
    found = _ID.search(head)
    if found is None:
        raise NoPlace("there is no id in a line of its own")
    if found["id"] == new:
        return text
    text = f"{head[: found.start()]}id: {new}{head[found.end() :]}{rest}"
    return _without(with_lesson_alias(text, found["id"]), new)


def with_lesson_alias(text: str, old: str) -> str:
    """Return a lesson that says it was ``old`` before. Raises ``NoPlace``."""
    return _with(text, _LIST, old)


def lacks_alias(text: str, old: str) -> bool:
    """Return whether a lesson does not say yet that it was ``old`` before, and a machine can write that."""
    try:
        return with_lesson_alias(text, old) != text
    except NoPlace:
        return False


def old_names(text: str) -> set[str]:
    """Return the ids that a lesson or the questions of a quiz had before, as a machine would write them."""
    try:
        head, _ = _parted(text)
    except NoPlace:
        return set()
    entries: list[str] = []
    for line, lines, _ in (_LIST, _MAP):
        if found := line.search(head):
            entries += _entries(found["row"])
        elif found := lines.search(head):
            entries += map(_plain, found["rows"].splitlines())
    return {entry.partition(":")[0].strip(" \"'") for entry in entries}


def with_question_alias(text: str, old: str, new: str) -> str:
    """Return a quiz that says its question ``new`` was ``old`` before. Raises ``NoPlace``."""
    return _with(text, _MAP, f"{old}: {new}")


def _with(text: str, form: tuple[re.Pattern[str], re.Pattern[str], str], entry: str) -> str:
    """Add an entry to the aliases, or such a line at the end of the front matter."""
    head, rest = _parted(text)
    line, lines, shape = form
    end = "\r\n" if head.endswith("\r\n") else "\n"
    if found := line.search(head):
        entries = _entries(found["row"])
        row = f"aliases: {shape.format(', '.join([*entries, entry]))}"
        return text if entry in entries else head[: found.start()] + row + head[found.end() :] + rest
    if found := lines.search(head):
        rows = found["rows"].splitlines()
        if entry in (_plain(row) for row in rows):
            return text
        indent = rows[-1][: len(rows[-1]) - len(rows[-1].lstrip("- "))]
        return f"{head[: found.end()]}{indent}{entry}{end}{head[found.end() :]}{rest}"
    if re.search(r"^aliases:", head, re.MULTILINE):
        raise NoPlace("its aliases are written in a way of their own")
    return f"{head}aliases: {shape.format(entry)}{end}{rest}"


def _without(text: str, name: str) -> str:
    """Take a name out of the list of aliases, in which another one stands."""
    head, rest = _parted(text)
    line, lines, shape = _LIST
    if found := line.search(head):
        others = ", ".join(entry for entry in _entries(found["row"]) if entry != name)
        return f"{head[: found.start()]}aliases: {shape.format(others)}{head[found.end() :]}{rest}"
    if found := lines.search(head):
        others = "".join(row for row in found["rows"].splitlines(keepends=True) if _plain(row) != name)
        return head[: found.start("rows")] + others + head[found.end() :] + rest
    return text


def _parted(text: str) -> tuple[str, str]:
    """Return the front matter without its last line, and what comes then. Raises ``NoPlace`` where there is none."""
    front = _FRONT.match(text)
    if front is None:
        raise NoPlace("there is no front matter")
    return front[0], text[front.end() :]


def _entries(row: str) -> list[str]:
    return [entry.strip() for entry in row.split(",") if entry.strip()]


def _plain(row: str) -> str:
    """Return what a line of a list or a mapping holds."""
    return row.strip().removeprefix("- ").strip()
