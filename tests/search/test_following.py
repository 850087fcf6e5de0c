"""The index follows the files and the notes: a sync, a save and a rebuild leave the same rows."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.index import services as index
from portal.index.models import Document, Gram, Word
from portal.notes.models import Note
from portal.notes.services import Draft, erase, save, set_binned
from portal.search import sync as sync_module
from portal.search.sync import SearchPart, bring_up_to_date, rebuild
from tests.content.compile.trees import make_tree
from tests.factories import NOON, make_learner
from tests.notes.making import make_note
from tests.quizzes.making import make_text
from tests.search.making import found, make_lessons, titles

pytestmark = pytest.mark.django_db
WINDOWS = "01-sql/01-core/02-windows.md"
QUIZ = "01-sql/01-core/02-windows.quiz.md"
TRUE = "## Zebras have stripes {#stripes}\n\n- [x] True\n- [ ] False\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = make_tree(tmp_path)
    (tree / QUIZ).write_text(make_text(TRUE, head="---\nid: quiz\ntitle: A quiz\n---\n\n"))
    return tree


def sync(tree: Path) -> None:
    call_command("sync_content", str(tree), "--jobs", "1", verbosity=0)


def rows() -> dict[str, list[Any]]:
    """Return all that the index holds, without the numbers of its rows."""
    names = [field.attname for field in Document._meta.concrete_fields if field.name != "id"]
    return {
        "documents": sorted(Document.objects.values_list(*names), key=str),
        "words": sorted(Word.objects.values_list("owner", "text", "uses"), key=str),
        "grams": sorted(Gram.objects.values_list("word__text", "gram")),
    }


def check_the_databases_own_index() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO index_text(index_text, rank) VALUES ('integrity-check', 1)")


def assert_a_rebuild_changes_nothing() -> None:
    check_the_databases_own_index()
    before = rows()
    call_command("rebuild_search", verbosity=0)
    assert rows() == before
    check_the_databases_own_index()


def test_a_sync_leaves_what_a_rebuild_does(tree: Path) -> None:
    learner = make_learner()
    sync(tree)
    make_note(learner, Lesson.objects.get(uid="sql/windows"), "Neighbours everywhere.")
    assert_a_rebuild_changes_nothing()
    file = tree / WINDOWS
    file.write_text(file.read_text().replace("One row, many neighbours.", "Each row, two giraffes."))
    (tree / QUIZ).write_text((tree / QUIZ).read_text().replace("Zebras", "Okapis"))
    sync(tree)
    assert found("giraffes").total == 1
    assert titles("okapi", learner) == ["A quiz"]
    assert titles("zebra", learner) == []
    assert_a_rebuild_changes_nothing()


def test_what_left_the_files_is_not_found_and_its_words_are_not_known(tree: Path) -> None:
    learner = make_learner()
    sync(tree)
    assert titles("zebra", learner) == ["A quiz"]
    assert "Windows" in " ".join(titles("neighbours"))
    (tree / WINDOWS).unlink()
    (tree / QUIZ).unlink()
    sync(tree)
    assert titles("zebra", learner) == []
    assert titles("neighbours") == []
    assert not Word.objects.filter(text__in=["zebras", "neighbours"]).exists()
    assert_a_rebuild_changes_nothing()


def test_a_sync_without_a_change_has_nothing_to_do(tree: Path) -> None:
    sync(tree)
    assert SearchPart().stale is False
    before = list(Document.objects.values_list("pk", flat=True))
    assert bring_up_to_date() == 0
    assert list(Document.objects.values_list("pk", flat=True)) == before


def test_a_lost_row_is_noticed_and_comes_back(tree: Path) -> None:
    sync(tree)
    before = rows()
    Document.objects.filter(ref="sql/windows").delete()
    assert SearchPart().stale is True
    call_command("rebuild_search", verbosity=0)
    assert rows() == before


def test_a_rebuild_mends_what_no_stamp_tells(tree: Path) -> None:
    learner = make_learner()
    sync(tree)
    make_note(learner, Lesson.objects.get(uid="sql/windows"), "Neighbours everywhere.")
    before = rows()
    Document.objects.filter(ref="sql/windows").update(body="changed by hand")
    Word.objects.filter(text="neighbours").update(uses=7)
    Word.objects.filter(text="windows").delete()
    Word.objects.create(owner=learner, text="nowhere", initial="n", uses=2)
    Gram.objects.filter(word__text="zebras").delete()
    call_command("rebuild_search", verbosity=0)
    assert rows() == before
    check_the_databases_own_index()


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_lets_go_of_the_index_after_each_step_and_finds_what_there_is(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync(tree)
    total, things = found("neighbours").total, Document.objects.filter(part=0).count()
    written: list[str] = []
    between: list[tuple[int, int]] = []
    lock, put = index.lock, index.put

    def lock_and_look_after_it() -> None:
        transaction.on_commit(lambda: between.append((len(written), found("neighbours").total)))
        lock()

    def note_and_put(kind: str, put_in: dict[str, index.Thing]) -> None:
        written.extend(put_in)
        put(kind, put_in)

    monkeypatch.setattr(sync_module, "STEP", 1)
    monkeypatch.setattr(index, "lock", lock_and_look_after_it)
    monkeypatch.setattr(index, "put", note_and_put)
    assert rebuild() == things > 1
    assert between[:things] == [(step, total) for step in range(1, things + 1)]


def test_notes_follow_the_title_of_their_lesson(tree: Path) -> None:
    learner = make_learner()
    sync(tree)
    make_note(learner, Lesson.objects.get(uid="sql/windows"), "Mine.")
    Lesson.objects.filter(uid="sql/windows").update(title="Giraffes")
    bring_up_to_date()
    assert titles("giraffe", learner, kinds=["note"]) == ["Giraffes"]
    assert_a_rebuild_changes_nothing()


def test_a_note_is_found_from_its_save_on_and_by_what_it_says_now() -> None:
    learner, lessons = make_learner(), make_lessons()
    make_note(learner, lessons[1], "An **ostrich** ran.")
    (row,) = found("ostrich", learner).rows
    assert (row.url, row.text) == ("/notes/lesson/sql/joins/", "An <mark>ostrich</mark> ran.")
    make_note(learner, lessons[1], "An emu ran.")
    assert titles("ostrich", learner) == []
    assert not Word.objects.filter(text="ostrich").exists()
    assert found("emu", learner).rows[0].url == "/notes/lesson/sql/joins/"
    make_note(learner, text="Ostrich day.")
    assert found("ostrich", learner).rows[0].url == "/notes/day/2026-11-24/"
    assert titles("ostrich 2026-11-24", learner) == ["Tuesday, 24 November 2026"]
    assert_a_rebuild_changes_nothing()


def test_a_note_in_the_bin_emptied_or_erased_is_not_found() -> None:
    learner = make_learner()
    note = make_note(learner, text="An ostrich.")
    set_binned(learner, note, binned=True, now=NOON)
    assert titles("ostrich", learner) == []
    note = Note.objects.get()
    set_binned(learner, note, binned=False, now=NOON)
    assert len(titles("ostrich", learner)) == 1
    set_binned(learner, note, binned=True, now=NOON)
    erase(learner, note)
    assert rows() == {"documents": [], "words": [], "grams": []}
    note = make_note(learner, text="An ostrich.")
    save(learner, note.subject, Draft("", note.revision), now=NOON)
    assert titles("ostrich", learner) == []
    assert_a_rebuild_changes_nothing()


def test_nobody_finds_the_notes_of_others() -> None:
    learner, other = make_learner(), make_learner()
    make_note(learner, text="A secret ostrich.")
    assert titles("ostrich", other) == titles("ostrich") == []
    assert found("ostrihc", other).shown == "ostrihc", "not even its words"


def test_with_a_learner_all_of_theirs_leaves_the_index() -> None:
    learner, other = make_learner(), make_learner()
    for one in (learner, other):
        make_note(one, text="An ostrich.")
    User.objects.filter(pk=learner.pk).delete()
    assert {row.owner_id for row in Document.objects.all()} == {other.pk}
    assert {word.owner_id for word in Word.objects.all()} == {other.pk}
    assert len(titles("ostrich", other)) == 1
    check_the_databases_own_index()
