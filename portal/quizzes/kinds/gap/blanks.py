"""What the kinds with gaps share: a gap is read, shown and graded the same in each of them."""

from __future__ import annotations

from html import escape
from typing import Any, TypedDict

from portal.quizzes.answers.accepted import GapSpec, accepted_answer, accepts, read_gap, right_answer
from portal.quizzes.answers.listed import listed
from portal.quizzes.answers.posted import Field, Response
from portal.quizzes.answers.texts import LONGEST
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind
from portal.quizzes.parts import Grade, Part
from portal.quizzes.source.form import Form

MOST = 30


class Blanks(TypedDict):
    """The spec of every kind with gaps. ``pieces`` is the task as HTML, a gap's number between two pieces."""

    pieces: list[str | int]
    gaps: list[GapSpec]
    task: str


def name_of(number: int) -> str:
    """Return the name of a gap's field."""
    return f"gap-{number}"


class GapKind(Kind[Blanks]):
    """A text with gaps. The kinds differ in the number and the sort of the gaps they recognise."""

    def parse(self, form: Form) -> Blanks | None:
        """Take the whole task with its gaps; each must have an answer."""
        if len(form.gaps) > MOST:
            form.wrong(f"{len(form.gaps)} gaps", f"at most {MOST} in a question")
            return None
        task = form.task
        gaps, pieces = form.take_gaps()
        specs = [read_gap(gap, form, number) for number, gap in enumerate(gaps)]
        answered = all(spec["accepted"] or spec["choices"] for spec in specs)
        return Blanks(pieces=pieces, gaps=specs, task=task) if answered else None

    def public(self, spec: Blanks, dice: Dice, *, shuffle: bool) -> dict[str, Any]:
        """Show the task in pieces: each is ``{"html": …}`` or ``{"gap": …}``."""
        pieces: list[dict[str, Any]] = []
        for piece in spec["pieces"]:
            if isinstance(piece, str):
                pieces += [{"html": piece}] if piece else []
            else:
                pieces.append({"gap": _shown_gap(spec["gaps"][piece], piece, dice, shuffle)})
        return {"pieces": pieces}

    def fields(self, spec: Blanks) -> dict[str, Field]:
        """Take a text, or a key of a drop-down, for each gap."""
        return {
            name_of(number): Field(among=tuple(choice["key"] for choice in gap["choices"]), longest=LONGEST)
            for number, gap in enumerate(spec["gaps"])
        }

    def grade(self, spec: Blanks, response: Response) -> Grade:
        """Give each gap the same share; an empty one gets no verdict."""
        parts = []
        for number, gap in enumerate(spec["gaps"]):
            for given in response.get(name_of(number), [])[:1]:
                parts.append(Part(name_of(number), "right" if accepts(gap, given) else "wrong"))
        right = sum(part.verdict == "right" for part in parts)
        return Grade(right / len(spec["gaps"]) if spec["gaps"] else 0.0, tuple(parts))

    def solution(self, spec: Blanks) -> Response:
        """Fill every gap with its first answer that is not a pattern."""
        return {name_of(number): [accepted_answer(gap)] for number, gap in enumerate(spec["gaps"])}

    def right(self, spec: Blanks) -> dict[str, Any]:
        """Show the first answer of each gap by its name, as plain text."""
        return {"gaps": {name_of(number): right_answer(gap) for number, gap in enumerate(spec["gaps"])}}

    def sides(self, spec: Blanks, dice: Dice) -> tuple[str, str]:
        """Show the text with a line for each gap, numbered if there are several; the answers behind."""
        many = len(spec["gaps"]) > 1
        front = "".join(
            piece if isinstance(piece, str) else _ruled(spec["gaps"][piece], piece + 1 if many else 0)
            for piece in spec["pieces"]
        )
        answers = [escape(right_answer(gap)) for gap in spec["gaps"]]
        return front, listed(answers, "ol") if many else answers[0]

    def flaw(self, spec: Blanks) -> str:
        """Every number must be one that can be met."""
        ends = [
            (one["low"], one["high"], one["tolerance"]) for gap in spec["gaps"] for one in gap["accepted"]
        ]
        unmet = any(low > high or more < 0 for low, high, more in ends)
        return "a gap whose number cannot be met" if unmet else ""


def _shown_gap(gap: GapSpec, number: int, dice: Dice, shuffle: bool) -> dict[str, Any]:
    """Return one gap; its field is no wider for a longer answer."""
    choices = [{"key": choice["key"], "text": choice["text"]} for choice in gap["choices"]]
    if shuffle:
        choices = dice.shuffled(choices)
    return {"name": name_of(number), "number": number + 1, "type": gap["type"], "choices": choices}


def _ruled(gap: GapSpec, number: int) -> str:
    """Return a gap on paper, with its entries if it is a drop-down."""
    entries = escape(" / ".join(choice["text"] for choice in gap["choices"]))
    return f"____{f'({number})' if number else ''}{f' [{entries}]' if entries else ''}"
