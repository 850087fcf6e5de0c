"""Scores and names. A question never scores below 0 or above its points; what is left out counts on neither side."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from portal.quizzes.parts import Grade, Void


@dataclass(frozen=True, slots=True)
class Score:
    """Points earned out of those that could be; both are 0 for what is left out."""

    earned: float
    possible: float

    @property
    def share(self) -> float | None:
        """From 0.0 to 1.0; None when nothing could be earned."""
        return self.earned / self.possible if self.possible else None

    def passes(self, mark: float) -> bool:
        """Return whether the share reaches ``mark`` (0 to 1); where nothing is earned, nothing is passed."""
        return self.share is not None and self.share >= mark - 1e-9


def score_of(points: float, void: Void, grade: Grade) -> Score:
    """Return the score of one question.

    A void question is out of the total, or earns everyone all points with ``full``. A grade without credit (a
    reflection, a drill, a judgement that is waited for) is left out. Negative credit is 0: it only takes away
    within a question.
    """
    if void == "out" or (grade.credit is None and void != "full"):
        return Score(0.0, 0.0)
    credit = 1.0 if void == "full" or grade.credit is None else max(0.0, min(1.0, grade.credit))
    return Score(min(points, round(points * credit, 4)), points)


def total(scores: Iterable[Score]) -> Score:
    """Return the score of an attempt: all its questions, those that were not answered included."""
    scores = list(scores)
    return Score(fsum(score.earned for score in scores), fsum(score.possible for score in scores))


@dataclass(frozen=True, slots=True)
class Asked:
    """The ids of the questions of a version, and the ids it says they had before, with those they have."""

    ids: frozenset[str]
    aliases: Mapping[str, str]


def names_now(versions: Iterable[Asked]) -> dict[str, str]:
    """Return the id that a question has in the last of ``versions``, by each other id it had in one of them.

    A version renames a question by an alias. It takes a rename back when an id returns that was an alias of one which
    leaves, whether it says so or not; of several, the latest. An id that is asked stands for itself.
    """
    names: dict[str, str] = {}
    said: dict[str, str] = {}
    before: frozenset[str] = frozenset()
    for version in versions:
        said |= version.aliases
        step = {old: new for old, new in version.aliases.items() if old not in version.ids}
        for old, new in reversed(said.items()):
            if old in version.ids - before and new not in version.ids:
                step.setdefault(new, old)
        names = {name: step.get(now, now) for name, now in names.items()} | step
        before = version.ids
    return {name: now for name, now in names.items() if now in before and name not in before}
