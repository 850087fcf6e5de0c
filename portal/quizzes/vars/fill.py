"""Slots in the texts of a question, and filling them for a seed.

``{{ rows }}`` becomes ``\\ue000rows\\ue001`` where a learner reads HTML, and ``\\ue002rows\\ue003`` in plain
text; a number that depends on variables is ``{"expr": "rows * 2"}``. The four characters are private, and no
file may hold them.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

from portal.quizzes.parts import Question
from portal.quizzes.vars.values import Value, dice_for, number_of, shown, value_of, variables_for

PRIVATE = re.compile("[\ue000-\ue003]")
WRITTEN = re.compile(r"(?<!\\)\{\{([^{}]{1,300})\}\}")
OPEN = re.compile(r"(?<!\\)\{\{")
_SLOT = re.compile("([\ue000\ue002])(.*?)[\ue001\ue003]", re.DOTALL)


def html_slot(expression: str) -> str:
    """Return the mark to be replaced by the value, made safe for HTML."""
    return f"\ue000{expression.strip()}\ue001"


def text_slots(text: str) -> str:
    """Return ``text`` with a mark for each ``{{ expression }}``, to be replaced by the value as it is."""
    return WRITTEN.sub(lambda found: f"\ue002{found[1].strip()}\ue003", text).replace("\\{{", "{{")


def filled(question: Question, seed: int) -> Question:
    """Return ``question`` with the values of ``seed`` in every text; without variables, as it is.

    Raises ``Faulty`` when an expression has no value, which the compiler rules out by trying every variant.
    """
    if not question.variables:
        return question
    values = variables_for(question.variables, dice_for(question.id, seed))
    return replace(
        question,
        title_html=fill(question.title_html, values),
        prompt_html=fill(question.prompt_html, values),
        hints=tuple(fill(hint, values) for hint in question.hints),
        explanation_html=fill(question.explanation_html, values),
        spec=fill(question.spec, values),
        variables=(),
    )


def fill(spec: Any, values: Mapping[str, Value]) -> Any:
    """Return a JSON value with every slot in it filled; raises ``Faulty``."""
    if isinstance(spec, str):
        return _SLOT.sub(lambda found: _shown(found, values), spec) if PRIVATE.search(spec) else spec
    if isinstance(spec, list):
        return [fill(one, values) for one in spec]
    if isinstance(spec, dict):
        if spec.keys() == {"expr"}:
            return number_of(spec["expr"], values)
        return {key: fill(one, values) for key, one in spec.items()}
    return spec


def _shown(slot: re.Match[str], values: Mapping[str, Value]) -> str:
    """Return what stands in place of one slot."""
    value = shown(value_of(slot[2], values))
    return escape(value) if slot[1] == "\ue000" else value
