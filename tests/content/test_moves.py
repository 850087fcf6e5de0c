"""One side moves a file, the other edits it where it was: the edit goes along, and nobody is asked without need."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from portal.content.compile import SourceText
from portal.content.models import Conflict, FileVersion, Lesson, SourceFile
from portal.content.sync import Changes, sync
from portal.content.sync.moves import MOST_PAIRS, Move, Sides
from portal.content.sync.publishing import Edit, NothingChanges
from tests.content.compile.trees import BODY, FRONT, LESSON_PATH, OUTLINE, OUTLINE_PATH, make_tree, replaced
from tests.content.publishing import NOON, digest, put, put_all, text

pytestmark = [pytest.mark.django_db, pytest.mark.once]

NEW = "01-sql/01-core/05-windows.md"
LESSON = FRONT + BODY
EDITED = replaced(LESSON, "Ties.", "Ties, and more ties.")
RENAMED = replaced(LESSON, "id: sql/windows\n", "id: sql/frames\naliases: [sql/windows]\n")


def again(tree: Path) -> Changes:
    return sync(tree, now=NOON + timedelta(hours=1), jobs=1)


def move_in_folder(tree: Path, said: str) -> None:
    (tree / LESSON_PATH).unlink()
    (tree / NEW).write_text(said)


def move_in_studio(said: str) -> None:
    put_all([Edit(NEW, said.encode(), digest(LESSON), moved_from=LESSON_PATH)])


def served() -> set[str]:
    return set(SourceFile.objects.filter(path__in=[LESSON_PATH, NEW]).values_list("path", flat=True))


def test_an_edit_of_the_studio_follows_a_move_of_the_folder(tree: Path) -> None:
    before = Lesson.objects.get(uid="sql/windows").pk
    put(LESSON_PATH, EDITED)
    move_in_folder(tree, LESSON)
    assert again(tree).conflicts == []
    assert (served(), text(NEW)) == ({NEW}, EDITED)
    assert FileVersion.objects.get(path=NEW).moved_from == LESSON_PATH
    assert Lesson.objects.get(uid="sql/windows").pk == before
    assert again(tree) == Changes()


def test_an_edit_of_the_folder_follows_a_move_of_the_studio_that_renames(tree: Path) -> None:
    move_in_studio(RENAMED)
    (tree / LESSON_PATH).write_text(EDITED)
    changes = again(tree)
    assert (changes.merged, changes.conflicts, served()) == ([NEW], [], {NEW})
    assert text(NEW) == replaced(RENAMED, "Ties.", "Ties, and more ties.")
    assert FileVersion.objects.filter(path=NEW).latest("pk").merged_id == digest(EDITED)
    assert again(tree) == Changes()
    (tree / LESSON_PATH).write_text(replaced(EDITED, "It sorts.", "It sorts in memory."))
    assert (again(tree).merged, served()) == ([NEW], {NEW})
    assert "It sorts in memory." in text(NEW)


def test_a_move_and_an_edit_in_the_same_line_wait_for_a_person(tree: Path) -> None:
    move_in_studio(replaced(RENAMED, "Ties.", "No ties."))
    (tree / LESSON_PATH).write_text(EDITED)
    assert (again(tree).conflicts, served()) == ([LESSON_PATH], {NEW})
    assert Conflict.objects.get().theirs_id == digest(EDITED)


ELSEWHERE = "01-sql/01-core/07-windows.md"


def move_elsewhere(tree: Path, said: str) -> None:
    (tree / LESSON_PATH).unlink()
    (tree / ELSEWHERE).write_text(said)
    (tree / OUTLINE_PATH).write_text(replaced(OUTLINE, "- Fan-out", "- Fans"))


def all_served() -> set[str]:
    return set(SourceFile.objects.filter(path__endswith="-windows.md").values_list("path", flat=True))


def test_of_two_places_the_releases_is_served_with_what_both_did_to_the_text(tree: Path) -> None:
    row = Lesson.objects.get(uid="sql/windows").pk
    move_in_studio(RENAMED)
    move_elsewhere(tree, EDITED)
    changes = again(tree)
    assert (changes.parted, changes.merged, changes.aside) == ({NEW: ELSEWHERE}, [NEW], [])
    assert (all_served(), Conflict.objects.exists()) == ({NEW}, False)
    assert text(NEW) == replaced(RENAMED, "Ties.", "Ties, and more ties.")
    assert "- Fans" in text(OUTLINE_PATH)
    assert Lesson.objects.get(uid="sql/frames").pk == row
    assert again(tree) == Changes()


def test_of_two_places_with_texts_that_clash_the_folders_text_is_in_the_history(tree: Path) -> None:
    ours = replaced(LESSON, "Ties.", "No ties.")
    move_in_studio(ours)
    move_elsewhere(tree, EDITED)
    changes = again(tree)
    assert (changes.parted, changes.merged, changes.aside) == ({NEW: ELSEWHERE}, [], [NEW])
    assert (all_served(), text(NEW), "- Fans" in text(OUTLINE_PATH)) == ({NEW}, ours, True)
    assert FileVersion.objects.filter(path=NEW).latest("pk").merged_id == digest(EDITED)
    assert again(tree) == Changes()
    (tree / ELSEWHERE).write_text(replaced(EDITED, "It sorts.", "It sorts in memory."))
    assert (again(tree).conflicts, all_served()) == ([], {NEW})
    assert text(NEW) == replaced(ours, "It sorts.", "It sorts in memory.")


def test_a_text_made_of_both_in_a_third_place_that_has_a_problem_is_not_served(tree: Path) -> None:
    ours = replaced(LESSON, "{#first}\n", "{#first}\n- [ ] I can draw {#draw}\n")
    theirs = replaced(LESSON, "{#third}\n", "{#third}\n- [ ] I can draw {#draw}\n")
    move_in_studio(ours)
    move_elsewhere(tree, theirs)
    assert (again(tree).aside, text(NEW)) == ([NEW], ours)
    assert again(tree) == Changes()


def test_a_lesson_that_is_written_anew_as_it_moves_is_known_by_its_id(tree: Path) -> None:
    move_in_studio(LESSON)
    move_elsewhere(tree, OUTLINE.replace("sql/joins", "sql/windows").replace("Joins", "Windows"))
    assert (again(tree).parted, all_served()) == ({NEW: ELSEWHERE}, {NEW})
    assert Lesson.objects.get(uid="sql/windows").status == "outline"
    assert again(tree) == Changes()


def test_what_both_moved_to_one_place_is_joined_there(tree: Path) -> None:
    move_in_studio(RENAMED)
    move_in_folder(tree, EDITED)
    assert (again(tree).merged, Conflict.objects.exists()) == ([NEW], False)
    assert text(NEW) == replaced(RENAMED, "Ties.", "Ties, and more ties.")
    assert again(tree) == Changes()


def test_the_command_says_which_of_two_places_is_served_and_where_the_other_text_is(tree: Path) -> None:
    move_in_studio(replaced(LESSON, "Ties.", "No ties."))
    move_elsewhere(tree, EDITED)
    out = StringIO()
    call_command("sync_content", str(tree), jobs=1, stdout=out)
    assert (
        f"moved    {NEW} in the Studio, {ELSEWHERE} here: the first is served, this text is in the history there"
    ) in out.getvalue()


def texts(*paths: str, said: str = "one\ntwo\nthree\n") -> dict[str, SourceText]:
    return {path: SourceText.of(path, said.encode()) for path in paths}


def test_another_file_in_place_of_one_that_is_gone_is_no_move() -> None:
    before = texts("data/a.csv")
    assert Sides(texts("data/b.csv", said="four\nfive\nsix\n"), dict(before), dict(before)).moves() == []
    assert Sides(texts("data/b.csv"), dict(before), dict(before)).moves() == [
        Move("data/a.csv", "data/b.csv", "data/a.csv")
    ]


def test_a_file_is_followed_to_one_place_and_two_files_to_two() -> None:
    before = texts("data/a.csv", "data/b.csv")
    one = Sides(texts("data/x.csv"), dict(before), dict(before)).moves()
    two = Sides(texts("data/x.csv", "data/y.csv", "data/z.csv"), dict(before), dict(before)).moves()
    assert [(move.old, move.place) for move in one] == [("data/a.csv", "data/x.csv")]
    assert [(move.old, move.place) for move in two] == [
        ("data/a.csv", "data/x.csv"),
        ("data/b.csv", "data/y.csv"),
    ]


def test_many_files_that_changed_as_they_moved_are_not_compared_for_ever() -> None:
    old = texts(*(f"data/{at}.csv" for at in range(MOST_PAIRS + 1)))
    new = texts("data/new.csv", said="one\ntwo\nfour\n")
    assert Sides(new, dict(old), dict(old)).moves() == []
    few = dict(list(old.items())[:MOST_PAIRS])
    assert Sides(new, dict(few), dict(few)).moves() == [Move("data/0.csv", "data/new.csv", "data/0.csv")]


PLAIN = "".join(f"line {at}\n" for at in range(6))
MARKS = st.lists(st.sampled_from(["", "", "x\n", "y\n"]), min_size=6, max_size=6)
TEXT = MARKS.map(lambda marks: "".join(f"line {at}\n{mark}" for at, mark in enumerate(marks)))
SIDES = st.sampled_from(["folder", "studio", "both"])
ROUND = st.tuples(SIDES, TEXT, TEXT, SIDES)
"""Who edits, what they write, and who moves the file as they do so."""


@dataclass
class Desk:
    """One file that folder and Studio edit and move, each knowing it by its own path."""

    tree: Path
    names: list[str] = field(default_factory=lambda: [f"data/{at}.csv" for at in range(20)])
    written: set[str] = field(default_factory=set)

    def studio(self, said: str, *, moves: bool) -> None:
        """Edit the file that is served first; perhaps at a new path."""
        row = SourceFile.objects.filter(path__startswith="data/").order_by("path").first()
        assert row
        path = self.names.pop() if moves else row.path
        try:
            put_all([Edit(path, said.encode(), row.blob_id, moved_from=row.path if moves else "")])
            self.written.add(digest(said))
        except NothingChanges:
            pass

    def folder(self, said: str, *, moves: bool) -> None:
        """Edit the first file of the folder; perhaps at a new path."""
        file = min((self.tree / "data").iterdir())
        if moves:
            file = file.rename(self.tree / self.names.pop())
        file.write_text(said)

    def in_folder(self) -> set[str]:
        return {digest(file.read_bytes()) for file in (self.tree / "data").iterdir()}


def kept() -> set[str | None]:
    """Return every text that can still be got at."""
    found = set(SourceFile.objects.values_list("blob_id", flat=True))
    for name in ("blob_id", "before_id", "merged_id"):
        found |= set(FileVersion.objects.values_list(name, flat=True))
    for name in ("ours_id", "theirs_id", "base_id"):
        found |= set(Conflict.objects.values_list(name, flat=True))
    return found


class NothingLost(TestCase):
    """Random edits and moves on both sides, with a sync after each round."""

    @given(st.lists(ROUND, min_size=1, max_size=5))
    @settings(max_examples=80)
    def test_no_text_is_lost_on_the_move(self, rounds: list[tuple[str, str, str, str]]) -> None:
        with TemporaryDirectory() as name:
            desk = Desk(make_tree(Path(name), {"data/a.csv": PLAIN}))
            sync(desk.tree, now=NOON, jobs=1)
            for who, ours, theirs, mover in rounds:
                if who != "folder":
                    desk.studio(ours, moves=mover in ("studio", "both"))
                if who != "studio":
                    desk.folder(theirs, moves=mover in ("folder", "both"))
                sync(desk.tree, now=NOON, jobs=1)
                assert desk.written | desk.in_folder() <= kept()
            assert Conflict.objects.exists() or not sync(desk.tree, now=NOON, jobs=1)
