"""``facts.yml``: what changed in the field, with source and date."""

from __future__ import annotations

from portal.content.compile.matter.fields import Fields
from portal.content.compile.matter.nodes import Mapping
from portal.content.compile.matter.reading import read_yaml
from portal.content.compile.matter.shapes import LESSON_ID
from portal.content.compile.parts import Fact
from portal.content.compile.problems import Problems


def compile_facts(text: str, problems: Problems) -> tuple[Fact, ...]:
    """Read the facts; where there are problems, those that could be read."""
    fields = Fields(read_yaml(text, problems) or Mapping(0), problems)
    facts: dict[str, Fact] = {}
    for row in fields.rows("facts", 0, 2_000):
        fact = Fact(
            id=row.shaped("id"),
            text=row.text("fact", limit=600),
            topics=tuple(row.ids("topics", LESSON_ID)),
            source=row.text("source", limit=400),
            status=row.choice("status", ("docs", "ran", "secondary", "unverified")),
            checked=row.day("checked"),
            line=row.line("id"),
        )
        row.close()
        if fact.id in facts:
            allowed = f"an id of its own; first in line {facts[fact.id].line}"
            problems.add(fact.line, f"the fact {fact.id!r} for the second time", allowed)
        facts.setdefault(fact.id, fact)
    fields.close()
    return tuple(facts.values())
