"""The sections of a lesson and of an outline."""

import re

from portal.content.compile.body import Body, Head
from portal.content.compile.problems import Problems

CHECKLIST = "Checklist"
EXERCISE = "Exercise"
COVERS = "What it covers"
WRITTEN = (
    "Why it matters",
    "The idea",
    "Worked example",
    "How it works underneath",
    "Pitfalls",
    "In production",
    EXERCISE,
    CHECKLIST,
    "Key points",
)
OUTLINE = (COVERS, CHECKLIST)
_BULLET = re.compile(r"[-*+] +\S.*")


def check_sections(body: Body, wanted: tuple[str, ...], problems: Problems) -> Head | None:
    """Check that the ``##`` sections are ``wanted``, in order, none empty; return that of the checklist."""
    found = [head for head in body.heads if head.level == 2]
    order = " · ".join(wanted)
    placed = -1
    for head in found:
        line = body.line(head.at)
        if head.title not in wanted:
            problems.add(line, f"the section {head.title!r}", f"the sections {order}")
        elif (place := wanted.index(head.title)) <= placed:
            twice = sum(other.title == head.title for other in found) > 1
            wrong = "stands twice" if twice else f"stands behind {wanted[placed]!r}"
            problems.add(line, f"the section {head.title!r} {wrong}", f"this order: {order}")
        else:
            placed = place
        if not any(body.lines[at].strip() for at in range(head.at + 1, body.end_of(head))):
            problems.add(line, f"the section {head.title!r} is empty", "text")
    titles = [head.title for head in found]
    for title in wanted:
        if title not in titles:
            problems.add(
                body.line(_place_for(title, wanted, found, body)), f"the section {title!r} is missing", order
            )
    _check_preamble(body, problems)
    return next((head for head in found if head.title == CHECKLIST), None)


def _place_for(title: str, wanted: tuple[str, ...], found: list[Head], body: Body) -> int:
    """Return the index of the line before which a missing section belongs: that of the next one there is."""
    later = wanted[wanted.index(title) + 1 :]
    return next((head.at for head in found if head.title in later), len(body.lines) - 1)


def _check_preamble(body: Body, problems: Problems) -> None:
    """Note text between the title and the first section."""
    starts = [head.at for head in body.heads if head.level == 1]
    ends = [head.at for head in body.heads if head.level == 2]
    if starts and ends:
        for at in range(starts[0] + 1, ends[0]):
            if body.lines[at].strip():
                problems.add(body.line(at), "text before the first section", "text under a `##` heading")
                return


def check_points(body: Body, problems: Problems) -> None:
    """Check that what an outline covers is a bullet list and nothing else."""
    head = next((head for head in body.heads if head.title == COVERS), None)
    if head is None:
        return
    within = False
    for at in range(head.at + 1, body.end_of(head)):
        line = body.lines[at]
        if _BULLET.fullmatch(line):
            within = True
        elif line.strip() and not (within and line.startswith("  ")):
            problems.add(
                body.line(at), "text that is no point of the list", "`- ` and one line for each point"
            )
            return
