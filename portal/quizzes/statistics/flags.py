"""What looks broken about a question, each with a plain reason. A flag asks for a look; it proves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.quizzes.statistics.choices import Choice, Group
from portal.quizzes.statistics.figures import Sure, highest

ENOUGH = 20
"""Answers before anything is said. Of a question that one in five knows, 20 learners all miss it 1 time in 87."""
NOBODY = 0.05
"""Everybody fails up to this mean credit: one learner in twenty. Guessing between five options earns 0.2."""
EVERYBODY = 0.98
"""Everybody passes from this mean credit on; 20 of 20, or 49 of 50."""
CHANCE = 1.645
"""Standard errors a correlation must lie below 0 to be called negative: chance does it 1 time in 20."""
ENOUGH_STRONG = 8
"""Strong learners before their choice is held against the key: with fewer, two slips decide."""
AHEAD = 2
"""By how many strong learners another answer must lead before the key, so that one slip decides nothing."""
ENOUGH_SURE = 8
"""Answers of "I know" before they are held against the key."""
SURE_AND_RIGHT = 0.5
"""Those who know should earn more than this; below it, most of what they are sure of is called wrong."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason to look at a question. ``weak`` is a hint only: nothing is broken."""

    name: str
    reason: str
    weak: bool = False


_MINUS = "\N{MINUS SIGN}"
FAILS, KEY, PASSES = "Everybody fails", "The key looks wrong", "Everybody passes"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the flags are made from. ``strong`` counts the best learners, ``pairs`` what the correlation rests on.

    ``keyed`` is False where learners judge their own answers: there is no key that could be wrong.
    """

    scored: int
    facility: float | None
    discrimination: float | None
    pairs: int
    strong: int
    sure: Sequence[Sure]
    groups: Sequence[Group]
    keyed: bool


def flags_of(found: Evidence) -> tuple[Flag, ...]:
    """Return the flags, at most one of a name for each reason; none before there are enough answers."""
    if found.scored < ENOUGH or found.facility is None:
        return ()
    return (*_extremes(found.facility, found.scored), *(_key(found) if found.keyed else ()))


def _extremes(facility: float, scored: int) -> Iterator[Flag]:
    """Flag what nobody knows, and hint at what everybody does."""
    if facility <= NOBODY:
        yield Flag(FAILS, f"{scored} learners earned {_percent(facility)} of the points on average.")
    if facility >= EVERYBODY:
        yield Flag(
            PASSES, f"{scored} learners earned {_percent(facility)}; it no longer tells who knows.", weak=True
        )


def _key(found: Evidence) -> Iterator[Flag]:
    """Flag a key that the strong, the sure or the whole of the learners speak against."""
    if found.strong >= ENOUGH_STRONG:
        for group in found.groups:
            yield from _against(group, found.strong)
    coefficient = found.discrimination
    if coefficient is not None and found.pairs >= ENOUGH and highest(coefficient, found.pairs, CHANCE) < 0:
        yield Flag(
            KEY, f"Who does well on the rest does worse here: discrimination {_MINUS}{-coefficient:.2f}."
        )
    for sure in found.sure:
        known = sure.confidence == "know" and sure.answers >= ENOUGH_SURE
        if known and sure.credit is not None and sure.credit < SURE_AND_RIGHT:
            yield Flag(KEY, f"{sure.answers} said “I know” and earned {_percent(sure.credit)} on average.")


def _against(group: Group, strong: int) -> Iterator[Flag]:
    """Flag a wrong answer that more of the strong learners give than the key."""
    wrong = max((one for one in group.choices if one.verdict == "wrong"), key=_by_strong, default=None)
    right = [one.strong for one in group.choices if one.verdict == "right"]
    key = (max if group.listed else sum)(right or [0])
    if wrong is not None and wrong.strong - key >= AHEAD:
        where = f" in “{group.label}”" if group.label else ""
        reason = (
            f"The {strong} strongest learners{where}: {wrong.strong} gave “{wrong.label}”, {key} the key."
        )
        yield Flag(KEY, reason)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _by_strong(choice: Choice) -> tuple[int, int, str]:
    return choice.strong, choice.count, choice.label
