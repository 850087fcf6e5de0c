"""The folder and the Studio: who changed a file wins; who changed it both are joined, or a person decides."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from portal.content.models import Conflict, FileVersion, FolderFile, Release, SourceFile
from portal.content.sync import Changes, ContentRefused, sync
from portal.content.sync.publishing import undoing
from tests.content.compile.trees import (
    BODY,
    FRONT,
    LESSON_PATH,
    OUTLINE,
    OUTLINE_PATH,
    make_tree,
    replaced,
)
from tests.content.publishing import NOON, digest, put, put_all, text

pytestmark = pytest.mark.django_db

LESSON = FRONT + BODY
OURS = replaced(LESSON, "Ties.", "Ties, and more ties.")
THEIRS = replaced(LESSON, "It sorts.", "It sorts in memory.")
CLASH = replaced(LESSON, "Ties.", "No ties.")


def again(tree: Path, **files: str) -> Changes:
    """Write the lesson, if one is given, and sync."""
    if "lesson" in files:
        (tree / LESSON_PATH).write_text(files["lesson"])
    return sync(tree, now=NOON + timedelta(hours=1), jobs=1)


def test_what_only_the_studio_changed_stays(tree: Path) -> None:
    put(LESSON_PATH, OURS)
    assert again(tree) == Changes()
    assert text(LESSON_PATH) == OURS


def test_what_only_the_folder_changed_comes_in(tree: Path) -> None:
    put(OUTLINE_PATH, replaced(OUTLINE, "- Fan-out", "- Fans"))
    assert again(tree, lesson=THEIRS).changed == ["sql/windows"]
    assert (text(LESSON_PATH), "- Fans" in text(OUTLINE_PATH)) == (THEIRS, True)


def test_a_new_file_and_a_removed_one_of_the_studio_survive_a_sync(tree: Path) -> None:
    put("data/new.csv", "a\n")
    put(LESSON_PATH, None)
    assert again(tree) == Changes()
    assert SourceFile.objects.filter(path="data/new.csv").exists()
    assert not SourceFile.objects.filter(path=LESSON_PATH).exists()


def test_what_both_changed_in_other_places_is_merged_and_the_folders_text_is_in_the_history(
    tree: Path,
) -> None:
    put(LESSON_PATH, OURS)
    changes = again(tree, lesson=THEIRS)
    assert (changes.merged, changes.conflicts) == ([LESSON_PATH], [])
    assert text(LESSON_PATH) == replaced(OURS, "It sorts.", "It sorts in memory.")
    version = FileVersion.objects.filter(path=LESSON_PATH).first()
    assert version
    assert (version.before_id, version.merged_id) == (digest(OURS), digest(THEIRS))
    assert again(tree) == Changes()


def test_what_both_changed_in_one_place_waits_and_the_rest_of_the_folder_comes_in(tree: Path) -> None:
    put(LESSON_PATH, OURS)
    (tree / OUTLINE_PATH).write_text(replaced(OUTLINE, "- Fan-out", "- Fans"))
    changes = again(tree, lesson=CLASH)
    assert (changes.changed, changes.conflicts) == (["sql/joins"], [LESSON_PATH])
    assert (text(LESSON_PATH), "- Fans" in text(OUTLINE_PATH)) == (OURS, True)
    found = Conflict.objects.get()
    assert (found.base_id, found.ours_id, found.theirs_id) == (digest(LESSON), digest(OURS), digest(CLASH))


def test_a_conflict_is_named_each_time_until_the_folder_gives_way(tree: Path) -> None:
    put(LESSON_PATH, OURS)
    for _ in range(2):
        assert again(tree, lesson=CLASH).conflicts == [LESSON_PATH]
    assert Release.objects.count() == 2
    assert again(tree, lesson=OURS).conflicts == []
    assert not Conflict.objects.exists()


def test_a_conflict_follows_both_sides_while_it_is_open(tree: Path) -> None:
    put(LESSON_PATH, OURS)
    again(tree, lesson=CLASH)
    other = replaced(LESSON, "Ties.", "Few ties.")
    newer = replaced(LESSON, "Ties.", "Many ties.")
    put(LESSON_PATH, newer)
    again(tree, lesson=other)
    found = Conflict.objects.get()
    assert (found.base_id, found.ours_id, found.theirs_id) == (digest(LESSON), digest(newer), digest(other))


@pytest.mark.parametrize("removed", ["ours", "theirs"])
def test_a_file_that_one_side_removed_and_the_other_changed_waits(tree: Path, removed: str) -> None:
    put(LESSON_PATH, None if removed == "ours" else OURS)
    if removed == "ours":
        (tree / LESSON_PATH).write_text(CLASH)
    else:
        (tree / LESSON_PATH).unlink()
    assert again(tree).conflicts == [LESSON_PATH]
    found = Conflict.objects.get()
    assert (found.ours_id is None, found.theirs_id is None) == (removed == "ours", removed == "theirs")


def test_two_new_files_at_one_path_wait(tree: Path) -> None:
    put("data/a.csv", "ours\n")
    (tree / "data").mkdir()
    (tree / "data/a.csv").write_text("theirs\n")
    assert again(tree).conflicts == ["data/a.csv"]
    assert text("data/a.csv") == "ours\n"


def test_what_both_changed_alike_is_that(tree: Path) -> None:
    put(LESSON_PATH, OURS)
    assert again(tree, lesson=OURS) == Changes()
    assert FolderFile.objects.get(path=LESSON_PATH).blob_id == digest(OURS)
    assert again(tree, lesson=THEIRS).changed == ["sql/windows"]


def test_a_merge_that_has_a_problem_neither_side_has_waits_for_a_person(tree: Path) -> None:
    start = replaced(LESSON, "- [ ] I can do the second thing {#second}\n", "- [ ] I can do it {#second}\n")
    again(tree, lesson=start)
    put(LESSON_PATH, replaced(start, "{#first}\n", "{#first}\n- [ ] I can draw {#draw}\n"))
    theirs = replaced(start, "{#third}\n", "{#third}\n- [ ] I can draw {#draw}\n")
    changes = again(tree, lesson=theirs)
    assert (changes.merged, changes.conflicts) == ([], [LESSON_PATH])
    assert Conflict.objects.get().theirs_id == digest(theirs)


def test_a_bad_file_beside_a_conflict_refuses_all_and_the_conflict_is_shown(tree: Path) -> None:
    put(LESSON_PATH, OURS)
    (tree / OUTLINE_PATH).write_text(replaced(OUTLINE, "level: core", "level: high"))
    with pytest.raises(ContentRefused) as refused:
        again(tree, lesson=CLASH)
    assert [problem.path for problem in refused.value.problems] == [OUTLINE_PATH]
    assert Conflict.objects.get().theirs_id == digest(CLASH)
    assert (text(OUTLINE_PATH), Release.objects.count()) == (OUTLINE, 2)


def test_an_undone_change_of_the_folder_stays_undone(tree: Path) -> None:
    again(tree, lesson=THEIRS)
    release = Release.objects.latest()
    put_all(undoing(release), undoes=release)
    assert again(tree) == Changes()
    assert text(LESSON_PATH) == LESSON


def test_the_folder_beside_a_second_one_never_takes_back_what_that_brought(
    tree: Path, tmp_path: Path
) -> None:
    checkout = make_tree(tmp_path / "checkout", {LESSON_PATH: THEIRS})
    assert sync(checkout, now=NOON, jobs=1).changed == ["sql/windows"]
    assert again(tree) == Changes()
    assert text(LESSON_PATH) == THEIRS


def test_an_old_copy_of_the_folder_takes_nothing_back(tree: Path, tmp_path: Path) -> None:
    again(tree, lesson=THEIRS)
    assert sync(make_tree(tmp_path / "copy"), now=NOON, jobs=1) == Changes()
    assert text(LESSON_PATH) == THEIRS


def test_a_revert_in_the_folder_is_a_change_of_the_folder(tree: Path) -> None:
    again(tree, lesson=THEIRS)
    assert again(tree, lesson=LESSON).changed == ["sql/windows"]
    assert text(LESSON_PATH) == LESSON


def test_the_command_names_each_conflict_and_where_to_decide_and_ends_with_4(tree: Path) -> None:
    put(LESSON_PATH, OURS)
    (tree / LESSON_PATH).write_text(CLASH)
    errors = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("sync_content", str(tree), jobs=1, stderr=errors, stdout=StringIO())
    assert ended.value.code == 4
    assert errors.getvalue().splitlines() == [
        f"{LESSON_PATH}: changed here and in the Studio; what was served stays until a person decides at "
        "http://localhost:8000/studio/conflicts/"
    ]


def test_a_file_that_moves_in_the_folder_keeps_its_history(tree: Path) -> None:
    new = "01-sql/01-core/05-windows.md"
    (tree / LESSON_PATH).rename(tree / new)
    (tree / new).write_text(THEIRS)
    again(tree)
    assert FileVersion.objects.get(path=new).moved_from == LESSON_PATH
