"""Publishing from the Studio: all edits or none, on what they began with, as one release that can be undone."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.content.compile import SourceText
from portal.content.models import Blob, FileVersion, Lesson, Release, SourceFile
from portal.content.sync import ContentRefused, SyncedMeanwhile, sync
from portal.content.sync.publishing import Edit, NothingChanges, Outdated, publish, rehearse, undoing
from portal.content.sync.served import Stored
from portal.content.sync.writing import Entry
from tests.content.compile.trees import (
    BODY,
    FRONT,
    LESSON_PATH,
    OUTLINE,
    OUTLINE_PATH,
    SVG,
    make_tree,
    replaced,
)
from tests.content.publishing import NOON, digest, put, put_all, text
from tests.factories import make_learner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]

LESSON = FRONT + BODY
FANS = replaced(OUTLINE, "- Fan-out", "- Fans")
MOVED = "01-sql/01-core/05-joins.md"


def test_what_is_published_is_served_and_says_who_why_and_what() -> None:
    author = make_learner()
    release = put(OUTLINE_PATH, FANS, author=author, message="Say fans.")
    assert (release.origin, release.author, release.message) == ("studio", author, "Say fans.")
    assert release.changed == ["sql/joins"]
    assert text(OUTLINE_PATH) == FANS
    lesson = Lesson.objects.select_related("version").get(uid="sql/joins")
    assert lesson.version
    assert "Fans" in lesson.version.html
    version = FileVersion.objects.get(release=release)
    assert (version.path, version.before_id, version.blob_id) == (OUTLINE_PATH, digest(OUTLINE), digest(FANS))


def test_an_edit_of_what_has_changed_meanwhile_writes_nothing_and_names_the_path_and_both_sides() -> None:
    put(OUTLINE_PATH, FANS)
    mine = replaced(OUTLINE, "- Fan-out", "- Fins").encode()
    edits = [
        Edit(OUTLINE_PATH, mine, digest(OUTLINE)),
        Edit(LESSON_PATH, replaced(LESSON, "Ties.", "Many.").encode(), digest(LESSON)),
    ]
    with pytest.raises(Outdated) as outdated:
        put_all(edits)
    (meeting,) = outdated.value.meetings
    assert (meeting.path, meeting.base, meeting.ours) == (OUTLINE_PATH, digest(OUTLINE), digest(FANS))
    assert meeting.edit.data == mine
    assert text(LESSON_PATH) == LESSON


def test_an_edit_that_both_made_alike_is_no_conflict() -> None:
    put(OUTLINE_PATH, FANS)
    with pytest.raises(NothingChanges):
        put_all([Edit(OUTLINE_PATH, FANS.encode(), digest(OUTLINE))])
    assert Release.objects.count() == 2


def test_one_bad_edit_refuses_all_with_every_problem() -> None:
    edits = [
        Edit(OUTLINE_PATH, replaced(OUTLINE, "level: core", "level: high").encode(), digest(OUTLINE)),
        Edit(LESSON_PATH, replaced(LESSON, "level: core", "level: low").encode(), digest(LESSON)),
    ]
    with pytest.raises(ContentRefused) as refused:
        put_all(edits)
    assert [(p.path, p.line) for p in refused.value.problems] == [(OUTLINE_PATH, 7), (LESSON_PATH, 7)]
    assert Release.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("../plan.yml", "a file the curriculum does not have"),
        ("01-sql/01-core/notes.txt", "a file the curriculum does not have"),
        ("01-sql/01-core/02-windows/README.md", "a file the curriculum does not have"),
        ("01-sql/01-core/02-windows/__pycache__/x", "a file the curriculum does not have"),
        (f"data/{'x' * 101}.csv", "an unsafe name"),
        ("01-sql/01-core/02-windows/a/b/c/d/e", "nested too deeply"),
        ("01-sql/01-core/02-windows/A", "differs from 01-sql/01-core/02-windows/a only in case"),
        ("01-sql/01-core/02-windows/a/b", "01-sql/01-core/02-windows/a is a file, not a folder"),
    ],
)
def test_a_path_that_no_folder_could_give_back_is_refused(path: str, wrong: str) -> None:
    put("01-sql/01-core/02-windows/a", "SELECT 1;\n")
    with pytest.raises(ContentRefused) as refused:
        put(path, "x\n")
    assert wrong in [problem.wrong for problem in refused.value.problems]


def test_a_file_that_is_too_big_is_refused() -> None:
    with pytest.raises(ContentRefused) as refused:
        put("data/big.csv", "x" * (512 * 1024 + 1))
    assert "at most 512 KB" in str(refused.value.problems[0])


def test_a_move_keeps_the_lesson_and_says_where_it_came_from() -> None:
    row = Lesson.objects.get(uid="sql/joins")
    put_all([Edit(MOVED, OUTLINE.encode(), digest(OUTLINE), moved_from=OUTLINE_PATH)])
    assert Lesson.objects.live().get(uid="sql/joins").pk == row.pk
    assert not SourceFile.objects.filter(path=OUTLINE_PATH).exists()
    assert FileVersion.objects.get(path=MOVED).moved_from == OUTLINE_PATH


def test_a_move_of_what_has_changed_meanwhile_is_outdated() -> None:
    put(OUTLINE_PATH, FANS)
    with pytest.raises(Outdated) as outdated:
        put_all([Edit(MOVED, OUTLINE.encode(), digest(OUTLINE), moved_from=OUTLINE_PATH)])
    assert [meeting.path for meeting in outdated.value.meetings] == [OUTLINE_PATH]


def test_undo_brings_back_every_file_of_a_release_and_is_a_release() -> None:
    edits = [
        Edit(MOVED, FANS.encode(), digest(OUTLINE), moved_from=OUTLINE_PATH),
        Edit("data/new.csv", b"a\n", None),
    ]
    before = dict(SourceFile.objects.values_list("path", "blob_id"))
    release = put_all(edits)
    undone = put_all(undoing(release), undoes=release)
    assert dict(SourceFile.objects.values_list("path", "blob_id")) == before
    assert undone.undoes == release
    put_all(undoing(undone), undoes=undone)
    assert text(MOVED) == FANS


def test_undo_of_what_was_changed_since_is_outdated() -> None:
    release = put(OUTLINE_PATH, FANS)
    put(OUTLINE_PATH, replaced(FANS, "- Fans", "- Fins"))
    with pytest.raises(Outdated):
        put_all(undoing(release), undoes=release)


def test_a_rehearsal_writes_nothing() -> None:
    edit = Edit(OUTLINE_PATH, FANS.encode(), digest(OUTLINE))
    with CaptureQueriesContext(connection) as queries:
        found = rehearse([edit], parts=list, entry=Entry(NOON), jobs=1)
    assert found.touched == {OUTLINE_PATH}
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_texts_that_did_not_change_are_not_loaded(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_tree(tree, {"01-sql/01-core/assets/a.svg": SVG})
    sync(tree, now=NOON, jobs=1)
    taken: list[str] = []
    take = Stored.take
    monkeypatch.setattr(Stored, "take", lambda self, wanted: taken.append(wanted) or take(self, wanted))  # type: ignore[func-returns-value]
    put(OUTLINE_PATH, FANS)
    names = {digest: path for path, digest in SourceFile.objects.values_list("path", "blob_id")}
    assert {names[wanted] for wanted in taken} == {"plan.yml", "facts.yml"}


def test_what_belongs_to_the_release_is_written_with_it_or_not_at_all() -> None:
    def fail(release: Release) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        put(OUTLINE_PATH, FANS, beside=fail)
    assert (Release.objects.count(), text(OUTLINE_PATH)) == (1, OUTLINE)


def test_who_is_overtaken_by_a_change_elsewhere_publishes_on_top_of_it() -> None:
    others = iter([replaced(LESSON, "Ties.", "Many ties.")])
    release = put(OUTLINE_PATH, FANS, parts=overtaken(lambda: put(LESSON_PATH, next(others))))
    assert release.changed == ["sql/joins"]
    assert "Many ties." in text(LESSON_PATH)
    assert text(OUTLINE_PATH) == FANS


def test_who_is_overtaken_by_a_change_of_the_same_file_has_to_merge() -> None:
    others = iter([replaced(OUTLINE, "- Fan-out", "- Fins")])
    with pytest.raises(Outdated):
        put(OUTLINE_PATH, FANS, parts=overtaken(lambda: put(OUTLINE_PATH, next(others))))


def test_who_is_overtaken_each_time_gives_up_and_nothing_is_half_done() -> None:
    numbers = iter(range(99))
    with pytest.raises(SyncedMeanwhile):
        put(OUTLINE_PATH, FANS, parts=always(lambda: put("data/a.csv", f"{next(numbers)}\n")))
    assert text(OUTLINE_PATH) == OUTLINE


class Overtaken:
    """A part that lets somebody else publish while this one compiles."""

    name = "overtaken"
    stale = False

    def __init__(self, other: Callable[[], object]) -> None:
        self.other = other

    def check(self, *_: object) -> list[object]:
        self.other()
        return []


def overtaken(other: Callable[[], object]) -> Callable[[], list[object]]:
    """Return parts of which the first that are made are overtaken."""
    made = iter([[Overtaken(other)]])
    return lambda: next(made, [])


def always(other: Callable[[], object]) -> Callable[[], list[object]]:
    """Return parts that are overtaken each time."""
    return lambda: [Overtaken(other)]


@pytest.mark.django_db(transaction=True)
def test_two_threads_that_publish_at_once_are_both_served_or_one_is_told() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the database of a test is in memory, and of one thread")
    errors: list[BaseException] = []

    def run(edit: Edit) -> None:
        try:
            publish([edit], author=None, message="", now=NOON, parts=list, jobs=1)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    edits = [Edit(f"data/{number}.csv", b"x\n", None) for number in range(3)]
    threads = [threading.Thread(target=run, args=[edit]) for edit in edits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert SourceFile.objects.filter(path__startswith="data/").count() == 3


def test_a_text_on_the_shelf_equals_the_same_text_at_hand() -> None:
    stored = SourceText(OUTLINE_PATH, Stored(), digest(OUTLINE))
    assert stored == SourceText.of(OUTLINE_PATH, OUTLINE.encode())
    assert stored.data == OUTLINE.encode()
    assert Blob.objects.filter(sha256=stored.sha256).exists()
    with pytest.raises(KeyError):
        SourceText("x", Stored(), "0" * 64).data  # noqa: B018 - the property loads
    assert not transaction.get_connection().needs_rollback
