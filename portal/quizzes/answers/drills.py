"""Drills: code to be written, with what proves it. Nothing here runs any of it."""

from __future__ import annotations

import re
from typing import TypedDict

from portal.content.compile.fences import Fence
from portal.quizzes.source.form import Form

_ROLES = frozenset({"starter", "solution"})
_LIMIT = re.compile(r"([1-9]\d?)s")
_ORDER = re.compile(r"any|exact|by:[A-Za-z_]\w*(?:,[A-Za-z_]\w*)*")


class Reject(TypedDict):
    """A wrong solution that must fail, and why it is wrong."""

    why: str
    code: str


class Drill(TypedDict):
    """The spec of a drill. ``limit`` is in seconds; ``order`` and ``types`` are how SQL results compare."""

    language: str
    starter: str
    starter_html: str
    solution: str
    solution_html: str
    checks: list[str]
    tests: list[str]
    rejects: list[Reject]
    order: str
    types: str
    limit: int


def take_drill(form: Form, language: str, proofs: str) -> Drill | None:
    """Take the code blocks of a drill; ``proofs`` is the role of those that prove it in this language."""
    starters, solutions = form.take_codes("drill", words=True), form.take_codes("solution")
    rejects, hidden = form.take_codes("reject", words=True), form.take_codes(proofs)
    for fence in [*starters, *solutions, *rejects, *hidden]:
        if fence.language != language:
            form.wrong(f"a {fence.language} block in a {language} drill", f"{language} blocks", fence.line)
    for role, found in (("drill", starters), ("solution", solutions)):
        if len(found) != 1:
            form.wrong(f"a drill with {len(found)} {role} blocks", f"one ```` ```{language} {role} ````")
    if not starters or not solutions:
        return None
    for fence in [*solutions, *rejects, *hidden]:
        _check_words(fence, form)
    options = _options(starters[0], form, sql=language == "sql")
    return Drill(
        language=language,
        starter=_code(starters[0], form),
        starter_html=form.markup.block(_shown(starters[0]), starters[0].line, _ROLES),
        solution=_code(solutions[0], form),
        solution_html=form.markup.block(_shown(solutions[0]), solutions[0].line, _ROLES),
        checks=[_code(fence, form) for fence in hidden if proofs == "check"],
        tests=[_code(fence, form) for fence in hidden if proofs == "test"],
        rejects=[
            Reject(why=fence.words[2], code=_code(fence, form)) for fence in rejects if len(fence.words) == 3
        ],
        order=options.get("order", "any"),
        types=options.get("types", "loose"),
        limit=int(options.get("limit", "5s").removesuffix("s")),
    )


def _code(fence: Fence, form: Form) -> str:
    """Return the code of a block, with slots for values."""
    return form.markup.plain(fence.code, fence.line + 1)


def _shown(fence: Fence) -> str:
    """Return a block as Markdown with no words of ours behind its language."""
    marks = "`" * (max([2, *map(len, re.findall(r"`+", fence.code))]) + 1)
    return (
        f"{marks}{fence.language} {'starter' if fence.role == 'drill' else 'solution'}\n{fence.code}{marks}"
    )


def _check_words(fence: Fence, form: Form) -> None:
    """Note an empty block, and a wrong solution without its reason."""
    if fence.role == "reject" and (len(fence.words) != 3 or " " not in fence.words[2].strip()):
        form.wrong(
            "a wrong solution without its reason", 'reject "why it is wrong", in quotation marks', fence.line
        )
    if not fence.code.strip():
        form.wrong(f"an empty {fence.role} block", "code", fence.line)


def _options(fence: Fence, form: Form, *, sql: bool) -> dict[str, str]:
    """Return the options of the drill block that can be read."""
    allowed = (
        {"order": _ORDER, "types": re.compile("loose|strict"), "limit": _LIMIT} if sql else {"limit": _LIMIT}
    )
    words = "order=any|exact|by:column, types=loose|strict, limit=5s" if sql else "limit=5s"
    for key, value in fence.options.items():
        if key not in allowed or not allowed[key].fullmatch(value):
            form.wrong(f"the option {key}={value}", words, fence.line)
    return {
        key: value for key, value in fence.options.items() if key in allowed and allowed[key].fullmatch(value)
    }
