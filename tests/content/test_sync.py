"""Syncing: what the files say is served, once, and what left them is kept."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.db import connection

from portal.content.models import Blob, ChecklistItem, Lesson, LessonAlias, LessonVersion, Release, Track
from portal.content.sync import Changes, ContentRefused, sync
from tests.content.compile.trees import OUTLINE, make_tree

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.utc)
LATER = NOON + timedelta(days=1)
JOINS = "01-sql/01-core/01-joins.md"
WINDOWS = "01-sql/01-core/02-windows.md"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return make_tree(tmp_path)


def edit(tree: Path, path: str, old: str, new: str) -> None:
    file = tree / path
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def served() -> dict[str, str]:
    """What a reader would get: the page of every live lesson."""
    rows = Lesson.objects.live().select_related("version")
    return {row.uid: row.version.html if row.version else "" for row in rows}


def test_a_first_sync_adds_every_lesson_in_the_plans_order(tree: Path) -> None:
    changes = sync(tree, now=NOON, jobs=1)
    assert changes.added == ["sql/joins", "sql/windows"]
    assert list(Lesson.objects.values_list("uid", "position")) == [("sql/joins", 0), ("sql/windows", 1)]
    assert Track.objects.get().weeks_max == 2


def test_a_second_sync_without_a_change_writes_nothing(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    assert sync(tree, now=LATER, jobs=1) == Changes()
    assert Release.objects.count() == 1


def test_a_changed_file_becomes_a_version_and_the_others_keep_theirs(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    edit(tree, WINDOWS, "One row, many neighbours.", "One row, two neighbours.")
    changes = sync(tree, now=LATER, jobs=1)
    assert (changes.added, changes.changed, changes.retired) == ([], ["sql/windows"], [])
    assert LessonVersion.objects.filter(lesson__uid="sql/windows").count() == 2
    assert LessonVersion.objects.filter(lesson__uid="sql/joins").count() == 1
    assert "two neighbours" in served()["sql/windows"]


def test_the_source_of_every_version_is_kept_byte_for_byte(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    old = (tree / WINDOWS).read_bytes()
    edit(tree, WINDOWS, "One row", "Each row")
    sync(tree, now=LATER, jobs=1)
    first, second = LessonVersion.objects.filter(lesson__uid="sql/windows").order_by("pk")
    assert bytes(first.source.data) == old
    assert bytes(second.source.data) == (tree / WINDOWS).read_bytes()


def test_a_bad_file_refuses_the_set_and_the_last_release_stays(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    before = served()
    edit(tree, JOINS, "Every join", "Every join, redrawn")
    edit(tree, WINDOWS, "level: core", "level: expert")
    with pytest.raises(ContentRefused) as refused:
        sync(tree, now=LATER, jobs=1)
    assert [(p.path, p.line) for p in refused.value.problems] == [(WINDOWS, 7)]
    assert served() == before
    assert Release.objects.count() == 1


def test_a_file_that_is_gone_retires_its_lesson_and_comes_back_with_its_row(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    row = Lesson.objects.get(uid="sql/windows")
    text = (tree / WINDOWS).read_text()
    (tree / WINDOWS).unlink()
    assert sync(tree, now=LATER, jobs=1).retired == ["sql/windows"]
    assert Lesson.objects.get(pk=row.pk).retired_at == LATER
    (tree / WINDOWS).write_text(text)
    assert sync(tree, now=LATER, jobs=1).added == ["sql/windows"]
    assert Lesson.objects.get(pk=row.pk).retired_at is None
    assert LessonVersion.objects.filter(lesson=row).count() == 1


def test_a_rename_with_an_alias_keeps_the_row(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    row = Lesson.objects.get(uid="sql/windows")
    edit(tree, WINDOWS, "id: sql/windows\n", "id: sql/window-functions\naliases: [sql/windows]\n")
    changes = sync(tree, now=LATER, jobs=1)
    assert (changes.added, changes.changed, changes.retired) == ([], ["sql/window-functions"], [])
    assert Lesson.objects.get(pk=row.pk).uid == "sql/window-functions"
    assert LessonAlias.objects.get().lesson_id == row.pk


def test_a_lesson_that_moves_keeps_its_row_and_takes_its_new_place(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    row = Lesson.objects.get(uid="sql/joins")
    (tree / JOINS).rename(tree / "01-sql/01-core/03-joins.md")
    changes = sync(tree, now=LATER, jobs=1)
    assert (changes.added, changes.retired) == ([], [])
    row.refresh_from_db()
    assert row.position == 1
    assert row.nav["previous"]["uid"] == "sql/windows"


def test_neighbours_learn_of_a_new_title(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    edit(tree, JOINS, "title: Joins", "title: Joining")
    edit(tree, JOINS, "# Joins", "# Joining")
    sync(tree, now=LATER, jobs=1)
    nav = Lesson.objects.get(uid="sql/windows").nav
    assert nav["previous"]["title"] == "Joining"
    assert [need["title"] for need in nav["builds_on"]] == ["Joining"]


def test_an_item_that_left_is_retired_and_the_rest_keep_their_rows(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    kept = ChecklistItem.objects.get(lesson__uid="sql/joins", key="first")
    edit(tree, JOINS, "second thing {#second}", "other thing {#other}")
    sync(tree, now=LATER, jobs=1)
    assert ChecklistItem.objects.get(lesson__uid="sql/joins", key="second").retired_at == LATER
    assert ChecklistItem.objects.get(lesson__uid="sql/joins", key="first").pk == kept.pk
    live = ChecklistItem.objects.filter(lesson__uid="sql/joins", retired_at=None)
    assert list(live.values_list("key", flat=True)) == ["first", "other", "third"]


def test_a_track_that_left_the_plan_is_retired_with_its_lessons(tree: Path) -> None:
    sync(tree, now=NOON, jobs=1)
    add_track(tree)
    sync(tree, now=NOON, jobs=1)
    remove_track(tree)
    assert sync(tree, now=LATER, jobs=1).retired == ["docker/images"]
    assert Track.objects.get(uid="docker").retired_at == LATER


def test_a_new_compiler_renders_again_without_a_new_version(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(tree, now=NOON, jobs=1)
    LessonVersion.objects.update(html="as the old compiler wrote it")
    for module in ("served", "writing"):
        monkeypatch.setattr(f"portal.content.sync.{module}.RENDERER", "another")
    changes = sync(tree, now=LATER, jobs=1)
    assert (changes.changed, changes.rendered) == ([], 2)
    assert LessonVersion.objects.count() == 2
    assert "many neighbours" in served()["sql/windows"]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_full_keeps_the_last_release(tree: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip(
            "the full disk is made with SQLite's max_page_count; PostgreSQL rolls back by the same transaction"
        )
    sync(tree, now=NOON, jobs=1)
    before = (served(), Blob.objects.count())
    edit(tree, WINDOWS, "One row, many neighbours.", "word " * 40_000)
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={pages + 8}")
    try:
        with pytest.raises(Exception, match="full"):
            sync(tree, now=LATER, jobs=1)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=1073741823")
    assert (served(), Blob.objects.count()) == before


def add_track(tree: Path) -> None:
    edit(
        tree,
        "plan.yml",
        "routine:\n",
        "  - id: docker\n    folder: 02-docker\n    title: Docker\n    weeks: ongoing\n    modules:\n"
        "      - {id: docker, folder: 01-docker, title: Docker}\nroutine:\n",
    )
    folder = tree / "02-docker"
    (folder / "01-docker").mkdir(parents=True)
    (folder / "track.md").write_text(
        (tree / "01-sql/track.md").read_text().replace("sql", "docker").replace("SQL", "Docker")
    )
    text = OUTLINE.replace("sql/joins", "docker/images").replace("Joins", "Images")
    (folder / "01-docker/01-images.md").write_text(text)


def remove_track(tree: Path) -> None:
    text = (tree / "plan.yml").read_text()
    start = text.index("  - id: docker")
    (tree / "plan.yml").write_text(text[:start] + text[text.index("routine:") :])
    for name in ("01-docker/01-images.md", "track.md"):
        (tree / "02-docker" / name).unlink()
