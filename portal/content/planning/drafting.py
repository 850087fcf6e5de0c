"""A plan and what is there, joined to the files that should be there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.content.compile.parts import ModulePlan, TrackPlan
from portal.content.compile.problems import Problems
from portal.content.planning.parts import PlanDraft
from portal.content.planning.plan import Placed, join_plan, place_tracks
from portal.content.planning.present import Present, digest, write_memory
from portal.content.planning.texts import Outline, milestone_text, outline_text, track_text
from portal.content.planning.topics import Seat, numbered, seat_topics
from portal.content.planning.yaml import plan_yaml

_NO_FACTS = b"facts: []\n"


@dataclass(slots=True)
class Draft:
    """What an import does. ``files`` are all files as they should be; ``moved`` leads from an old path to the new one.

    ``edited`` are files a person changed, which stay although the plan says something else now; ``gone`` are lessons
    the plan no longer has, and ``pruned`` those of them that are taken away.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    edited: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    memory: bytes = b""


def draft(plan: PlanDraft, present: Present, notes: Problems, *, prune: bool = False) -> Draft:
    """Join a plan with what is there. The same plan twice changes nothing the second time.

    Without ``prune`` no lesson leaves; with it, outlines the plan no longer has do, and nothing that was written.
    """
    placed = place_tracks(plan.tracks, present.plan, notes)
    work = _Work(present, {track.plan.folder: track.plan.id for track in placed})
    seats = [seat for seat in seat_topics(placed, present, notes) if work.stays(seat, prune)]
    places = list(numbered(seats))
    for seat, path in places:
        work.move(seat, path)
    for seat, path in places:
        work.write_outline(seat, path)
    work.introduce(placed)
    tracks = list(_joined_tracks(placed, present, {seat.folder for seat in seats}))
    work.leave({track.folder for track in tracks})
    whole = join_plan(plan, tracks, present.plan, notes)
    if whole != present.plan:
        work.result.files["plan.yml"] = plan_yaml(whole).encode()
    work.result.files.setdefault("facts.yml", _NO_FACTS)
    work.result.memory = write_memory(work.memory)
    return work.result


class _Work:
    """Fills a draft; ``tracks`` gives the id of each track of the plan by its folder."""

    def __init__(self, present: Present, tracks: Mapping[str, str]) -> None:
        self.present = present
        self.tracks = tracks
        self.result = Draft(dict(present.files))
        self.memory: dict[str, str] = {}

    def stays(self, seat: Seat, prune: bool) -> bool:
        """Return whether a seat stays; note a lesson the plan no longer has, and take it away if that was asked for."""
        if not seat.is_gone or seat.old is None:
            return True
        path = seat.old.path
        is_needed = (
            seat.old.is_written or self._beside(path) or seat.old.front.id in self.present.referred_to()
        )
        if prune and not is_needed:
            self.result.pruned.append(path)
            del self.result.files[path]
            return False
        self.result.gone.append(path)
        return True

    def _beside(self, path: str) -> list[str]:
        """Return the quiz of a lesson and its solutions."""
        stem = path.removesuffix(".md")
        return [
            name for name in self.present.files if name == f"{stem}.quiz.md" or name.startswith(f"{stem}/")
        ]

    def move(self, seat: Seat, path: str) -> None:
        """Note under which path a lesson and what stands beside it will be."""
        if seat.old is None or seat.old.path == path:
            return
        old, new = seat.old.path.removesuffix(".md"), path.removesuffix(".md")
        for name in [seat.old.path, *self._beside(seat.old.path)]:
            self.result.moved[name] = new + name.removeprefix(old)
            del self.result.files[name]

    def write_outline(self, seat: Seat, path: str) -> None:
        """Put a lesson in its place, and write it if it is an outline of ours."""
        old = seat.old.path if seat.old else None
        for name in [old, *self._beside(old)] if old else []:
            self.result.files[self.result.moved.get(name, name)] = self.present.files[name]
        if seat.topic is None or (seat.old and seat.old.is_written):
            if old and old in self.present.memory:
                self.memory[path] = self.present.memory[old]
            return
        name = f"{self.tracks[seat.folder.partition('/')[0]]}/{seat.slug}"
        items = seat.old.items if seat.old else ()
        self._write(path, outline_text(Outline(name, seat.topic, seat.place, seat.aliases, items)), old)

    def introduce(self, placed: Sequence[Placed]) -> None:
        """Write the introductions and milestones."""
        numbers = iter(sorted({f"m{n}" for n in range(1, 10)} - set(self._milestones().values())))
        for track in placed:
            path = f"{track.plan.folder}/track.md"
            self._write(path, track_text(track.plan.id, track.draft), path)
            if track.draft.milestone:
                path = f"{track.plan.folder}/milestone.md"
                name = self._milestones().get(path) or next(numbers, "m9")
                self._write(path, milestone_text(name, track.draft.milestone), path)

    def _milestones(self) -> dict[str, str]:
        """Return the id of each milestone that is there, by path."""
        found = {path: data for path, data in self.present.files.items() if path.endswith("/milestone.md")}
        return {path: data.decode().partition("\nid: ")[2][:2] for path, data in found.items()}

    def _write(self, path: str, text: str, old: str | None) -> None:
        """Write a file of ours; one that a person changed stays, and is named when the plan says something new."""
        data = text.encode()
        self.memory[path] = digest(data)
        before = self.present.files.get(old) if old else None
        if old is None or before is None or self.present.is_ours(old):
            self.result.files[path] = data
        elif before != data and self.present.memory.get(old) != digest(data):
            self.result.edited.append(path)

    def leave(self, folders: Collection[str]) -> None:
        """Take the introduction and the milestone of every track away that has no lesson left."""
        for path in [path for path in self.result.files if path.endswith(("/track.md", "/milestone.md"))]:
            if path.partition("/")[0] not in folders:
                self.result.pruned.append(path)
                del self.result.files[path]


def _joined_tracks(placed: Sequence[Placed], present: Present, filled: set[str]) -> Iterator[TrackPlan]:
    """Yield the tracks in the plan's order with the modules that hold a lesson, then those only the folder has."""
    old = {track.id: track for track in (present.plan.tracks if present.plan else ())}
    for track in placed:
        own = {module.id for module in track.plan.modules}
        before = old[track.plan.id].modules if track.plan.id in old else ()
        kept = (*track.plan.modules, *(module for module in before if module.id not in own))
        yield replace(track.plan, modules=_filled(track.plan.folder, kept, filled))
    for name, plan in old.items():
        modules = _filled(plan.folder, plan.modules, filled)
        if modules and name not in {track.plan.id for track in placed}:
            yield replace(plan, modules=modules)


def _filled(folder: str, modules: Sequence[ModulePlan], filled: set[str]) -> tuple[ModulePlan, ...]:
    """Return the modules that hold a lesson."""
    return tuple(module for module in modules if f"{folder}/{module.folder}" in filled)
