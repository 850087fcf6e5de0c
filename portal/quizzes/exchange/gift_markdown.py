"""Questions read from GIFT, written as the Markdown of a quiz file."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.compile.problems import Problems
from portal.quizzes.answers.gaps import Gap, split_gaps
from portal.quizzes.exchange.gift_text import Unfit
from portal.quizzes.source.attributes import split_attributes


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above an answer: the words between the braces; title and task are Markdown."""

    id: str
    title: str
    task: str
    words: tuple[str, ...] = ()

    def lines(self, *classes: str) -> list[str]:
        """Return the heading and the task."""
        words = " ".join([f"#{self.id}", *classes, *self.words])
        task = ["", *self.task.strip("\n").split("\n")] if self.task.strip() else []
        title = self.title.replace("\n", " ")
        return [f"## {title} {{{words}}}", *task, ""]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option: Markdown, whether it is right, its weight as a share (None: the usual), its feedback."""

    text: str
    right: bool
    weight: float | None
    feedback: str


def choices(head: Head, found: list[Choice], *, many: bool) -> list[str]:
    """Return a question with options; weights that the format shares out by itself are not written."""
    right = [choice for choice in found if choice.right]
    if not right or (len(right) > 1 and not many):
        raise Unfit("no right answer" if not right else "several answers that are each the right one")
    share = 1 / len(right)
    lines = head.lines(".multi") if many and len(right) == 1 else head.lines()
    even = all(abs((choice.weight or 0) - share) < 0.001 for choice in right)
    for choice in found:
        usual = (share if choice.right else -share) if many else (1.0 if choice.right else 0.0)
        weight = usual if choice.weight is None else choice.weight
        written = not (even if choice.right and many else abs(weight - usual) < 0.001)
        lines += _option(choice, weight, written=written)
    return lines


def _option(choice: Choice, weight: float, *, written: bool) -> list[str]:
    """Return the lines of one option."""
    if not choice.text.strip():
        raise Unfit("an option without a text")
    credit = f" {{credit={100 * weight:.5f}".rstrip("0").rstrip(".") + "%}"
    written = written or bool(split_attributes(choice.text)[1])
    first, *more = f"{choice.text.strip()}{credit if written else ''}".split("\n")
    return [
        f"- [{'x' if choice.right else ' '}] {first}",
        *(f"  {line}".rstrip() for line in more),
        *(f"  > {line}".rstrip() for line in choice.feedback.strip().split("\n") if choice.feedback.strip()),
    ]


def gap(head: Head, answers: list[str], behind: str) -> list[str]:
    """Return a question with one gap at the end of its task, and the text behind it."""
    written = f"[[{' | '.join(answers)}]]"
    pieces = split_gaps(written, 1, False, Problems(""))
    if [piece.answers for piece in pieces if isinstance(piece, Gap)] != [tuple(answers)]:
        raise Unfit("an answer that cannot stand in a gap")
    task = head.task.lstrip("\n")
    return Head(head.id, head.title, f"{task}{written}{behind}", head.words).lines()


def gap_text(text: str) -> str:
    """Return an accepted text as it is written in a gap."""
    text = text.strip().replace("|", "\\|")
    if text.startswith(("case:", "code:")) or "\n" in text or not text:
        raise Unfit("an answer that cannot stand in a gap")
    return f"\\{text}" if text[0] in "/=(" else text


def pairs(head: Head, found: list[tuple[str, str]]) -> list[str]:
    """Return a question with pairs; a left side that is empty is a distractor."""
    rows = [tuple(side.strip().replace("|", "\\|") for side in pair) for pair in found]
    if any("\n" in side for row in rows for side in row):
        raise Unfit("a pair of several lines")
    return [
        *head.lines(".match"),
        "| Left | Right |",
        "|---|---|",
        *(f"| {left} | {right} |" for left, right in rows),
    ]
