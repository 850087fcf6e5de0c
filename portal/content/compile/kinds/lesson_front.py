"""The front matter of a lesson or an outline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

from portal.content.compile.matter.fields import Fields, Line
from portal.content.compile.matter.shapes import CONCEPT, LESSON_ID
from portal.content.compile.parts import Level, Link, Status

LANES = ("core", "delta", "sail", "spark", "iceberg", "kafka", "airflow", "snow", "cloud", "docker", "none")


@dataclass(frozen=True, slots=True)
class Aims:
    """What only a written lesson says of itself."""

    objectives: list[Line]
    concepts: list[Line]
    links: tuple[Link, ...]
    verified_on: date | None


@dataclass(frozen=True, slots=True)
class LessonFront:
    """The keys of a lesson; a reference keeps its line for the checks across files."""

    id: str
    title: str
    short: str
    summary: str
    status: Status
    level: Level
    lane: str
    minutes_read: int
    minutes_practice: int
    prerequisites: list[Line]
    facts: list[Line]
    aliases: list[Line]
    aims: Aims


def read_front(fields: Fields) -> LessonFront:
    """Read the keys; what is wrong goes to the problems of ``fields``."""
    status = cast(Status, fields.choice("status", ("written", "outline")) or "written")
    minutes = fields.row("minutes")
    front = LessonFront(
        id=fields.shaped("id", LESSON_ID),
        title=fields.text("title"),
        short=fields.text("short", limit=80, optional=True),
        summary=fields.text("summary"),
        status=status,
        level=cast(Level, fields.choice("level", ("intro", "core", "deep"))),
        lane=fields.choice("lane", LANES),
        minutes_read=minutes.number("read", 1, 240),
        minutes_practice=minutes.number("practice", 0, 480),
        prerequisites=fields.ids("prerequisites", LESSON_ID),
        facts=fields.ids("facts", optional=True),
        aliases=fields.ids("aliases", LESSON_ID, optional=True),
        aims=_read_aims(fields) if status == "written" else Aims([], [], (), None),
    )
    minutes.close()
    fields.close()
    return front


def _read_aims(fields: Fields) -> Aims:
    """Read the keys of a written lesson."""
    objectives = fields.texts("objectives", 3, 5)
    concepts = fields.ids("concepts", CONCEPT)
    if objectives and fields.has("concepts") and len(concepts) != len(objectives):
        fields.wrong("concepts", f"{len(concepts)} concepts for {len(objectives)} objectives", "one for each")
    links = []
    for row in fields.rows("links", 2, 4):
        links.append(Link(row.text("title"), row.address("url"), row.text("why", limit=200)))
        row.close()
    return Aims(objectives, concepts, tuple(links), fields.day("verified_on"))
