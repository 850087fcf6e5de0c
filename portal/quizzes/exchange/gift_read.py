"""GIFT to the Markdown of questions. What cannot be taken over is listed by name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.quizzes.exchange import gift_markdown
from portal.quizzes.exchange.gift_markdown import Choice, Head, Unfit, gap_text
from portal.quizzes.exchange.gift_text import format_of, free, hold, to_markdown
from portal.quizzes.exchange.gift_write import LeftOut
from portal.quizzes.source.attributes import ID
from portal.quizzes.source.heading import LONGEST as LONGEST_TITLE
from portal.quizzes.source.heading import slug_for

LONGEST = 512_000
MOST = 500
_NAME = re.compile(r"[ \t]*::(.*?)::", re.DOTALL)
_TAG = re.compile(r"\[(id|tag):([^\]]*)\]")
_ITEM = re.compile(r"([=~])[ \t]*(?:%(-?\d{1,3}(?:\.\d+)?)%)?([^=~]*)")
_TRUE = re.compile(r"(T|TRUE|F|FALSE)\s*(?:#([^#]*))?(?:#([^#]*))?", re.IGNORECASE)
_NUMBER = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?)(?:(:|\.\.)(-?[\d.]+(?:e[+-]?\d+)?))?", re.IGNORECASE)
_RANGE = re.compile(r"(.+?)\.\.(.+)")


@dataclass(frozen=True, slots=True)
class Imported:
    """Questions as Markdown, to stand below the front matter of a quiz; and what was not taken."""

    markdown: str
    categories: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    """One answer: its sign, its weight as a share, its text and its feedback, both still held."""

    sign: str
    weight: float | None
    text: str
    feedback: str


def from_gift(text: str) -> Imported:
    """Read GIFT. Questions keep the ids of their comments; others get one made from their name."""
    questions: list[str] = []
    categories: list[str] = []
    left: list[LeftOut] = []
    taken: set[str] = set()
    for block in re.split(r"\n[ \t]*\n", hold(text[:LONGEST].replace("\r\n", "\n"))):
        lines = [line for line in block.split("\n") if line.strip()]
        comments = " ".join(line for line in lines if line.lstrip().startswith("//"))
        categories += [free(line[10:]).strip() for line in lines if line.startswith("$CATEGORY:")]
        body = "\n".join(line for line in lines if not line.lstrip().startswith(("//", "$CATEGORY:")))
        if not body.strip():
            continue
        if len(questions) + len(left) == MOST:
            left.append(LeftOut("", f"what comes after {MOST} questions"))
            break
        try:
            questions.append(_question(body, comments, taken))
        except Unfit as unfit:
            left.append(LeftOut(" ".join(free(body).split())[:60], str(unfit)))
    return Imported("\n".join(questions), tuple(categories), tuple(left))


def _question(body: str, comments: str, taken: set[str]) -> str:
    """Return one question as Markdown; raises ``Unfit``."""
    named = _NAME.match(body)
    before, opened, rest = body[named.end() if named else 0 :].partition("{")
    inside, closed, behind = rest.rpartition("}")
    if not opened or not closed:
        raise Unfit("a description without an answer")
    default = format_of(before)
    answer, _, note = inside.partition("####")
    head = _head(free(named[1]).strip() if named else "", before, comments, taken)
    lines = _answered(answer.strip(), head, to_markdown(behind, default).rstrip(), default)
    if note.strip():
        noted = to_markdown(note, default).strip().split("\n")
        lines += ["", "> [!NOTE]", *(f"> {line}".rstrip() for line in noted)]
    taken.add(head.id)
    return "\n".join([*lines, ""])


def _head(name: str, before: str, comments: str, taken: set[str]) -> Head:
    """Return the title, the task and the words of a question."""
    text = to_markdown(before, format_of(before)).lstrip()
    if name and (text.rstrip() == name or text.startswith(f"{name}\n")):
        title, task = name, text[len(name) :].lstrip("\n")
    elif "\n" not in text.strip() and len(text) <= LONGEST_TITLE and text.strip():
        title, task = text.strip(), ""
    else:
        title, task = name or text.strip().split("\n")[0][:LONGEST_TITLE], text
    tags = _TAG.findall(comments)
    ids = [value for key, value in tags if key == "id" and ID.fullmatch(value) and value not in taken]
    words = []
    for value in (value for key, value in tags if key == "tag"):
        if value in ("easy", "hard"):
            words.append(f".{value}")
        elif re.fullmatch(r"points-\d{1,3}(?:\.\d{1,2})?", value) and value != "points-1":
            words.append(value.replace("points-", "points="))
    concepts = [
        value.removeprefix("concept-") for _, value in tags if re.fullmatch(r"concept-[a-z0-9.-]+", value)
    ]
    words += [f"concept={','.join(concepts)}"] if concepts else []
    return Head(ids[0] if ids else slug_for(name or title, taken), title, task, tuple(words))


def _answered(answer: str, head: Head, behind: str, default: str) -> list[str]:
    """Return the question with its answer, whose form says of which kind it is."""
    if not answer:
        raise Unfit("an essay")
    if found := _TRUE.fullmatch(answer):
        return _truefalse(head, found, default)
    if answer.startswith("#"):
        return gift_markdown.gap(head, _numbers(answer[1:].strip()), behind)
    items = [_item(*found) for found in _ITEM.findall(answer)]
    if not items:
        raise Unfit("an answer that is not read")
    if any(item.sign == "~" for item in items):
        many = all(item.sign == "~" for item in items)
        return gift_markdown.choices(head, [_choice(item, many, default) for item in items], many=many)
    if all("->" in item.text for item in items):
        halves = (item.text.partition("->") for item in items)
        return gift_markdown.pairs(
            head, [(to_markdown(left, default), to_markdown(right, default)) for left, _, right in halves]
        )
    if any(item.weight not in (None, 1.0) for item in items):
        raise Unfit("a short answer with a part of the credit")
    return gift_markdown.gap(head, [_short(free(item.text).strip()) for item in items], behind)


def _item(sign: str, weight: str, rest: str) -> _Item:
    """Part one answer at its feedback."""
    text, _, feedback = rest.partition("#")
    return _Item(sign, float(weight) / 100 if weight else None, text, feedback)


def _choice(item: _Item, many: bool, default: str) -> Choice:
    """Return an option; without a weight, ``~`` is 0 and ``=`` everything."""
    weight = item.weight if item.weight is not None else (1.0 if item.sign == "=" else 0.0)
    right = weight > 0 if many else item.sign == "="
    text, feedback = to_markdown(item.text.strip(), default), to_markdown(item.feedback.strip(), default)
    return Choice(text, right, weight, feedback)


def _truefalse(head: Head, found: re.Match[str], default: str) -> list[str]:
    """Return True and False; the first feedback is that of the wrong one."""
    true = found[1].upper().startswith("T")
    wrong, right = (to_markdown((found[at] or "").strip(), default) for at in (2, 3))
    return gift_markdown.choices(
        head,
        [
            Choice("True", true, None, right if true else wrong),
            Choice("False", not true, None, wrong if true else right),
        ],
        many=False,
    )


def _numbers(text: str) -> list[str]:
    """Return numbers as they are written in a gap."""
    items = [_item(*found) for found in _ITEM.findall(text)] or [_Item("=", None, text.partition("#")[0], "")]
    if any(item.weight not in (None, 1.0) for item in items):
        raise Unfit("a number with a part of the credit")
    found = [
        _NUMBER.fullmatch(free(item.text).strip()) or _RANGE.fullmatch(free(item.text).strip())
        for item in items
    ]
    numbers = []
    for one in found:
        if one is None:
            raise Unfit("an answer that is not a number")
        ends = one.groups() if len(one.groups()) == 3 else (one[1], "..", one[2])
        between = {":": " ± ", "..": ".."}.get(ends[1] or "", "")
        numbers.append(f"= {ends[0]}{between}{ends[2] or ''}")
    return numbers


def _short(text: str) -> str:
    """Return a text as it is written in a gap; with a bare ``*``, which stands for anything, as a pattern."""
    if re.search(r"(?<!\\)\*", text):
        pattern = ".*".join(re.escape(part.replace("\\*", "*")) for part in re.split(r"(?<!\\)\*", text))
        return f"/^{pattern.replace('/', chr(92) + '/')}$/i"
    return gap_text(text.replace("\\*", "*"))
