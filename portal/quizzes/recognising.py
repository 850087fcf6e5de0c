"""Which kind a question is, from the form of its answer; and whether its words are those of the kind."""

from __future__ import annotations

from typing import Any

from portal.quizzes.kinds import Kind, kinds
from portal.quizzes.source.blocks import Code, Listing
from portal.quizzes.source.form import Form
from portal.quizzes.source.roles import SHOWN, check_fence

_CLASSES = frozenset({"easy", "hard", "void"})
_KEYS = frozenset({"points", "concept"})
_FORMS = (
    "a task list, gaps `[[…]]`, a table with .match or boxes, a list with .order, a parsons, predict, lines "
    "or drill block, or .card, .reflect, .rubric"
)


def kind_of(form: Form) -> Kind[Any] | None:
    """Return the one kind that recognises the form."""
    found = [kind for kind in kinds if kind.recognises(form)]
    if len(found) == 1:
        return found[0]
    known = SHOWN.union(*(kind.roles for kind in kinds))
    before = len(form.problems)
    for block in form.blocks:
        if isinstance(block, Code) and block.role not in known:
            check_fence(block.fence, known, form.problems)
    if len(form.problems) > before:
        return None
    if found:
        names = " and ".join(f"{kind.slug} ({kind.label.lower()})" for kind in found)
        form.wrong(
            f"the answer has the form of {names}", "one form of answer; `\\[[` for brackets that are no gap"
        )
    else:
        form.wrong("a question without an answer that can be recognised", _FORMS)
    return None


def check_words(form: Form, kind: Kind[Any]) -> None:
    """Note the words of the heading that are not known, or not for this kind, and a second task list."""
    for word, value in form.classes.items():
        if word not in _CLASSES | kind.classes:
            allowed = ", ".join(f".{name}" for name in sorted(_CLASSES | kind.classes))
            form.wrong(f"the class .{word} on a question of the kind {kind.slug}", f"one of {allowed}")
        elif value and (word != "void" or value != "full"):
            form.wrong(
                f"the class .{word}={value}", f".{word}" + (" or .void=full" if word == "void" else "")
            )
    for key in form.values.keys() - _KEYS - kind.keys:
        allowed = ", ".join(sorted(_KEYS | kind.keys))
        form.wrong(f"the key {key!r} on a question of the kind {kind.slug}", f"one of {allowed}")
    for listing in [block for block in form.blocks if isinstance(block, Listing) and block.tasks][1:]:
        form.wrong("a second task list", "one task list a question", listing.line)
    if {"easy", "hard"} <= form.classes.keys():
        form.wrong("a question that is .easy and .hard", "one of them, or neither")
