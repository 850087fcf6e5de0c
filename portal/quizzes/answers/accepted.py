"""The answers a gap accepts: read from between the brackets, compared with what is typed."""

from __future__ import annotations

import re
from typing import Any, Literal, TypedDict

from portal.quizzes.answers.gaps import Gap
from portal.quizzes.answers.keys import doubled, keys_for
from portal.quizzes.answers.numbers import readings
from portal.quizzes.answers.texts import fault_of, matches, same, same_case, same_code
from portal.quizzes.source.form import Form
from portal.quizzes.vars.language import Faulty, check
from portal.quizzes.vars.values import number_of, shown

Number = Any  # a float, or {"expr": "…"} until the slots are filled
_REGEX = re.compile(r"/(.*)/([a-z]*)", re.DOTALL)
_CHOICE = re.compile(r"\(([ xX])\)[ \t]*(.*)", re.DOTALL)
_PREFIX = re.compile(r"(case|code):[ \t]*(.*)", re.DOTALL)
_UNIT = re.compile(r"[ \t]?([^\W\d_][\w/%·²³^-]{0,15}|%)(?=[\s.,;:!?)]|$)")


class Accepted(TypedDict):
    """One accepted answer. ``value`` is the text or the pattern; a number lies between ``low`` and ``high``.

    ``tolerance`` widens that: by itself, or as a share of the number when ``percent``.
    """

    how: Literal["text", "case", "code", "regex", "number"]
    value: str
    ignore_case: bool
    low: Number
    high: Number
    tolerance: Number
    percent: bool


class Choice(TypedDict):
    """One entry of a drop-down; ``text`` is plain."""

    key: str
    text: str
    right: bool


class GapSpec(TypedDict):
    """One gap: ``accepted`` answers to type, or ``choices``. ``unit`` may be typed behind a number."""

    type: Literal["number", "text", "choice"]
    accepted: list[Accepted]
    choices: list[Choice]
    unit: str


def read_gap(gap: Gap, form: Form, number: int) -> GapSpec:
    """Read the answers of a gap; what is wrong with them goes to ``form.wrong``."""
    answers = [answer for answer in gap.answers if answer]
    if any(_CHOICE.match(answer) for answer in answers):
        return GapSpec(type="choice", accepted=[], choices=_choices(gap, answers, form, number), unit="")
    accepted = [_accepted(answer, gap.line, form) for answer in answers]
    numeric = bool(accepted) and all(one["how"] == "number" for one in accepted)
    unit = _UNIT.match(gap.behind)
    return GapSpec(
        type="number" if numeric else "text",
        accepted=accepted,
        choices=[],
        unit=unit[1] if unit and numeric else "",
    )


def is_number(gap: Gap) -> bool:
    """Return whether a gap is one for numbers."""
    return all(answer.startswith("=") for answer in gap.answers)


def is_choice(gap: Gap) -> bool:
    """Return whether a gap is a drop-down."""
    return any(_CHOICE.match(answer) for answer in gap.answers)


def _choices(gap: Gap, answers: list[str], form: Form, number: int) -> list[Choice]:
    """Read the entries of a drop-down."""
    found = [_CHOICE.fullmatch(answer) for answer in answers]
    texts = [form.markup.plain(one[2], gap.line) for one in found if one]
    if not all(found) or not all(texts):
        form.wrong(
            "a drop-down with an entry that has no mark or no text", "`[[ (x) right | ( ) wrong ]]`", gap.line
        )
    right = [one[1] in "xX" for one in found if one]
    if sum(right) != 1 or len(right) < 2:
        form.wrong("a drop-down without exactly one right entry", "`[[ (x) right | ( ) wrong ]]`", gap.line)
    if doubled(texts):
        form.wrong(f"the entry {doubled(texts)!r} twice", "each once", gap.line)
    keys = keys_for(f"{form.id} {number}", texts)
    return [Choice(key=k, text=t, right=r) for k, t, r in zip(keys, texts, right, strict=True)]


def _accepted(answer: str, line: int, form: Form) -> Accepted:
    """Read one answer to be typed."""
    found = Accepted(how="text", value="", ignore_case=False, low=0.0, high=0.0, tolerance=0.0, percent=False)
    if answer.startswith("="):
        _read_number(answer[1:], found, line, form)
    elif answer.startswith("/") and (regex := _REGEX.fullmatch(answer)):
        found |= {"how": "regex", "value": regex[1].replace("\\/", "/"), "ignore_case": regex[2] == "i"}
        if regex[2] not in ("", "i"):
            form.wrong(f"the flags {regex[2]!r}", "`/…/` or `/…/i`; `\\/` begins a text with a slash", line)
        elif fault := fault_of(found["value"]):
            form.wrong(fault, "a pattern such as `/^lag$/i`", line)
    else:
        prefix = _PREFIX.fullmatch(answer)
        found["how"] = prefix[1] if prefix else "text"  # type: ignore[typeddict-item]
        text = prefix[2] if prefix else answer
        text = text[1:] if re.match(r"\\[/=(]", text) else text
        found["value"] = form.markup.plain(text.replace("\\|", "|"), line)
        if not found["value"].strip():
            form.wrong("a gap with an empty answer", "`[[answer]]`", line)
    return found


def _read_number(text: str, found: Accepted, line: int, form: Form) -> None:
    """Read ``11.57 ± 2%``, ``10..12`` or an expression into ``found``."""
    value, sign, tolerance = text.replace("+-", "±").partition("±")
    low, dots, high = value.partition("..")
    tolerance = tolerance.strip()
    if (sign and not tolerance.removesuffix("%")) or (dots and sign):
        form.wrong(f"the number {text.strip()!r}", "`= 11.57 ± 2%`, `= 11.57 ± 0.5` or `= 10..12`", line)
        return
    found["how"] = "number"
    found["percent"] = tolerance.endswith("%")
    found["low"] = _number(low, line, form)
    found["high"] = _number(high, line, form) if dots else found["low"]
    found["tolerance"] = _number(tolerance.removesuffix("%") or "0", line, form)
    ends = (found["low"], found["high"], found["tolerance"])
    if all(isinstance(end, int | float) for end in ends) and (ends[0] > ends[1] or ends[2] < 0):
        form.wrong(
            f"the number {text.strip()!r}", "the smaller end first, and a tolerance of at least 0", line
        )


def _number(text: str, line: int, form: Form) -> Number:
    """Return the number that ``text`` is, or its expression when it depends on variables."""
    try:
        check(text, form.markup.names, draws=False)
        if any(re.search(rf"\b{name}\b", text) for name in form.markup.names):
            return {"expr": text.strip()}
        return number_of(text, {})
    except Faulty as faulty:
        form.wrong(str(faulty), "a number such as 11.57 or 1e9, or an expression of the variables", line)
        return 0.0


def accepts(gap: GapSpec, given: str) -> bool:
    """Return whether what was typed or chosen is right."""
    if gap["type"] == "choice":
        return any(choice["right"] and choice["key"] == given for choice in gap["choices"])
    return any(_accepts(one, given, gap["unit"]) for one in gap["accepted"])


def _accepts(one: Accepted, given: str, unit: str) -> bool:
    """Compare with one accepted answer."""
    if one["how"] == "regex":
        return matches(given, one["value"], one["ignore_case"])
    if one["how"] == "number":
        low, high = bounds(one)
        return any(low <= value <= high for value in readings(given, unit))
    compare = {"text": same, "case": same_case, "code": same_code}[one["how"]]
    return compare(given, one["value"])


def bounds(one: Accepted) -> tuple[float, float]:
    """Return the smallest and the largest accepted number, no closer than what a float can tell apart."""
    low, high, tolerance = one["low"], one["high"], one["tolerance"]
    width = max(abs(low), abs(high))
    margin = max(width * tolerance / 100 if one["percent"] else tolerance, width * 1e-9)
    return low - margin, high + margin


def accepted_answer(gap: GapSpec) -> str:
    """Return what may be typed or chosen; a gap that takes patterns alone has none that is written down."""
    if gap["type"] == "choice":
        return next((choice["key"] for choice in gap["choices"] if choice["right"]), "")
    one = min(gap["accepted"], key=lambda one: one["how"] == "regex")
    return shown(one["low"]) if one["how"] == "number" else one["value"]


def right_answer(gap: GapSpec) -> str:
    """Return the answer to show afterwards: the first one that is not a pattern."""
    if gap["type"] == "choice":
        return next((choice["text"] for choice in gap["choices"] if choice["right"]), "")
    one = min(gap["accepted"], key=lambda one: one["how"] == "regex")
    if one["how"] != "number":
        return one["value"]
    if one["low"] != one["high"]:
        return f"{shown(one['low'])} to {shown(one['high'])}"
    percent = "%" if one["percent"] else ""
    tolerance = f" ± {shown(one['tolerance'])}{percent}" if one["tolerance"] else ""
    return f"{shown(one['low'])}{tolerance}"
