"""The ``vars`` block of a question."""

import re

from portal.content.compile.fences import Fence
from portal.content.compile.problems import Problems
from portal.quizzes.vars.language import DRAWS, FUNCTIONS, Faulty, check
from portal.quizzes.vars.values import VARIANTS, dice_for, variables_for

MOST = 20
Lines = tuple[tuple[str, str], ...]
_LINE = re.compile(r"[ \t]*(?P<name>[a-z][a-z0-9_]{0,30})[ \t]*=(?!=)[ \t]*(?P<expression>.*\S)[ \t]*")
_ALLOWED = "`name = expression` on each line, such as `rows = randint(2, 9) * 1000`"


def read_variables(fence: Fence, question: str, problems: Problems) -> Lines:
    """Return names and expressions in order; what cannot be read, or has no value, is a problem."""
    found: dict[str, str] = {}
    for number, line in enumerate(fence.code.splitlines(), start=fence.line + 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        read = _LINE.fullmatch(line)
        if read is None:
            problems.add(number, f"{line.strip()[:60]!r} in a vars block", _ALLOWED)
            continue
        name, expression = read["name"], read["expression"]
        if len(found) == MOST:
            problems.add(number, f"more than {MOST} variables", f"at most {MOST}")
            break
        if name in found or name in FUNCTIONS or name in DRAWS:
            problems.add(number, f"the name {name!r} is taken", "another name")
            continue
        try:
            check(expression, frozenset(found), draws=True)
            found[name] = expression
            for seed in VARIANTS:
                variables_for(found.items(), dice_for(question, seed))
        except Faulty as faulty:
            problems.add(
                number,
                str(faulty),
                "numbers, texts, the names above, + - * / // % **, min max round abs, draws",
            )
            found[name] = "0"
    if not found:
        problems.add(fence.line, "a vars block without a variable", _ALLOWED)
    return tuple(found.items())
