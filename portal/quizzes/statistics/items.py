"""All there is to say of one question from the first tries at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.quizzes.kinds import kinds
from portal.quizzes.parts import Question
from portal.quizzes.statistics import figures
from portal.quizzes.statistics.choices import Group, groups_of, unknown
from portal.quizzes.statistics.figures import Sure
from portal.quizzes.statistics.flags import Evidence, Flag, flags_of
from portal.quizzes.statistics.sittings import Sitting, Tries, first_tries


@dataclass(frozen=True, slots=True)
class Item:
    """The figures of one question. ``answers`` counts first tries, ``unknown`` those that said "I do not know".

    ``skipped`` counts learners who ended their attempt without an answer; they are in no other figure.
    ``seconds`` is a median; ``strong`` the number of the best learners.
    """

    question: Question
    answers: int
    unknown: int
    skipped: int
    facility: float | None
    discrimination: float | None
    seconds: float | None
    strong: int
    calibration: tuple[Sure, ...]
    groups: tuple[Group, ...]
    flags: tuple[Flag, ...]

    @property
    def flagged(self) -> bool:
        """Return whether something looks broken; a weak hint alone does not count."""
        return any(not flag.weak for flag in self.flags)

    @property
    def calibrated(self) -> bool:
        """Return whether anybody said how sure they were."""
        return any(sure.answers for sure in self.calibration)


def items_of(sittings: Iterable[Sitting], questions: Mapping[str, Question]) -> list[Item]:
    """Return the questions that take an answer, in the order of the file."""
    tries = first_tries(sittings, questions)
    return [item_of(questions[uid], found) for uid, found in tries.items()]


def item_of(question: Question, tries: Tries) -> Item:
    """Return the figures of one question. A void one gets no flags: somebody has looked already."""
    given = tries.given
    strong = figures.strongest(given)
    groups, sure = groups_of(question, given, strong), figures.calibration(given)
    evidence = Evidence(
        scored=sum(one.credit is not None for one in given),
        facility=figures.facility(given),
        discrimination=figures.discrimination(given),
        pairs=figures.pairs_in(given),
        strong=len(strong),
        sure=sure,
        groups=groups,
        keyed=not kinds[question.kind].self_judged,
    )
    return Item(
        question=question,
        answers=len(given),
        unknown=unknown(given),
        skipped=tries.skipped,
        facility=evidence.facility,
        discrimination=evidence.discrimination,
        seconds=figures.seconds(given),
        strong=len(strong),
        calibration=sure,
        groups=groups,
        flags=() if question.void else flags_of(evidence),
    )
