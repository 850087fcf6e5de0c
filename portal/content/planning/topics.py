"""The topics of a plan, joined with the lessons that are there: ids stay, and so does what a person wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from portal.content.compile.problems import Problems
from portal.content.planning.matching import Known, match
from portal.content.planning.names import Names
from portal.content.planning.parts import Topic
from portal.content.planning.plan import Placed
from portal.content.planning.present import Present, PresentLesson


@dataclass(frozen=True, slots=True)
class Seat:
    """A topic or a lesson that stays, in its folder: ``topic`` is None for a lesson the plan no longer has.

    ``slug`` is the id without the track; ``aliases`` are whole ids. ``number`` is that of the file that is there.
    """

    folder: str
    place: tuple[str, str]
    slug: str
    topic: Topic | None
    old: PresentLesson | None
    aliases: tuple[str, ...] = ()

    @property
    def is_gone(self) -> bool:
        """Return whether the plan no longer has this lesson."""
        return self.topic is None and self.place == ("", "")

    @property
    def number(self) -> int | None:
        """Return the number in front of the name of the file that is there, if it stays in its folder."""
        if self.old is None or self.old.folder != self.folder:
            return None
        return int(self.old.path.rpartition("/")[2].partition("-")[0])


def seat_topics(placed: Sequence[Placed], present: Present, notes: Problems) -> list[Seat]:
    """Return a seat for each topic, in the order of the plan, and behind them one for each lesson it no longer has."""
    pairs = _pairs(placed, present)
    naming = _Naming(present, notes)
    seats = []
    for track in placed:
        naming.enter(track)
        for draft, module in track.modules:
            folder, place = f"{track.plan.folder}/{module.folder}", (track.plan.title, module.title)
            for topic in draft.topics:
                old, is_alike = pairs.get(topic.line, (None, False))
                slug, aliases = naming.identity(topic, old, is_alike)
                if old and not slug:
                    seats.append(Seat(old.folder, place, old.slugs[0], None, old))
                else:
                    seats.append(Seat(folder, place, slug, topic, old, aliases))
    taken = {lesson.path for lesson, _ in pairs.values()}
    gone = [lesson for lesson in present.lessons if lesson.path not in taken]
    return [*seats, *(Seat(lesson.folder, ("", ""), lesson.slugs[0], None, lesson) for lesson in gone)]


def _pairs(placed: Sequence[Placed], present: Present) -> dict[int, tuple[PresentLesson, bool]]:
    """Return the lesson of each topic by the line of the topic, and whether it has been renamed.

    A topic is looked for in its track first; what has the very same title in another track has moved.
    """
    found: dict[int, tuple[PresentLesson, bool]] = {}
    free = {lesson.path: lesson for lesson in present.lessons}
    for track in placed:
        topics = [topic for draft, _ in track.modules for topic in draft.topics]
        lessons = [lesson for lesson in free.values() if lesson.path.startswith(f"{track.plan.folder}/")]
        pairs = match([t.title for t in topics], [Known(one.front.title, one.slugs) for one in lessons])
        for at, place in pairs.of.items():
            found[topics[at].line] = (lessons[place], at in pairs.alike)
            del free[lessons[place].path]
    by_title = {lesson.front.title: lesson for lesson in reversed(free.values())}
    for topic in (topic for track in placed for draft, _ in track.modules for topic in draft.topics):
        if topic.line not in found and (lesson := by_title.pop(topic.title, None)):
            found[topic.line] = (lesson, False)
    return found


class _Naming:
    """Gives topics their ids, one track after the other."""

    def __init__(self, present: Present, notes: Problems) -> None:
        self.present = present
        self.notes = notes
        self.referred = present.referred_to()
        self.track: Placed
        self.names = Names()

    def enter(self, track: Placed) -> None:
        """Go on with the topics of ``track``."""
        ids = [name for lesson in self.present.lessons for name in lesson.ids]
        own = (name.partition("/") for name in ids)
        self.track = track
        self.names = Names(slug for name, _, slug in own if name == track.plan.id)

    def identity(
        self, topic: Topic, old: PresentLesson | None, is_alike: bool
    ) -> tuple[str, tuple[str, ...]]:
        """Return the id of a topic without its track, and the ids it had; "" for a lesson that stays where it is."""
        if old is None:
            return self.names.take(topic.title, "topic"), ()
        before = tuple(alias for alias, _ in old.front.aliases)
        is_moved = not old.path.startswith(f"{self.track.plan.folder}/")
        may_change = (
            self.present.is_ours(old.path) and not old.is_written and old.front.id not in self.referred
        )
        if is_moved and not may_change:
            hint = "move it by hand: it was written, edited or referred to there"
            self.notes.add(topic.line, f"{topic.title!r} stays in {old.path}", hint)
            return "", before
        if is_moved or (is_alike and may_change):
            slug = self.names.take(topic.title, "topic")
            name = f"{self.track.plan.id}/{slug}"
            self.notes.add(topic.line, f"{old.front.id} is now {name}; it was called {old.front.title!r}")
            return slug, (*before, old.front.id)
        if is_alike:
            self.notes.add(topic.line, f"taken for {old.front.title!r}, which keeps its id {old.front.id}")
        return old.slugs[0], before


def numbered(seats: Sequence[Seat]) -> Iterator[tuple[Seat, str]]:
    """Yield each seat with the path of its file; files keep their numbers where that leaves the plan's order."""
    folders: dict[str, list[Seat]] = {}
    for seat in seats:
        folders.setdefault(seat.folder, []).append(seat)
    for folder, group in folders.items():
        ordered = _with_the_gone(group)
        for seat, number in zip(ordered, numbers([seat.number for seat in ordered]), strict=True):
            yield seat, f"{folder}/{number:02d}-{_name(seat)}"


def _name(seat: Seat) -> str:
    """Return the name of a file without its number: the one it has, as long as its id did not change."""
    if seat.old is not None and seat.old.slugs[0] == seat.slug:
        return seat.old.path.rpartition("/")[2].partition("-")[2]
    return f"{seat.slug}.md"


def _with_the_gone(group: Sequence[Seat]) -> list[Seat]:
    """Put the lessons the plan no longer has back before those that stood behind them."""
    ordered = [seat for seat in group if seat.topic is not None]
    for seat in (seat for seat in group if seat.topic is None):
        behind = (at for at, other in enumerate(ordered) if (other.number or 0) > (seat.number or 0))
        ordered.insert(next(behind, len(ordered)), seat)
    return ordered


def numbers(present: Sequence[int | None]) -> list[int]:
    """Return a rising number for each entry: those that are there where they rise and leave room, else from 1 on."""
    result: list[int] = []
    for at, number in enumerate(present):
        least = result[-1] + 1 if result else 1
        following = next((other for other in present[at:] if other is not None), None)
        room = following is None or following - least >= _open(present[at:])
        if (number is not None and number < least) or not room:
            return list(range(1, len(present) + 1))
        result.append(least if number is None else number)
    return result


def _open(present: Iterable[int | None]) -> int:
    """Return how many entries without a number stand before the first with one."""
    count = 0
    for number in present:
        if number is not None:
            break
        count += 1
    return count
