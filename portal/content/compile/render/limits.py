"""Refuse at sight what only an attack or an accident writes, before any parser sees it.

What is left takes a time that grows with the length of the text, or little more; the limit on time ends the rest.
"""

import re

from portal.content.compile.render.page import Page

MAX_NESTING = 40
MAX_NOTES = 500
MOST_HTML = 2_000_000
"""Characters of a whole text; a few definitions can make gigabytes out of little Markdown."""
_RUN = re.compile(r"([\[\]()*_~`>!<{}\\&#|])\1{199}")
_LEADING = re.compile(r"[ >*+\-\d.)]*")
_DEEP = ("nested too deeply", f"at most {MAX_NESTING} levels")


def check_limits(page: Page) -> bool:
    """Return whether ``page`` may be parsed; a problem says why not. Code is not looked at."""
    code = {number for fence in page.fences for number in range(fence.line, fence.end + 1)}
    brackets = links = folds = notes = 0
    for number, line in enumerate(page.lines, page.first_line):
        if number in code:
            continue
        if not line:
            brackets = links = 0
            continue
        found = _RUN.search(line) if len(line) >= 200 else None
        brackets = max(0, brackets + line.count("[") - line.count("]"))
        links = max(0, links + line.count("](") - line.count(")"))
        folds += line.startswith("<details>") - line.startswith("</details>")
        notes += line.count("[^")
        wrong = ("", "")
        if found:
            wrong = (f"a run of 200 {found[1]!r} or more", "fewer")
        elif max(brackets, links, folds, _levels(line)) > MAX_NESTING:
            wrong = _DEEP
        elif notes > MAX_NOTES:
            wrong = ("too many footnotes", f"at most {MAX_NOTES} references")
        if wrong[0]:
            page.problems.add(number, *wrong)
            return False
    return True


def _levels(line: str) -> int:
    """Return how deep a line is nested in quotations and lists."""
    if line[0] not in " >-*+0123456789":
        return 0
    found = _LEADING.match(line)
    leading = found[0] if found else ""
    marks = sum(leading.count(mark) for mark in (">", "- ", "* ", "+ ", ". ", ") "))
    return marks + (len(leading) - len(leading.lstrip(" "))) // 2
