"""A quiz as GIFT, for other learning platforms; what GIFT cannot hold is listed by name."""

from __future__ import annotations

from portal.content.compile.problems import Problems
from portal.quizzes.answers.accepted import Accepted, GapSpec, bounds
from portal.quizzes.answers.gaps import Gap
from portal.quizzes.exchange.gift_text import Unfit, escaped
from portal.quizzes.exchange.left_out import LeftOut
from portal.quizzes.parts import Question, QuizFile
from portal.quizzes.question import open_form
from portal.quizzes.source.form import Form
from portal.quizzes.source.markup import Markup
from portal.quizzes.source.sections import Section
from portal.quizzes.source.written import written


def to_gift(quiz: QuizFile) -> tuple[str, list[LeftOut]]:
    """Return ``quiz`` as GIFT, and what is not in it. Comments keep ids, concepts and points as tags."""
    out, left = [f"$CATEGORY: {' '.join(quiz.title.split())}\n"], []
    for question in quiz.questions:
        try:
            out.append(_written(question))
        except Unfit as unfit:
            left.append(LeftOut(question.id, str(unfit)))
            continue
        if question.hints:
            left.append(LeftOut(question.id, "its hints", whole=False))
        if question.kind == "match":
            left.append(LeftOut(question.id, "the titles of its columns", whole=False))
        if any(option["last"] for option in question.spec.get("options", [])):
            left.append(LeftOut(question.id, "that an option stays last", whole=False))
    return "\n".join(out), left


def _written(question: Question) -> str:
    """Return one question; raises ``Unfit``."""
    if question.kind not in _ANSWERS:
        raise Unfit(f"the kind {question.kind}")
    if question.variables or question.void:
        raise Unfit("values that vary" if question.variables else "that it is void")
    section = Section(question.source, question.line)
    form = open_form(section, Markup("", Problems("")), set())[1]
    form.take_alerts("TIP")
    notes = "\n\n".join(alert.body for alert in form.take_alerts("NOTE"))
    answers = _ANSWERS[question.kind](question, form)
    before, behind = _stem(question, form)
    note = f"\n\t####{escaped(notes)}" if notes else ""
    tags = [
        *([] if question.difficulty == "medium" else [question.difficulty]),
        *(f"concept-{name}" for name in question.concepts),
        f"points-{question.points:g}",
    ]
    answer = answers.rstrip("\n") + note
    answer += "\n" if "\n" in answer else ""
    comment = " ".join([f"// [id:{question.id}]", *(f"[tag:{tag}]" for tag in tags)])
    name = escaped(question.title).removeprefix("[markdown]")
    return f"{comment}\n::{name}::[markdown]{before}{{{answer}}}{behind}\n"


def _stem(question: Question, form: Form) -> tuple[str, str]:
    """Return the text before and behind the answer: the title, then the task."""
    pieces = written(form.blocks)
    at = next((at for at, piece in enumerate(pieces) if isinstance(piece, Gap)), len(pieces))
    before = "".join(piece for piece in pieces[:at] if isinstance(piece, str)).lstrip("\n")
    behind = "".join(piece for piece in pieces[at:] if isinstance(piece, str)).rstrip("\n")
    whole = f"{question.title}\n\n{before}" if before or at < len(pieces) else question.title
    return _escaped_part(whole), _escaped_part(behind)


def _escaped_part(text: str) -> str:
    return escaped(text).removeprefix("[markdown]")


def _options(question: Question, form: Form) -> str:
    """Return options with their weights and feedback."""
    lines = []
    items = form.tasks.items if form.tasks else ()
    for option, item in zip(question.spec["options"], items, strict=True):
        if option["void"]:
            raise Unfit("an option that is void")
        alone = question.kind == "single"
        weight = "" if (alone and option["credit"] in (0, 1)) else f"%{_short(100 * option['credit'])}%"
        feedback = f"#{escaped(item.feedback)}" if item.feedback else ""
        lines.append(
            f"\t{'=' if alone and option['right'] else '~'}{weight}{escaped(option['text'])}{feedback}\n"
        )
    _take(form)
    return "\n" + "".join(lines)


def _take(form: Form) -> None:
    form.take(*(block for block in (form.tasks, form.grid) if block is not None))


def _truefalse(question: Question, form: Form) -> str:
    """Return TRUE or FALSE, then the feedback of the wrong and of the right option."""
    items = form.tasks.items if form.tasks else ()
    right, wrong = sorted(items, key=lambda item: not item.checked)
    _take(form)
    first = f"#{escaped(wrong.feedback)}" if wrong.feedback or right.feedback else ""
    second = f"#{escaped(right.feedback)}" if right.feedback else ""
    return f"{right.text.upper()}{first}{second}"


def _numeric(question: Question, form: Form) -> str:
    """Return the numbers with their tolerance, or their ends."""
    gap: GapSpec = question.spec["gaps"][0]
    numbers = [_number(one) for one in gap["accepted"]]
    return f"#{numbers[0]}" if len(numbers) == 1 else "#" + " ".join(f"={number}" for number in numbers)


def _number(one: Accepted) -> str:
    if one["low"] != one["high"]:
        low, high = bounds(one) if one["tolerance"] else (one["low"], one["high"])
        return f"{_exact(low)}..{_exact(high)}"
    tolerance = abs(one["low"]) * one["tolerance"] / 100 if one["percent"] else one["tolerance"]
    return f"{_exact(one['low'])}:{_exact(tolerance)}" if tolerance else _exact(one["low"])


def _exact(number: float) -> str:
    return repr(float(number)).removesuffix(".0")


def _short(number: float) -> str:
    return f"{number:.5f}".rstrip("0").rstrip(".")


def _text(question: Question, form: Form) -> str:
    """Return the accepted texts; ``*`` would stand for anything."""
    gap: GapSpec = question.spec["gaps"][0]
    for one in gap["accepted"]:
        if one["how"] != "text":
            named = {"regex": "a pattern", "number": "a number among texts"}
            raise Unfit(named.get(one["how"], f"an answer marked {one['how']}:"))
    return "".join(f"={escaped(one['value'].replace('*', chr(92) + '*'))} " for one in gap["accepted"])


def _pairs(question: Question, form: Form) -> str:
    """Return the pairs, and what belongs to none."""
    left, right = question.spec["left"], question.spec["right"]
    _take(form)
    lines = []
    for at, side in enumerate(right):
        texts = (left[at]["text"] if at < len(left) else "", side["text"])
        if any("->" in text for text in texts):
            raise Unfit("an arrow in a pair")
        lines.append(f"\t={escaped(texts[0])} -> {escaped(texts[1])}\n")
    return "\n" + "".join(lines)


_ANSWERS = {
    "single": _options,
    "multiple": _options,
    "truefalse": _truefalse,
    "numeric": _numeric,
    "short": _text,
    "match": _pairs,
}
