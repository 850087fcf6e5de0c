"""``plan.yml``: the tracks in order, the routine, the book and the blogs."""

from __future__ import annotations

from collections.abc import Iterable

from portal.content.compile.matter.fields import Fields
from portal.content.compile.matter.nodes import Mapping, Scalar
from portal.content.compile.matter.reading import read_yaml
from portal.content.compile.matter.shapes import FOLDER
from portal.content.compile.parts import Blog, Book, Chapter, ModulePlan, Plan, Slot, TrackPlan
from portal.content.compile.problems import Problems


def compile_plan(text: str, problems: Problems) -> Plan:
    """Read the plan; where there are problems, only the tracks that could be read are of use."""
    fields = Fields(read_yaml(text, problems) or Mapping(0), problems)
    title, summary = fields.text("title", limit=120), fields.text("summary")
    tracks = [_track(row) for row in fields.rows("tracks", 1, 40)]
    _check_unique("track", [(track.id, track.line) for track in tracks], problems)
    _check_unique("folder", [(track.folder, track.line) for track in tracks], problems)
    routine = fields.row("routine")
    daily, weekly = _slots(routine, "daily"), _slots(routine, "weekly")
    routine.close()
    book_row = fields.row("book", optional=True)
    book = _book(book_row) if fields.has("book") else None
    blogs = []
    for row in fields.rows("blogs", 0, 100):
        feed = row.address("feed", optional=True)
        blogs.append((Blog(row.shaped("id"), row.text("title"), row.address("url"), feed), row.line("id")))
        row.close()
    _check_unique("blog", [(blog.id, line) for blog, line in blogs], problems)
    fields.close()
    return Plan(title, summary, tuple(tracks), daily, weekly, book, tuple(blog for blog, _ in blogs))


def _track(row: Fields) -> TrackPlan:
    """Read one track with its modules."""
    weeks = row.mapping.entries.get("weeks")
    ongoing = isinstance(weeks, Scalar) and weeks.text == "ongoing"
    row.asked["weeks"] = None
    modules = []
    for entry in row.rows("modules", 1, 40):
        name, folder = entry.shaped("id"), entry.shaped("folder", FOLDER)
        modules.append(ModulePlan(name, folder, entry.text("title", limit=120), entry.line("id")))
        entry.close()
    _check_unique("module", [(module.id, module.line) for module in modules], row.problems)
    _check_unique("folder", [(module.folder, module.line) for module in modules], row.problems)
    track = TrackPlan(
        id=row.shaped("id"),
        folder=row.shaped("folder", FOLDER),
        title=row.text("title", limit=120),
        short=row.text("short", limit=60, optional=True),
        weeks=row.span("weeks", 1, 104) if not ongoing else None,
        weeks_proposed=row.choice("weeks_from", ("proposed",), optional=True) == "proposed",
        modules=tuple(modules),
        line=row.line("id"),
    )
    row.close()
    return track


def _slots(routine: Fields, key: str) -> tuple[Slot, ...]:
    """Read the blocks of a day or of a week."""
    slots = []
    for row in routine.rows(key, 1, 12):
        items = tuple(text for text, _ in row.texts("items", 1, 12))
        slots.append(
            (
                Slot(row.shaped("id"), row.text("title", limit=80), row.span("minutes", 0, 600), items),
                row.line("id"),
            )
        )
        row.close()
    _check_unique("block", [(slot.id, line) for slot, line in slots], routine.problems)
    return tuple(slot for slot, _ in slots)


def _book(row: Fields) -> Book:
    """Read the book."""
    title, authors = row.text("title"), tuple(text for text, _ in row.texts("authors", 1, 10))
    chapters = []
    for entry in row.rows("chapters", 1, 100):
        chapters.append(Chapter(entry.text("title"), entry.text("part")))
        entry.close()
    row.close()
    return Book(title, authors, tuple(chapters))


def _check_unique(what: str, names: Iterable[tuple[str, int]], problems: Problems) -> None:
    """Note every name that stands there for the second time."""
    seen: dict[str, int] = {}
    for name, line in names:
        if name and name in seen:
            problems.add(
                line, f"the {what} {name!r} for the second time", f"each once; first in line {seen[name]}"
            )
        seen.setdefault(name, line)
