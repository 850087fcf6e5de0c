"""A rename that is taken back, by whatever way: what learners did stays with the lesson, and the log agrees (G2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson, LessonAlias, Release
from portal.content.sync import sync
from portal.content.sync.publishing import undoing
from portal.notes.models import Note, OwnLink
from portal.progress.ledger import differences
from portal.progress.models import ItemTick, LessonState, ProgressEvent
from portal.progress.services import set_done, set_practised, set_tick
from tests.content.compile.trees import BODY, FRONT, LESSON_PATH, OUTLINE, OUTLINE_PATH, replaced
from tests.content.publishing import NOON, put, put_all
from tests.factories import make_learner
from tests.notes.making import make_link, make_note

pytestmark = pytest.mark.django_db

OLD, NEW = "sql/windows", "sql/windowing"
LESSON = FRONT + BODY
RENAMED = replaced(LESSON, f"id: {OLD}\n", f"id: {NEW}\naliases: [{OLD}]\n")
AGAIN = replaced(LESSON, f"id: {OLD}\n", f"id: sql/over\naliases: [{OLD}, {NEW}]\n")

Serve = Callable[[str], object]


def in_folder(tree: Path) -> Serve:
    def serve(text: str) -> None:
        (tree / LESSON_PATH).write_text(text)
        sync(tree, now=NOON, jobs=1)

    return serve


def in_studio(tree: Path) -> Serve:
    return lambda text: put(LESSON_PATH, text)


def by_undo(tree: Path) -> Serve:
    """Publish the first text; each one after it is the last release, undone."""

    def serve(text: str) -> None:
        last = Release.objects.latest()
        put(LESSON_PATH, text) if last.pk == first else put_all(undoing(last), undoes=last)

    first = Release.objects.latest().pk
    return serve


@pytest.fixture(params=[in_folder, in_studio, by_undo])
def serve(request: pytest.FixtureRequest, tree: Path) -> Serve:
    """Return what serves the lesson with another text, in one of the three ways."""
    made: Serve = request.param(tree)
    return made


@pytest.fixture
def learner(tree: Path) -> User:
    """A learner who ticked, read and wrote in the lesson while it had its first id."""
    learner, lesson = make_learner(zone="UTC"), Lesson.objects.get(uid=OLD)
    tick(learner, OLD, "first")
    set_practised(learner, lesson, at=NOON, request_id=uuid4())
    make_note(learner, lesson)
    make_link(learner, lesson)
    return learner


def tick(learner: User, uid: str, key: str, *, done: bool = True) -> None:
    item = Lesson.objects.get(uid=uid).items.select_related("lesson").get(key=key)
    set_tick(learner, item, done=done, at=NOON + timedelta(hours=1), request_id=uuid4())


def known(learner: User, uid: str) -> tuple[set[str], bool, int]:
    """Return what the learner has in the lesson that is served: ticks, whether practised, notes and links."""
    lesson = Lesson.objects.live().get(uid=uid)
    ticks = ItemTick.objects.filter(user=learner, item__lesson=lesson).values_list("item__key", flat=True)
    state = LessonState.objects.filter(user=learner, lesson=lesson, practised_at__isnull=False)
    notes = [*Note.objects.filter(lesson=lesson), *OwnLink.objects.filter(lesson=lesson)]
    return set(ticks), state.exists(), len(notes)


def test_what_was_done_under_each_id_stays_whichever_the_lesson_has(serve: Serve, learner: User) -> None:
    row = Lesson.objects.get(uid=OLD).pk
    for text, uid, key in ((RENAMED, NEW, "second"), (LESSON, OLD, "third"), (RENAMED, NEW, "")):
        serve(text)
        assert Lesson.objects.get(uid=uid).pk == row
        if key:
            tick(learner, uid, key)
        assert differences(learner) == []
    assert known(learner, NEW) == ({"first", "second", "third"}, True, 2)
    assert set(Lesson.objects.values_list("uid", flat=True)) == {"sql/joins", NEW}


def test_what_is_done_after_a_rename_was_taken_back_can_be_taken_back_too(
    serve: Serve, learner: User
) -> None:
    serve(RENAMED)
    set_done(learner, Lesson.objects.get(uid=NEW), done=True, at=NOON, request_id=uuid4())
    serve(LESSON)
    tick(learner, OLD, "first", done=False)
    set_done(learner, Lesson.objects.get(uid=OLD), done=False, at=NOON, request_id=uuid4())
    assert (known(learner, OLD)[0], differences(learner)) == (set(), [])


def test_the_log_keeps_the_ids_it_was_written_with(serve: Serve, learner: User) -> None:
    before = list(ProgressEvent.objects.values())
    serve(RENAMED)
    serve(LESSON)
    assert list(ProgressEvent.objects.values()) == before


def test_each_id_the_lesson_had_leads_to_the_one_it_has(client: Client, serve: Serve, learner: User) -> None:
    client.force_login(learner)
    for text, has, had in ((RENAMED, NEW, OLD), (LESSON, OLD, NEW), (RENAMED, NEW, OLD)):
        serve(text)
        assert client.get(f"/path/{had}/").headers["Location"] == f"/path/{has}/"
        assert client.get(f"/path/{has}/").status_code == 200


def test_of_two_renames_the_later_one_is_taken_back_first(tree: Path, learner: User) -> None:
    row = Lesson.objects.get(uid=OLD).pk
    for text, uid in ((RENAMED, NEW), (AGAIN, "sql/over"), (RENAMED, NEW), (LESSON, OLD)):
        put(LESSON_PATH, text)
        assert Lesson.objects.get(uid=uid).pk == row
        assert differences(learner) == []
    assert known(learner, OLD) == ({"first"}, True, 2)


def test_a_lesson_that_returns_under_its_first_id_after_it_was_removed_keeps_its_row(
    tree: Path, learner: User
) -> None:
    for text in (RENAMED, None, LESSON):
        put(LESSON_PATH, text)
    assert known(learner, OLD) == ({"first"}, True, 2)
    assert differences(learner) == []


def test_an_old_id_for_another_lesson_takes_nothing_from_the_one_that_had_it(
    tree: Path, learner: User
) -> None:
    put(LESSON_PATH, RENAMED)
    put(LESSON_PATH, replaced(RENAMED, f"aliases: [{OLD}]\n", ""))
    put("01-sql/01-core/03-other.md", replaced(OUTLINE, "id: sql/joins\n", f"id: {OLD}\n"))
    assert known(learner, NEW) == ({"first"}, True, 2)
    assert known(learner, OLD) == (set(), False, 0)
    assert not LessonAlias.objects.exists()


def test_two_lessons_that_are_renamed_and_taken_back_at_once_are_not_mixed_up(tree: Path) -> None:
    rows = dict(Lesson.objects.values_list("uid", "pk"))
    joins = replaced(OUTLINE, "id: sql/joins\n", "id: sql/joining\naliases: [sql/joins]\n")
    facts = (tree / "facts.yml").read_text()
    windows = replaced(RENAMED, "prerequisites: [sql/joins]", "prerequisites: [sql/joining]")
    files = {LESSON_PATH: windows, OUTLINE_PATH: joins, "facts.yml": facts.replace("joins", "joining")}
    for path, text in files.items():
        (tree / path).write_text(text)
    sync(tree, now=NOON, jobs=1)
    renamed = Release.objects.latest()
    put_all(undoing(renamed), undoes=renamed)
    assert dict(Lesson.objects.values_list("uid", "pk")) == rows
