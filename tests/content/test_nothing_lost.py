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
MARKS = st.lists(st.sampled_from(["", "", "x\n", "y\n"]), min_size=5, max_size=5)
PLAIN = "".join(f"line {at}\n" for at in range(5))
TEXTS = st.none() | MARKS.map(lambda marks: "".join(f"line {at}\n{mark}" for at, mark in enumerate(marks)))
"""Few lines that both sides often leave alone, so that texts merge as often as they clash."""
SIDE = st.sampled_from(["stays", "changes", "changes"])
ROUNDS = st.lists(st.tuples(st.sampled_from(PATHS), SIDE, TEXTS, SIDE, TEXTS), min_size=1, max_size=5)
"""Each round, one file is changed in the Studio, in the folder, in both or in neither; then there is a sync."""


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

    @given(ROUNDS)
    @settings(max_examples=80)
    def test_no_text_of_either_side_is_lost(self, rounds: list[tuple[str, str, str, str, str]]) -> None:
        with TemporaryDirectory() as name:
            tree = make_tree(Path(name), dict.fromkeys(PATHS, PLAIN))
            sync(tree, now=NOON, jobs=1)
            studio: set[tuple[str, str]] = set()
            for path, ours, our_text, theirs, their_text in rounds:
                if ours == "changes":
                    studio |= publish(path, our_text)
                if theirs == "changes":
                    write(tree / path, their_text)
                sync(tree, now=NOON, jobs=1)
                assert studio | in_folder(tree) <= kept()
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
