"""The fenced code blocks of a text: language, role, options, code and line."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.content.compile.problems import Problems

ALONE = frozenset({"output", "text"})
ROLES = frozenset({"run", "static", "starter", "solution"})
OPTIONS = frozenset({"expect", "file", "title"})
_OPEN = re.compile(r"^(?P<indent> {0,3})(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")


@dataclass(frozen=True, slots=True)
class Fence:
    """One fenced block. ``line`` is that of its opening marks, ``end`` that of its closing ones, both from 1.

    ``language`` is the first word (may be empty), ``role`` the second (for ``output`` and ``text`` the word
    itself), ``options`` the ``key=value`` words after it; ``words`` is all of the line, for callers with
    roles of their own.
    """

    language: str
    role: str
    options: dict[str, str]
    code: str
    line: int
    end: int
    words: tuple[str, ...] = field(default=(), compare=False)


def fences_of(text: str, problems: Problems, first_line: int = 1) -> Iterator[Fence]:
    """Yield the fenced blocks of ``text`` in order; an unclosed one is a problem and ends the walk.

    ``first_line`` is the line number of the first line of ``text`` in its file.
    """
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        opened = _OPEN.match(lines[at])
        if opened is None:
            at += 1
            continue
        close = _closing(lines, at + 1, opened["marks"])
        if close is None:
            problems.add(
                first_line + at,
                "this code block is never closed",
                f"end it with {opened['marks']} on a line of its own",
            )
            return
        code = [line.removeprefix(opened["indent"]) for line in lines[at + 1 : close]]
        yield _fence(
            opened["info"], "".join(f"{line}\n" for line in code), first_line + at, first_line + close
        )
        at = close + 1


def _closing(lines: list[str], start: int, marks: str) -> int | None:
    """Return the index of the line that closes a block opened with ``marks``, or None."""
    wanted = re.compile(rf" {{0,3}}{re.escape(marks[0])}{{{len(marks)},}}\s*")
    return next((at for at in range(start, len(lines)) if wanted.fullmatch(lines[at])), None)


def _fence(info: str, code: str, line: int, end: int) -> Fence:
    """Read the words behind the opening marks; a quotation that is not closed is read as plain words."""
    try:
        words = tuple(shlex.split(info))
    except ValueError:
        words = tuple(info.split())
    language = words[0] if words else ""
    role = language if language in ALONE else (words[1] if len(words) > 1 else "")
    rest = words[1:] if language in ALONE else words[2:]
    options = {key: value for key, _, value in (word.partition("=") for word in rest)}
    return Fence(language, role, options, code, line, end, words)


def check_lesson_fence(fence: Fence, problems: Problems) -> None:
    """Add a problem for a language without a role, an unknown role, and an unknown option."""
    allowed = f"one of {', '.join(sorted(ROLES))} after the language, or `output` or `text` alone"
    if not fence.language:
        problems.add(fence.line, "a code block without a language", allowed)
    elif fence.language not in ALONE and fence.role not in ROLES:
        wrong = (
            f"a {fence.language} block with the role {fence.role!r}"
            if fence.role
            else f"a {fence.language} block without a role"
        )
        problems.add(fence.line, wrong, allowed)
    for key in fence.options:
        if key not in OPTIONS:
            problems.add(fence.line, f"unknown option {key!r}", f"one of {', '.join(sorted(OPTIONS))}")
