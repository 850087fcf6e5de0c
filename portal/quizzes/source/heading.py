"""The heading of a question."""

import re
import unicodedata
from dataclasses import dataclass

from portal.content.compile.matter.shapes import CONCEPT, ID
from portal.content.compile.problems import Problems
from portal.quizzes.source.attributes import Attributes, read_attributes, split_attributes

_POINTS = re.compile(r"\d{1,3}(?:\.\d{1,2})?")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Heading:
    """``## title {#id …}``: the title as Markdown, and what stands between the braces."""

    title: str
    attributes: Attributes
    line: int


def read_heading(text: str, line: int, taken: set[str], problems: Problems) -> Heading:
    """Read the line of a heading; an id that is missing, malformed or ``taken`` is a problem.

    A question without a usable id gets a proposed one, so that the rest of it can be checked.
    """
    title, inside = split_attributes(text.removeprefix("## ").strip())
    attributes = read_attributes(inside, line, problems)
    proposed = slug_for(title, taken)
    if not title or len(title) > LONGEST:
        problems.add(
            line,
            "a question without a title" if not title else "a title that is too long",
            f"1 to {LONGEST} characters",
        )
    if not attributes.id:
        problems.add(line, "a question without an id", f"`{{#{proposed}}}` at the end of its heading")
    elif len(attributes.id) > ID.limit or not re.fullmatch(ID.pattern, attributes.id):
        problems.add(line, f"the id {attributes.id[:80]!r}", ID.allowed)
    elif attributes.id in taken:
        problems.add(
            line, f"the id {attributes.id!r} for the second time", "an id of its own for each question"
        )
    else:
        proposed = attributes.id
    taken.add(proposed)
    return Heading(title, Attributes(proposed, attributes.classes, attributes.values), line)


def slug_for(title: str, taken: set[str]) -> str:
    """Return an id made from the first words of ``title`` that is not ``taken``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:6] or ["question"]
    slug, number = "-".join(words)[:50].strip("-"), 2
    found = slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def points_of(heading: Heading, problems: Problems) -> float | None:
    """Return the points the heading gives, or None when it says nothing that can be read."""
    written = heading.attributes.values.get("points")
    if written is None:
        return None
    if not _POINTS.fullmatch(written) or not 0 < float(written) <= 100:
        problems.add(heading.line, f"points={written}", "more than 0 and at most 100")
        return None
    return float(written)


def concepts_of(heading: Heading, problems: Problems) -> tuple[str, ...]:
    """Return the concepts a question refers to, one or several joined by commas."""
    names = tuple(filter(None, heading.attributes.values.get("concept", "").split(",")))
    for name in names:
        if len(name) > CONCEPT.limit or not re.fullmatch(CONCEPT.pattern, name):
            problems.add(heading.line, f"the concept {name[:80]!r}", CONCEPT.allowed)
    return tuple(dict.fromkeys(names))
