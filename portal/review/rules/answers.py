"""What an answer says of memory: one of FSRS's four grades. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from fsrs import Rating

PASSED = 0.8
"""From this share of the credit on, a question of several parts counts as recalled, with effort."""
QUICK = 0.6
"""Within this share of the learner's usual time for such a card, an answer is quick."""
LONGEST = 300.0
"""Seconds; longer than this and the learner was elsewhere."""


class Confidence(StrEnum):
    """What the learner said before they answered."""

    GUESS = "guess"
    THINK = "think"
    KNOW = "know"


class Source(StrEnum):
    """Where a grade was given."""

    QUIZ = "quiz"
    DRILL = "drill"
    REVIEW = "review"


class Keep(StrEnum):
    """Which questions of a quiz become cards: the front matter's ``review``."""

    MISSED = "missed"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answered:
    """A graded answer to the question ``ref`` (``<quiz id>#<question id>``).

    ``request_id`` is the answer's own, so that the same one taken in twice counts once. ``correct`` is the
    share of the credit, below 0 for a penalty. ``seconds`` is None when nobody measured. ``help_used``: the
    lesson, a solution or somebody's feedback was seen on the way; of several tries, only the first is an
    answer. ``seed`` made the question's values. ``lesson_id``, ``concepts``, ``seed`` and ``keep`` matter
    when the answer makes a card.
    """

    ref: str
    request_id: UUID
    correct: float
    seconds: float | None = None
    hints: int = 0
    confidence: Confidence | None = None
    help_used: bool = False
    lesson_id: int | None = None
    concepts: tuple[str, ...] = ()
    seed: int = 0
    keep: Keep = Keep.MISSED

    @property
    def missed(self) -> bool:
        """Return whether too little was right to call it recalled."""
        return self.correct < PASSED

    @property
    def unaided(self) -> bool:
        """Return whether all of it was right, with no hint, no help and no guess."""
        alone = not self.hints and not self.help_used and self.confidence is not Confidence.GUESS
        return self.correct >= 1 and alone

    @property
    def miscalibrated(self) -> bool:
        """Return whether the learner was sure and wrong: worth telling them, more than the mistake."""
        return self.missed and self.confidence is Confidence.KNOW


def rating_of(answer: Answered, usual_seconds: float) -> Rating:
    """Return the grade of an answer, against the learner's usual time for such a card.

    ============================================  =====
    too little right                              Again
    partly right, a guess, a hint, or with help   Hard
    right                                         Good
    right, sure (``know``) and quick              Easy
    ============================================  =====

    FSRS reads Hard as "recalled, with effort", never as "forgotten". Time alone raises a grade and never
    lowers one: a slow answer may be a careful one. Nobody who was not asked how sure they are gets Easy.
    """
    if answer.missed:
        return Rating.Again
    if not answer.unaided:
        return Rating.Hard
    quick = answer.seconds is not None and answer.seconds <= QUICK * usual_seconds
    return Rating.Easy if quick and answer.confidence is Confidence.KNOW else Rating.Good


def measured(seconds: float | None) -> float | None:
    """Return the time an answer took within sensible bounds; None when it was not measured."""
    return None if seconds is None else min(max(seconds, 0.0), LONGEST)
