"""GIFT to the Markdown of questions. What cannot be taken over is listed by name and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.quizzes.compile import MOST_QUESTIONS
from portal.quizzes.exchange.gift_answers import read_answer
from portal.quizzes.exchange.gift_markdown import Head
from portal.quizzes.exchange.gift_text import Unfit, format_of, free, hold, name_to_markdown, to_markdown
from portal.quizzes.exchange.left_out import LeftOut
from portal.quizzes.source.attributes import ID
from portal.quizzes.source.heading import LONGEST as LONGEST_TITLE
from portal.quizzes.source.heading import slug_for

_CATEGORY = "$CATEGORY:"
_NAME = re.compile(r"[ \t]*::(.*?)::", re.DOTALL)
_TAG = re.compile(r"\[(id|tag):([^\]]*)\]")
_BLANK = "_____"


@dataclass(frozen=True, slots=True)
class Taken:
    """A question as Markdown; ``line`` and ``name`` say where it stood in the GIFT."""

    line: int
    name: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken over, in its order, and what was not."""

    questions: tuple[Taken, ...]
    categories: tuple[str, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def markdown(self) -> str:
        """The questions, to stand below the front matter of a quiz."""
        return "\n".join(question.markdown for question in self.questions)


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands between two empty lines, in held characters; ``line`` is where its question begins."""

    line: int
    text: str
    comments: str
    categories: tuple[str, ...]

    @property
    def name(self) -> str:
        """The title of the question, or its first words, for a list."""
        named = _NAME.match(self.text)
        return " ".join(free(named[1] if named else self.text).split())[:60]


def from_gift(text: str) -> Imported:
    """Read GIFT with ``\\n`` line ends. Questions keep the ids of their comments; others get one from their name."""
    questions: list[Taken] = []
    categories: list[str] = []
    left: list[LeftOut] = []
    taken: set[str] = set()
    for block in _blocks(hold(text)):
        categories += block.categories
        if not block.text:
            continue
        if len(questions) == MOST_QUESTIONS:
            left.append(LeftOut("", f"what comes after {MOST_QUESTIONS} questions", line=block.line))
            break
        try:
            markdown, lost = _question(block, taken)
        except Unfit as unfit:
            left.append(LeftOut(block.name, str(unfit), line=block.line))
            continue
        questions.append(Taken(block.line, block.name, markdown))
        left += [LeftOut(block.name, lost, whole=False, line=block.line)] if lost else []
    return Imported(tuple(questions), tuple(categories), tuple(left))


def _blocks(text: str) -> Iterator[_Block]:
    """Yield what stands between empty lines; of many empty lines comes nothing."""
    first = 1
    for block in re.split(r"(\n[ \t]*(?=\n))", text):
        if not block.strip():
            first += block.count("\n")
            continue
        lines = [(first + at, line.strip()) for at, line in enumerate(block.split("\n"))]
        first += block.count("\n")
        body = [(at, line) for at, line in lines if line and not line.startswith(("//", _CATEGORY))]
        yield _Block(
            line=body[0][0] if body else lines[0][0],
            text="\n".join(line for _, line in body),
            comments=" ".join(line for _, line in lines if line.startswith("//")),
            categories=tuple(
                free(line.removeprefix(_CATEGORY)).strip() for _, line in lines if line.startswith(_CATEGORY)
            ),
        )


def _question(block: _Block, taken: set[str]) -> tuple[str, str]:
    """Return one question as Markdown, and what of it is lost; raises ``Unfit``."""
    named = _NAME.match(block.text)
    before, inside, behind = _parts(block.text[named.end() if named else 0 :])
    default = format_of(before)
    written, _, note = inside.partition("####")
    answer = read_answer(written.strip(), default)
    if behind.strip() and not answer.gap:
        before, behind = f"{before.rstrip()} {_BLANK} {behind.lstrip()}", ""
    head = _head(name_to_markdown(named[1].strip(), default) if named else "", before, block.comments, taken)
    lines = answer.lines(head, to_markdown(behind, default).rstrip())
    if note.strip():
        noted = to_markdown(note, default).strip().split("\n")
        lines += ["", "> [!NOTE]", *(f"> {line}".rstrip() for line in noted)]
    taken.add(head.id)
    return "\n".join([*lines, ""]), answer.lost


def _parts(text: str) -> tuple[str, str, str]:
    """Return what stands before, inside and behind the braces; raises ``Unfit``."""
    before, opened, rest = text.partition("{")
    inside, closed, behind = rest.partition("}")
    if not opened and "}" not in text:
        raise Unfit("a description without an answer")
    if not opened or "}" in before:
        raise Unfit("a closing brace without an opening one; an empty line ends a question")
    if not closed:
        raise Unfit("an opening brace without a closing one; an empty line ends a question")
    if "{" in inside + behind or "}" in behind:
        raise Unfit("several answers in one text")
    return before, inside, behind


def _head(name: str, before: str, comments: str, taken: set[str]) -> Head:
    """Return the title, the task and the words of a question; ``name`` is Markdown."""
    text = to_markdown(before, format_of(before)).lstrip()
    if name and (text.rstrip() == name or text.startswith(f"{name}\n")):
        title, task = name, text[len(name) :].lstrip("\n")
    elif "\n" not in text.strip() and len(text) <= LONGEST_TITLE and text.strip():
        title, task = text.strip(), ""
    else:
        title, task = name or text.strip().split("\n")[0][:LONGEST_TITLE], text
    tags = _TAG.findall(comments)
    ids = [value for key, value in tags if key == "id" and ID.fullmatch(value) and value not in taken]
    words = []
    for value in (value for key, value in tags if key == "tag"):
        if value in ("easy", "hard"):
            words.append(f".{value}")
        elif re.fullmatch(r"points-\d{1,3}(?:\.\d{1,2})?", value) and value != "points-1":
            words.append(value.replace("points-", "points="))
    concepts = [
        value.removeprefix("concept-") for _, value in tags if re.fullmatch(r"concept-[a-z0-9.-]+", value)
    ]
    words += [f"concept={','.join(concepts)}"] if concepts else []
    return Head(ids[0] if ids else slug_for(name or title, taken), title, task, tuple(words))
