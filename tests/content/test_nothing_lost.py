"""C2: whatever the folder and the Studio do, each side's text is served, in a conflict, or in the history."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.content.models import Conflict, FileVersion, SourceFile
from portal.content.sync import sync
from portal.content.sync.publishing import NothingChanges, Outdated
from tests.content.compile.trees import make_tree
from tests.content.publishing import NOON, digest, put

PATHS = ("data/a.csv", "data/b.csv")
LINES = st.lists(st.sampled_from(["one\n", "two\n", "three\n", "four\n", "five"]), min_size=1, max_size=6)
TEXTS = st.none() | LINES.map("".join)
STEPS = st.lists(
    st.tuples(st.sampled_from(["studio", "folder", "sync"]), st.sampled_from(PATHS), TEXTS),
    min_size=1,
    max_size=10,
)


def kept() -> set[tuple[str, str]]:
    """Return every text that can still be got at, with its path: served, in the history, or in a conflict."""
    found = set(SourceFile.objects.values_list("path", "blob_id"))
    for name in ("blob_id", "before_id", "merged_id"):
        found |= set(FileVersion.objects.values_list("path", name))
    for name in ("ours_id", "theirs_id", "base_id"):
        found |= set(Conflict.objects.values_list("path", name))
    return {(path, text) for path, text in found if text}


class NothingLost(TestCase):
    """Random edits on both sides, and syncs between them."""

    @given(STEPS)
    @settings(max_examples=60)
    def test_no_text_of_either_side_is_lost(self, steps: list[tuple[str, str, str | None]]) -> None:
        with TemporaryDirectory() as name:
            tree = make_tree(Path(name))
            (tree / "data").mkdir()
            sync(tree, now=NOON, jobs=1)
            studio: set[tuple[str, str]] = set()
            for side, path, new in [*steps, ("sync", PATHS[0], None)]:
                if side == "studio":
                    studio |= publish(path, new)
                elif side == "folder":
                    write(tree / path, new)
                else:
                    sync(tree, now=NOON, jobs=1)
                    assert in_folder(tree) <= kept()
                assert studio <= kept()
            assert Conflict.objects.exists() or agree(tree)


def publish(path: str, new: str | None) -> set[tuple[str, str]]:
    """Publish a text in the Studio; return it as one that must be kept from now on."""
    try:
        put(path, new)
    except NothingChanges:
        return set()
    except Outdated as outdated:  # pragma: no cover - each edit begins with what is served
        raise AssertionError from outdated
    return {(path, digest(new))} if new is not None else set()


def write(file: Path, new: str | None) -> None:
    """Write a text into the folder, or take it away."""
    if new is None:
        file.unlink(missing_ok=True)
    else:
        file.write_text(new)


def in_folder(tree: Path) -> set[tuple[str, str]]:
    """Return what the folder holds at the paths that change."""
    return {(path, digest((tree / path).read_bytes())) for path in PATHS if (tree / path).exists()}


def agree(tree: Path) -> bool:
    """Return whether a sync has nothing more to do: without a conflict, it is at rest."""
    return not sync(tree, now=NOON, jobs=1)


pytestmark = pytest.mark.once
