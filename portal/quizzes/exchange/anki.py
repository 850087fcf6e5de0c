"""Cards as a text file that Anki imports. Importing it again updates the notes and makes no second ones."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from portal.quizzes.dice import Dice
from portal.quizzes.exchange.gift_text import Unfit
from portal.quizzes.exchange.left_out import LeftOut
from portal.quizzes.kinds import kinds
from portal.quizzes.parts import Question, QuizFile

_HEAD = "#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n#columns:guid\tFront\tBack\tTags\n"


@dataclass(frozen=True, slots=True)
class Note:
    """One card. ``guid`` names it for ever; both sides are HTML."""

    guid: str
    front: str
    back: str
    tags: tuple[str, ...]


def anki_text(notes: Iterable[Note], left: Iterable[LeftOut] = ()) -> str:
    """Return the notes, one a line; what is ``left`` out stands above them in comments, which Anki passes over."""
    out = io.StringIO()
    rows = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    for note in notes:
        rows.writerow([note.guid, note.front, note.back, " ".join(note.tags)])
    comments = [f"# left out: {' '.join(str(one).split())}\n" for one in left]
    return "".join([_HEAD, *comments, out.getvalue()])


def to_anki(quiz: QuizFile) -> tuple[str, list[LeftOut]]:
    """Return the questions of ``quiz`` that make sense as cards, and the others by name."""
    notes, left = [], []
    for question in quiz.questions:
        try:
            notes.append(note_of(quiz.id, question))
        except Unfit as unfit:
            left.append(LeftOut(question.id, str(unfit)))
    return anki_text(notes), left


def note_of(quiz: str, question: Question) -> Note:
    """Return a question of the quiz of that id as a note; raises ``Unfit``."""
    if question.variables or question.void:
        raise Unfit("values that vary" if question.variables else "that it is void")
    sides = kinds[question.kind].sides(question.spec, Dice(0, question.id, "order"))
    if sides is None:
        raise Unfit(f"the kind {question.kind}")
    prompt = question.title_html if question.kind == "card" else f"<p>{question.title_html}</p>"
    front = "".join([prompt, question.prompt_html, sides[0]])
    back = sides[1] + question.explanation_html
    if "<img" in front + back:
        raise Unfit("its pictures")
    return Note(f"{quiz}#{question.id}", front, back, (quiz, *question.concepts))
