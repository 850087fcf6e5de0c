"""What a week offers as answers to its three questions, from its figures. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

MANY: Final = 6
"""Topics offered for one question at most."""


class Question(StrEnum):
    """The plan's three questions; the value is stored."""

    LEARNED = "learned"
    HARD = "hard"
    REPEAT = "repeat"


class Deed(StrEnum):
    """What is done with a topic that was chosen; the value is stored."""

    NONE = ""
    CARDS = "cards"
    REOPEN = "reopen"
    WISH = "wish"


ASKED: Final = {
    Question.LEARNED: "What did you learn?",
    Question.HARD: "What was hard?",
    Question.REPEAT: "What do you want to repeat?",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A topic that can be chosen, and why it is offered."""

    uid: str
    title: str
    why: str


def candidates(figures: Mapping[str, Any]) -> dict[Question, tuple[Candidate, ...]]:
    """Return the topics that fit each question, each once; the weakest first for what was hard."""
    read = [
        Candidate(topic["uid"], topic["title"], topic["level"])
        for topic in figures.get("topics", {}).get("topics", ())
    ]
    weak = [Candidate(t["uid"], t["title"], t["why"]) for t in figures.get("weak", {}).get("topics", ())]
    missed = [
        Candidate(uid, entry["title"], f"{len(entry['refs'])} missed in the quiz")
        for uid, entry in figures.get("accuracy", {}).get("missed", {}).items()
    ]
    hardest = [
        Candidate(card["uid"], card["title"], "a card of it was forgotten")
        for card in figures.get("cards", {}).get("hardest", ())
        if card["uid"]
    ]
    hard = _first([*weak, *missed, *hardest])
    return {
        Question.LEARNED: _first(read),
        Question.HARD: hard,
        Question.REPEAT: _first([*hard, *read]),
    }


def missed_refs(figures: Mapping[str, Any], uid: str) -> list[str]:
    """Return the questions of a topic that were missed in a quiz this week."""
    return list(figures.get("accuracy", {}).get("missed", {}).get(uid, {}).get("refs", ()))


def _first(offers: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return each topic once."""
    found: dict[str, Candidate] = {}
    for offer in offers:
        found.setdefault(offer.uid, offer)
    return tuple(found.values())
