"""What stands between the braces of GIFT, read by the form it has."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from portal.quizzes.exchange import gift_markdown
from portal.quizzes.exchange.gift_markdown import Choice, Head, gap_text
from portal.quizzes.exchange.gift_text import Unfit, free, to_markdown

_ITEM = re.compile(r"([=~])[ \t]*(?:%(-?\d{1,3}(?:\.\d+)?)%)?([^=~]*)")
_TRUE = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#([^#]*))?(?:#([^#]*))?", re.IGNORECASE)
_DIGITS = r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?"
_NUMBER = re.compile(rf"({_DIGITS})(?:\s*(:|\.\.)\s*({_DIGITS}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. ``lines`` writes the question below a head, with the text behind a ``gap``.

    ``lost`` says what of it the Markdown does not hold, empty for nothing.
    """

    lines: Callable[[Head, str], list[str]]
    gap: bool = False
    lost: str = ""


@dataclass(frozen=True, slots=True)
class _Item:
    """One answer: its sign, its weight as a share, its text and its feedback, both still held."""

    sign: str
    weight: float | None
    text: str
    feedback: str


def read_answer(text: str, default: str) -> Answer:
    """Read held text; ``default`` is the format of a piece that names none. Raises ``Unfit``."""
    if not text:
        raise Unfit("an essay")
    if found := _TRUE.fullmatch(text):
        options = _truefalse(found, default)
        return Answer(lambda head, _: gift_markdown.choices(head, options, many=False))
    if text.startswith("#"):
        return _numeric(text[1:].strip())
    items = _items(text)
    if any(item.sign == "~" for item in items):
        many = all(item.sign == "~" for item in items)
        found_choices = [_choice(item, many, default) for item in items]
        return Answer(lambda head, _: gift_markdown.choices(head, found_choices, many=many))
    if all("->" in item.text for item in items):
        halves = [item.text.partition("->") for item in items]
        pairs = [(to_markdown(left, default), to_markdown(right, default)) for left, _, right in halves]
        return Answer(lambda head, _: gift_markdown.pairs(head, pairs), lost=_feedback(items))
    if any(item.weight not in (None, 1.0) for item in items):
        raise Unfit("a short answer with a part of the credit")
    return _gap([_short(free(item.text).strip()) for item in items], items)


def _items(text: str) -> list[_Item]:
    """Part what is between the braces at its signs; raises ``Unfit`` for a text before the first one."""
    if text[:1] not in ("=", "~"):
        raise Unfit("an answer without = or ~ before it")
    return [_item(*found) for found in _ITEM.findall(text)]


def _item(sign: str, weight: str, rest: str) -> _Item:
    """Part one answer at its feedback."""
    text, _, feedback = rest.partition("#")
    return _Item(sign, float(weight) / 100 if weight else None, text, feedback)


def _gap(answers: list[str], items: list[_Item]) -> Answer:
    """Return an answer to be typed."""
    return Answer(
        lambda head, behind: gift_markdown.gap(head, answers, behind), gap=True, lost=_feedback(items)
    )


def _feedback(items: list[_Item]) -> str:
    """Name the feedback of answers that are typed or matched: the Markdown has none."""
    return "the feedback of its answers" if any(item.feedback.strip() for item in items) else ""


def _choice(item: _Item, many: bool, default: str) -> Choice:
    """Return an option; without a weight, ``~`` is 0 and ``=`` everything."""
    weight = item.weight if item.weight is not None else (1.0 if item.sign == "=" else 0.0)
    right = weight > 0 if many else item.sign == "="
    text, feedback = to_markdown(item.text.strip(), default), to_markdown(item.feedback.strip(), default)
    return Choice(text, right, weight, feedback)


def _truefalse(found: re.Match[str], default: str) -> list[Choice]:
    """Return True and False; the first feedback is that of the wrong one."""
    true = found[1].upper().startswith("T")
    wrong, right = (to_markdown((found[at] or "").strip(), default) for at in (2, 3))
    return [
        Choice("True", true, None, right if true else wrong),
        Choice("False", not true, None, wrong if true else right),
    ]


def _numeric(text: str) -> Answer:
    """Return numbers to be typed. What names no number is feedback for all the others."""
    items = _items(text if text[:1] in ("=", "~") else f"={text}")
    right = [item for item in items if item.sign == "=" and item.weight != 0]
    if any(item.weight not in (None, 1.0) for item in right):
        raise Unfit("a number with a part of the credit")
    if not right or any(free(item.text).strip() not in ("", "*") for item in items if item not in right):
        raise Unfit("a number that is named as wrong" if right else "no right answer")
    return _gap([_number(free(item.text).strip()) for item in right], items)


def _number(text: str) -> str:
    """Return a number as it is written in a gap."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise Unfit("an answer that is not a number")
    between = {":": " ± ", "..": ".."}.get(found[2] or "", "")
    return f"= {found[1]}{between}{found[3] or ''}"


def _short(text: str) -> str:
    """Return a text as it is written in a gap; with a bare ``*``, which stands for anything, as a pattern."""
    if re.search(r"(?<!\\)\*", text):
        pattern = ".*".join(re.escape(part.replace("\\*", "*")) for part in re.split(r"(?<!\\)\*", text))
        return f"/^{pattern.replace('/', chr(92) + '/')}$/i"
    return gap_text(text.replace("\\*", "*"))
