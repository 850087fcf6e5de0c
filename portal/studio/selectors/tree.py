"""The files of the curriculum as a tree, one folder at a time, with what the author has done to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from portal.accounts.models import User
from portal.content.models import SourceFile
from portal.studio.models import Draft

MOST_FOUND = 100


@dataclass(slots=True)
class Node:
    """A folder or a file. ``flag`` is one word on its state; a folder that is open has ``children``."""

    path: str
    is_folder: bool
    flag: str = ""
    is_bad: bool = False
    is_here: bool = False
    children: Sequence[Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition("/")[2]


def branch(author: User, path: str = "") -> list[Node]:
    """Return the topmost folders and files, open along the way to ``path``, a file or a folder."""
    drafts = list(Draft.objects.of(author).light())
    nodes = _children("", drafts, path)
    level = nodes
    while folder := next(
        (node for node in level if node.is_folder and f"{path}/".startswith(f"{node.path}/")), None
    ):
        folder.children = level = _children(folder.path, drafts, path)
    return nodes


def children(author: User, folder: str) -> list[Node]:
    """Return what lies in a folder; nothing when there is none."""
    return _children(folder, list(Draft.objects.of(author).light()), "")


def way_to(author: User, path: str) -> list[Node]:
    """Return the folders on the way to a draft and the draft itself: what a save of it can change in the tree."""
    drafts = list(Draft.objects.of(author).light())
    folders = [path[:at] for at, letter in enumerate(path) if letter == "/"]
    return [*_folders(folders, drafts), *_files([path], drafts, path)]


def find(author: User, words: str) -> tuple[list[Node], bool]:
    """Return the files whose path holds every word, at most so many, and whether there are more."""
    rows = SourceFile.objects.order_by("path")
    mine = Draft.objects.of(author).light()
    drafts = list(mine)
    for word in words.split():
        rows, mine = rows.filter(path__icontains=word), mine.filter(path__icontains=word)
    paths = [*rows.values_list("path", flat=True)[: MOST_FOUND + 1]]
    found = sorted({*paths, *mine.values_list("path", flat=True)})
    return _files(found[:MOST_FOUND], drafts, ""), len(found) > MOST_FOUND


def _children(folder: str, drafts: Sequence[Draft], here: str) -> list[Node]:
    prefix = f"{folder}/" if folder else ""
    rows = SourceFile.objects.filter(path__startswith=prefix) if prefix else SourceFile.objects.all()
    paths = {*rows.values_list("path", flat=True), *(d.path for d in drafts if d.path.startswith(prefix))}
    below = [path.removeprefix(prefix) for path in paths]
    folders = sorted({name.partition("/")[0] for name in below if "/" in name})
    files = sorted(f"{prefix}{name}" for name in below if "/" not in name)
    return [*_folders([f"{prefix}{name}" for name in folders], drafts), *_files(files, drafts, here)]


def _folders(paths: Iterable[str], drafts: Sequence[Draft]) -> Iterator[Node]:
    for path in paths:
        inside = [draft for draft in drafts if draft.path.startswith(f"{path}/")]
        bad = sum(1 for draft in inside if draft.errors)
        word = f"{len(inside)} edited" if inside else ""
        yield Node(path, True, _errors(bad, "faulty", "faulty") or word, bool(bad))


def _files(paths: Sequence[str], drafts: Sequence[Draft], here: str) -> list[Node]:
    by_path = {draft.path: draft for draft in drafts}
    lessons = SourceFile.objects.filter(path__in=[path for path in paths if path not in by_path])
    outlines = set(lessons.filter(summary__status="outline").values_list("path", flat=True))
    nodes = []
    for path in paths:
        flag, bad = (
            _flag(by_path[path]) if path in by_path else ("outline" if path in outlines else "", False)
        )
        nodes.append(Node(path, False, flag, bad, path == here))
    return nodes


def _flag(draft: Draft) -> tuple[str, bool]:
    """Return the word on a draft, and whether it is bad news. Needs no bytes."""
    if draft.errors:
        return _errors(draft.errors, "error", "errors"), True
    if draft.moved_from:
        return "moved here", False
    return ("new" if draft.base_id is None else "edited"), False


def _errors(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count else ""
