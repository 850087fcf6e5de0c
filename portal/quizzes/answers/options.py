"""Options to tick: read from a task list, shown, and graded."""

from __future__ import annotations

import re
from typing import Any, TypedDict

from portal.quizzes.answers.keys import doubled, keys_for
from portal.quizzes.answers.posted import Response
from portal.quizzes.dice import Dice
from portal.quizzes.parts import Grade, Part
from portal.quizzes.source.form import Form
from portal.quizzes.source.lists import Item

MOST = 20
_CREDIT = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,5})?)%")
_CLASSES = frozenset({"last", "void"})


class Option(TypedDict):
    """One option. ``text`` is Markdown, ``html`` and ``feedback`` are rendered; ``credit`` is for ticking it.

    ``void`` is empty, ``out`` (does not count) or ``full`` (whoever ticks it gets everything).
    """

    key: str
    text: str
    html: str
    right: bool
    credit: float
    feedback: str
    last: bool
    void: str


class Options(TypedDict):
    """The spec of every kind with options."""

    options: list[Option]


def take_options(form: Form) -> tuple[list[Option], frozenset[str]]:
    """Take the task list; return its options, and the keys of those behind which a credit is written.

    The others have a credit of 0 for the kind to replace.
    """
    listing = form.tasks
    if listing is None:
        return [], frozenset()
    form.take(listing)
    items = listing.items
    if not 2 <= len(items) <= MOST:
        form.wrong(f"{len(items)} option{'s' * (len(items) != 1)}", f"2 to {MOST} options", listing.line)
    if twice := doubled(item.text for item in items):
        form.wrong(f"the option {twice[:60]!r} twice", "each once", listing.line)
    for item in items:
        if not item.text:
            form.wrong("an option without a text", "`- [ ] text`", item.line)
    keys = keys_for(form.id, (item.text for item in items))
    pairs = list(zip(items, keys, strict=True))[: 2 * MOST]
    written = frozenset(key for item, key in pairs if "credit" in item.attributes.values)
    return [_option(form, item, key) for item, key in pairs], written


def _option(form: Form, item: Item, key: str) -> Option:
    """Read one option."""
    allowed = "{credit=50%}, {.last}, {.void} or {.void=full}"
    classes, values = item.attributes.classes, item.attributes.values
    for word in [*(classes.keys() - _CLASSES), *(values.keys() - {"credit"})]:
        form.wrong(f"unknown word {word!r} behind an option", allowed, item.line)
    if item.attributes.id:
        form.wrong("an id behind an option", allowed, item.line)
    if classes.get("last") or classes.get("void", "") not in ("", "full"):
        form.wrong("a value behind a class of an option", allowed, item.line)
    void = (classes["void"] or "out") if "void" in classes else ""
    if void and item.checked:
        form.wrong(
            "a right option that is void", "`{.void}` behind the heading, or another right option", item.line
        )
    return Option(
        key=key,
        text=item.text,
        html=form.markup.inline(item.text, item.line),
        right=item.checked,
        credit=_credit(form, item, values.get("credit")),
        feedback=form.markup.block(item.feedback, item.line + 1),
        last="last" in classes,
        void=void,
    )


def _credit(form: Form, item: Item, written: str | None) -> float:
    """Return the credit written behind an option as a share, or 0."""
    if written is None:
        return 0.0
    found = _CREDIT.fullmatch(written)
    if found is None or not -100 <= float(found[1]) <= 100:
        form.wrong(f"credit={written}", "-100% to 100%, such as {credit=50%}", item.line)
        return 0.0
    if item.checked and float(found[1]) <= 0:
        form.wrong("a right option that earns nothing", "a credit above 0%", item.line)
    return float(found[1]) / 100


def shown(options: list[Option], dice: Dice, *, shuffle: bool) -> list[dict[str, str]]:
    """Return keys and texts, those marked ``.last`` at the end."""
    first = [option for option in options if not option["last"]]
    last = [option for option in options if option["last"]]
    if shuffle:
        first = dice.shuffled(first)
    return [{"key": option["key"], "html": option["html"]} for option in [*first, *last]]


def chosen(options: list[Option], response: Response) -> list[Option]:
    """Return the options that were ticked, in the author's order."""
    ticked = response.get("answer", [])
    return [option for option in options if option["key"] in ticked]


def graded(ticked: list[Option], credit: float) -> Grade:
    """Return the grade with a verdict on each ticked option; one that is ``void=full`` earns everything."""
    parts = tuple(Part(option["key"], _verdict(option), option["feedback"]) for option in ticked)
    if any(option["void"] == "full" for option in ticked):
        return Grade(1.0, parts)
    return Grade(max(-1.0, min(1.0, round(credit, 6))), parts)


def _verdict(option: Option) -> Any:
    """Return what ticking an option was."""
    if option["void"]:
        return "void"
    if option["right"]:
        return "right"
    return "partly" if option["credit"] > 0 else "wrong"


def reads_twice(options: list[Option]) -> str:
    """Return a complaint when two options read the same, or an empty text."""
    return "two options that read the same" if doubled(option["html"] for option in options) else ""


def answer(options: list[Option]) -> dict[str, Any]:
    """Return every option with whether it is right, and its feedback."""
    shown = ("key", "html", "right", "feedback", "void")
    return {"options": [{name: option[name] for name in shown} for option in options]}  # type: ignore[literal-required]
