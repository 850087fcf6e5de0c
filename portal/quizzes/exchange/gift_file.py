"""A GIFT file of another platform to the text of a quiz file that compiles."""

from __future__ import annotations

import json
from dataclasses import dataclass

from portal.content.compile.problems import Problems
from portal.content.compile.source.text import text_of
from portal.quizzes.compile import compile_quiz
from portal.quizzes.exchange.gift_read import Imported, Taken, from_gift
from portal.quizzes.exchange.left_out import LeftOut

LONGEST = 512_000
_BOM = b"\xef\xbb\xbf"
_ANY = "## Is it? {#any}\n\n- [x] True\n- [ ] False\n"


class Unreadable(Exception):
    """Nothing can be made of the file; the text says why, and at which line."""


@dataclass(frozen=True, slots=True)
class QuizText:
    """The text of a quiz file with ``taken`` questions, the categories the file named, and what is left out."""

    text: str
    taken: int
    categories: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def quiz_from_gift(data: bytes, *, uid: str, title: str) -> QuizText:
    """Return the bytes of a GIFT file as a quiz of that id and title. Raises ``Unreadable``.

    A question that the compiler of quizzes refuses is left out, so that the rest can be used at once.
    """
    found = from_gift(_text(data))
    head = f"---\nid: {uid}\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n\n"
    if wrong := _refusal(head + _ANY):
        raise Unreadable(wrong)
    questions, refused = _sifted(head, found)
    left = tuple(sorted([*found.left_out, *refused], key=lambda one: one.line))
    if not questions:
        raise Unreadable("\n".join(["no question can be taken over", *map(str, left)]))
    text = head + "\n".join(question.markdown for question in questions)
    return QuizText(text, len(questions), found.categories, left)


def _text(data: bytes) -> str:
    """Return the text of the file, with or without a byte-order mark."""
    if len(data) > LONGEST:
        raise Unreadable(f"{len(data):,} bytes; at most {LONGEST:,}")
    problems = Problems("")
    text = text_of(data.removeprefix(_BOM), problems)
    if text is None:
        raise Unreadable(f"line {problems[0].line}: {problems[0].wrong}; {problems[0].allowed}")
    return text


def _sifted(head: str, found: Imported) -> tuple[list[Taken], list[LeftOut]]:
    """Part the questions that compile from those that do not."""
    good: list[Taken] = []
    refused: list[LeftOut] = []
    for question in found.questions:
        if wrong := _refusal(head + question.markdown):
            refused.append(LeftOut(question.name, wrong, line=question.line))
        else:
            good.append(question)
    return good, refused


def _refusal(text: str) -> str:
    """Return the first thing that is wrong with the text of a quiz, or nothing."""
    for problem in compile_quiz("", text)[1]:
        return f"{problem.wrong}; {problem.allowed}" if problem.allowed else problem.wrong
    return ""
