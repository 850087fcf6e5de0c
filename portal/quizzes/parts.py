"""What the compiler makes of a quiz: frozen values that go into a JSON column as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from portal.content.compile.render.page import Target

Difficulty = Literal["easy", "medium", "hard"]
Void = Literal["", "out", "full"]
Verdict = Literal["right", "partly", "wrong", "void"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``title`` is Markdown as written, everything called ``html`` is rendered and cleaned.

    ``spec`` belongs to the kind: a JSON object with the right answer in it, never to be shown. ``variables``
    are names and expressions; while there are any, ``spec`` and the texts hold slots that ``vars.fill`` must
    fill for a seed. ``source`` is the exact text in the file, heading to the line before the next one.
    """

    id: str
    kind: str
    title: str
    title_html: str
    prompt_html: str
    points: float
    difficulty: Difficulty
    concepts: tuple[str, ...]
    void: Void
    hints: tuple[str, ...]
    explanation_html: str
    spec: dict[str, Any]
    variables: tuple[tuple[str, str], ...]
    source: str
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class QuizFile:
    """A quiz. ``pass_mark`` is a share from 0 to 1; ``draw`` is None for all questions.

    ``aliases`` maps ids that questions once had to those they have now. ``head`` is the exact text of the
    file before its first question; with the questions' ``source`` behind it, it is the file. ``targets`` are
    the files it links to or shows.
    """

    path: str
    id: str
    title: str
    pass_mark: float
    draw: int | None
    shuffle_questions: bool
    shuffle_options: bool
    feedback: Literal["at-once", "at-end"]
    review: Literal["missed", "all", "none"]
    dataset: str
    aliases: dict[str, str]
    intro_html: str
    questions: tuple[Question, ...]
    head: str
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The verdict on one thing the learner gave, an option, a gap, a row; nothing on what was not given.

    ``key`` is that of the shown question; ``feedback`` is HTML, or empty.
    """

    key: str
    verdict: Verdict
    feedback: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """What a response is worth: ``credit`` from -1 to 1, or None when it is left out of the score.

    ``waiting`` says that the learner has yet to judge the answer; until then it is left out.
    """

    credit: float | None
    parts: tuple[Part, ...] = ()
    waiting: bool = False
