"""What was given: each option, entry and typed answer with how often it was, in the first try.

It works for every kind, since a kind says which fields its form has, and a stored grade says what became of each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.quizzes.answers.essays import LONGEST as ESSAY
from portal.quizzes.answers.plain import plain
from portal.quizzes.answers.posted import Field
from portal.quizzes.dice import Dice
from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.parts import Question
from portal.quizzes.statistics.figures import RIGHT
from portal.quizzes.statistics.sittings import Answer, Try
from portal.quizzes.vars.fill import filled

SEQUENCE = "order"
"""The field of the kinds that bring things into order (``answers/sequence.py``): its value counts as a whole."""
FEWEST_ALIKE = 2
"""A typed answer is shown when so many learners gave it: what only one person wrote may be about that person."""
MOST_OPTIONS = 20
MOST_TYPED = 10
LONGEST = 120
Given = tuple[tuple[str, ...], str]
"""What was given in one field, and its verdict."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be given. ``verdict`` is right, partly, wrong, void, or empty where it has none."""

    label: str
    verdict: str
    count: int
    strong: int


@dataclass(frozen=True, slots=True)
class Group:
    """One field of a question: the choices, the most frequent first; ``label`` is empty for the only one.

    ``listed`` says that the choices are the author's; typed answers are not. ``others`` are answers that are not
    shown.
    """

    label: str
    choices: tuple[Choice, ...]
    listed: bool
    others: int = 0


def groups_of(question: Question, tries: Sequence[Try], strong: Sequence[Try]) -> tuple[Group, ...]:
    """Return what was given in ``tries``, field by field; ``strong`` are those of them by the best learners.

    A question with variables is labelled with one set of its values. Essays are nobody's but the writer's.
    """
    sample, kind = filled(question, 0), kinds[question.kind]
    fields = {name: field for name, field in kind.fields(sample.spec).items() if _tells(name, field)}
    labels = _labels(kind, sample.spec)
    told, best = _counted(tries, fields), _counted(strong, fields)
    found = []
    for name, field in fields.items():
        if len(fields) == 1 and name != SEQUENCE and 0 < len(field.among) <= MOST_OPTIONS:
            told[name].update({given: 0 for given in _never(kind, sample.spec, name, field, told[name])})
        if not told[name]:
            continue
        listed = bool(field.among)
        joint = " → " if name == SEQUENCE else ", "
        choices = _choices(told[name], best[name], labels if listed else {}, joint=joint)
        if not listed:
            choices = [one for one in choices if one.count >= FEWEST_ALIKE]
        shown = tuple(choices[: MOST_OPTIONS if listed else MOST_TYPED])
        others = told[name].total() - sum(one.count for one in shown)
        found.append(Group(_name(name, labels) if len(fields) > 1 else "", shown, listed, others))
    return tuple(found)


def unknown(tries: Iterable[Try]) -> int:
    """Return how many said that they do not know."""
    return sum(not one.answer.value for one in tries)


def _tells(name: str, field: Field) -> bool:
    """Return whether a field says something of the question: not a place of a sequence, a mere tick, an essay."""
    return len(field.among) > 1 and not name.startswith("place-") if field.among else field.longest < ESSAY


def _counted(tries: Iterable[Try], fields: Iterable[str]) -> dict[str, Counter[Given]]:
    """Return by field how often each value was given, with its verdict; once a learner."""
    counted: dict[str, Counter[Given]] = {name: Counter() for name in fields}
    for one in tries:
        for name, counter in counted.items():
            counter.update(_given(one.answer, name))
    return counted


def _given(answer: Answer, name: str) -> Iterator[Given]:
    """Yield what was given in one field: each option by itself, all else as a whole."""
    values = answer.value.get(name, [])
    if name == SEQUENCE and values:
        credit = answer.credit or 0.0
        yield tuple(values), "right" if credit >= RIGHT else "partly" if credit > 0 else "wrong"
    elif name in answer.parts and values:
        yield tuple(sorted(" ".join(value.split()) for value in values)), answer.parts[name]
    else:
        yield from (((value,), answer.parts.get(value, "")) for value in dict.fromkeys(values))


def _never(kind: Kind[Any], spec: Any, name: str, field: Field, given: Iterable[Given]) -> Iterator[Given]:
    """Yield the options that nobody chose, with what they would have been."""
    chosen = {value for value, _ in given}
    for key in field.among:
        if (key,) not in chosen:
            parts: dict[str, str] = {part.key: part.verdict for part in kind.grade(spec, {name: [key]}).parts}
            yield (key,), parts.get(key) or parts.get(name, "")


def _choices(
    told: Counter[Given], best: Counter[Given], labels: Mapping[str, str], *, joint: str
) -> list[Choice]:
    """Return what was given as choices, the most frequent first."""
    choices = [
        Choice(_label(given[0], labels, joint), given[1], count, best[given]) for given, count in told.items()
    ]
    return sorted(choices, key=lambda one: (-one.count, one.label, one.verdict))


def _labels(kind: Kind[Any], spec: Any) -> dict[str, str]:
    """Return plain texts by key and by field, as far as the question or its right answer names them."""
    found: dict[str, str] = {}
    _walk(kind.right(spec), found)
    _walk(kind.public(spec, Dice(0, "labels"), shuffle=False), found)
    return found


def _walk(value: Any, found: dict[str, str]) -> None:
    """Collect what stands beside a key, a number or a name, at any depth of a JSON value."""
    if isinstance(value, Mapping):
        said = plain(str(value.get("html") or value.get("text") or ""))
        for name in ("key", "number", "name"):
            if said and name in value:
                found[str(value[name])] = f"{value[name]}. {said}" if name == "number" else said
        for one in value.values():
            _walk(one, found)
    elif isinstance(value, list | tuple):
        for one in value:
            _walk(one, found)


def _label(value: Sequence[str], labels: Mapping[str, str], joint: str) -> str:
    """Return how a value is called, not too long for a cell."""
    text = joint.join(labels.get(one, one) for one in value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _name(field: str, labels: Mapping[str, str]) -> str:
    """Return how a field is called: by the question, else by its name, counted from 1."""
    if field in labels:
        return labels[field]
    return re.sub(r"\d+", lambda number: str(int(number[0]) + 1), field).replace("-", " ").capitalize()
