"""Half a megabyte of any one thing is compiled or refused soon; most take a tenth of the limit for a file."""

import pytest

from portal.content.compile.guard import time_limit
from portal.quizzes.compile import compile_quiz
from portal.quizzes.exchange.gift_read import from_gift
from tests.quizzes.making import HEAD

SIZE = 500_000
SECONDS = 10.0
"""Five times the limit for a file, for slow machines; what grows with the square of its length takes far longer."""
QUESTION = f"{HEAD}## Q {{#q}}\n\n"
VARS = f"{QUESTION}```vars\nx = 1\n```\n\n"


def _times(text: str) -> str:
    return text * (SIZE // len(text))


TEXTS = {
    "brackets": QUESTION + _times("["),
    "open gaps": QUESTION + _times("[[ a\n"),
    "gaps": QUESTION + _times("[[a]] "),
    "slow patterns": QUESTION + _times("[[/^(a|a)*$/]] "),
    "open braces": VARS + _times("{{"),
    "values": VARS + _times("{{ x }} ") + "[[= x]]",
    "options": QUESTION + _times("- [ ] a\n"),
    "feedback": f"{QUESTION}- [x] a\n" + _times("  > b\n"),
    "hints": f"{QUESTION}- [x] a\n- [ ] b\n\n" + _times("> [!TIP]\n> a\n\n"),
    "rows": f"{HEAD}## Q {{#q .match}}\n\n| a | b |\n|---|---|\n" + _times("| a | b |\n"),
    "bars": QUESTION + _times("|"),
    "a rule": f"{QUESTION}|\n" + _times("-"),
    "questions": HEAD + _times("## Q\n"),
    "braces in a heading": f"{HEAD}## " + _times("{") + "\n",
    "words in a heading": f"{HEAD}## Q {{#q {_times('a=1 ')}}}\n",
    "quotes in a heading": f"{HEAD}## Q {{#q {_times(chr(34))}}}\n",
    "spaces": f"{QUESTION}- [x] a" + _times(" ") + "b\n- [ ] c\n",
    "code blocks": QUESTION + _times("```text\na\n```\n"),
    "lines of code": f"{QUESTION}```python parsons\n" + _times("a\n") + "```\n",
    "variables": f"{QUESTION}```vars\n" + _times("x = (\n") + "```\n\n[[= x]]\n",
    "steps": f"{HEAD}## Q {{#q .order}}\n\n" + _times("1. a\n"),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_hostile_quiz_ends_in_time(text: str) -> None:
    with time_limit(SECONDS):
        quiz, problems = compile_quiz("quiz.quiz.md", text)
    assert problems or quiz


@pytest.mark.parametrize(
    "piece", ["{", "=", "~", "::", "\\", "<", "%", "#", "a{~b =c}\n\n", "[html]", "//", " \n"]
)
def test_hostile_gift_ends_in_time(piece: str) -> None:
    with time_limit(SECONDS):
        from_gift("a{" + _times(piece))
