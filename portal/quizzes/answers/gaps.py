"""Gaps in a text: where ``[[ … ]]`` begins and ends, and the answers between the marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.content.compile.problems import Problems

LONGEST = 500
_REGEX = re.compile(r"/((?:[^/\\\n]|\\.)*)/[a-z]*[ \t]*(?=\||\]\]|$)")
_ESCAPED = re.compile(r"\\(?=\[\[)")


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: its answers as written, its line in the file, and the text right behind it."""

    answers: tuple[str, ...]
    line: int
    behind: str


def split_gaps(text: str, first_line: int, in_table: bool, problems: Problems) -> list[str | Gap]:
    """Return ``text`` in pieces, gaps between texts. ``\\[[`` is no gap and loses its backslash.

    In a table ``\\|`` parts two answers as ``|`` does elsewhere. A gap that is never closed is a problem and
    stays text.
    """
    pieces: list[str | Gap] = []
    begun = at = counted = 0
    line = first_line
    while (at := text.find("[[", at)) != -1:
        if at and text[at - 1] == "\\":
            at += 2
            continue
        line, counted = line + text.count("\n", counted, at), at
        end = _end(text, at + 2, in_table)
        if end is None:
            problems.add(
                line, "a gap that is never closed", "`]]` behind it; `\\[[` for two brackets that are no gap"
            )
            break
        answers = _answers(text[at + 2 : end], in_table)
        pieces += [_unescaped(text[begun:at]), Gap(answers, line, text[end + 2 : end + 32])]
        if not all(answers):
            problems.add(line, "a gap with an empty answer", "`[[answer]]` or `[[one | other]]`")
        begun = at = end + 2
    return [*pieces, _unescaped(text[begun:])]


def has_gaps(text: str) -> bool:
    """Return whether two brackets that are not escaped stand in ``text``."""
    return re.search(r"(?<!\\)\[\[", text) is not None


def _unescaped(text: str) -> str:
    return _ESCAPED.sub("", text)


def _end(text: str, start: int, in_table: bool) -> int | None:
    """Return where the ``]]`` stands that closes a gap, or None. The first of three is part of the answer."""
    at, fresh = start, True
    stop = min(len(text), start + LONGEST)
    while at < stop:
        if fresh and (found := _REGEX.match(text, at, stop)):
            at, fresh = found.end(), False
        elif text.startswith("]]", at) and not text.startswith("]]]", at):
            return at
        elif text.startswith("\n\n", at):
            return None
        elif text[at] == "\\" and not (in_table and text.startswith("\\|", at)):
            at, fresh = at + 2, False
        else:
            fresh = text[at] == "|" or (fresh and text[at] in " \t\n\\")
            at += 1
    return None


def _answers(content: str, in_table: bool) -> tuple[str, ...]:
    """Return the answers of a gap: what bars part, but not the bars of a regular expression."""
    if in_table:
        content = content.replace("\\|", "|")
    answers, begun, at = [], 0, 0
    while at < len(content):
        rest = content[begun:at]
        if not rest.strip() and (found := _REGEX.match(content, at)):
            at = found.end()
        elif content[at] == "|":
            answers.append(rest)
            at = begun = at + 1
        else:
            at += 2 if content[at] == "\\" else 1
    return tuple(answer.strip() for answer in [*answers, content[begun:]])
