"""Write an old id under ``aliases`` in the front matter of a lesson or a quiz, and change nothing else."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"^aliases:[ \t]*(?:\[(?P<list>[^\]\n]*)\]|\{(?P<map>[^}\n]*)\})[ \t]*(?=\r?$)", re.MULTILINE
)
_FRONT = re.compile(r"\A---[ \t]*\r?\n(?:.*\r?\n)*?(?=---[ \t]*\r?(?:\n|\Z))")


class NoPlace(ValueError):
    """There is no place where an alias could be written by a machine."""


def with_lesson_alias(text: str, old: str) -> str:
    """Return a lesson that says it was ``old`` before. Raises ``NoPlace``."""
    return _with(text, "list", old, "[{}]")


def lacks_alias(text: str, old: str) -> bool:
    """Return whether a lesson does not say yet that it was ``old`` before, and a machine can write that."""
    try:
        return with_lesson_alias(text, old) != text
    except NoPlace:
        return False


def with_question_alias(text: str, old: str, new: str) -> str:
    """Return a quiz that says its question ``new`` was ``old`` before. Raises ``NoPlace``."""
    return _with(text, "map", f"{old}: {new}", "{{{}}}")


def _with(text: str, group: str, entry: str, shape: str) -> str:
    """Add an entry to the line of aliases, or such a line at the end of the front matter."""
    front = _FRONT.match(text)
    if front is None:
        raise NoPlace("there is no front matter")
    head, rest = front[0], text[front.end() :]
    found = _LINE.search(head)
    if found is not None and found[group] is not None:
        entries = [one.strip() for one in found[group].split(",") if one.strip()]
        if entry in entries:
            return text
        line = "aliases: " + shape.format(", ".join([*entries, entry]))
        return head[: found.start()] + line + head[found.end() :] + rest
    if re.search(r"^aliases:", head, re.MULTILINE):
        raise NoPlace("the aliases stand on several lines")
    end = "\r\n" if head.endswith("\r\n") else "\n"
    return f"{head}aliases: {shape.format(entry)}{end}{rest}"
