"""A draft holds what was sent, byte for byte where nothing was typed, and never takes the place of what was not seen."""

from pathlib import Path

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.content.compile.source.paths import MAX_BYTES
from portal.core.errors import Refused
from portal.studio.models import Draft
from portal.studio.rules.snippets import fitted
from portal.studio.rules.texts import bytes_of
from portal.studio.selectors.links import files_that_name
from portal.studio.services.discarding import discard
from portal.studio.services.drafts import NONE, Conflict, Sent, TooLarge, put, save_text, token_of
from portal.studio.services.making import make, move
from tests.factories import NOON
from tests.studio.curriculum import FILES, LESSON, OTHER, QUIZ, outline, serve
from tests.studio.making import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(tmp_path: Path) -> User:
    serve(tmp_path)
    return make_editor()


@pytest.mark.parametrize(
    ("typed", "before", "data"),
    [
        ("a\r\nb", b"a\nb", b"a\nb"),
        ("a\r\nb", b"a\r\nb", b"a\r\nb"),
        ("a\nb\nc", b"a\r\nb", b"a\r\nb\r\nc"),
        ("a\nb", b"a\rb", b"a\rb"),
        ("a\r\nb\r\nc", b"a\nb\r\nc", b"a\nb\r\nc"),
        ("a\0b\u202e", b"", b"a\0b\xe2\x80\xae"),
    ],
)
def test_line_ends_stay_those_of_the_file(typed: str, before: bytes, data: bytes) -> None:
    assert bytes_of(typed, before) == data


def test_a_draft_begins_with_what_is_served_and_counts_its_saves(editor: User) -> None:
    draft = save_text(editor, LESSON, Sent("new"), now=NOON)
    assert draft.base is not None
    assert bytes(draft.base.data) == FILES[LESSON].encode()
    assert save_text(editor, LESSON, Sent("newer", token_of(draft)), now=NOON).revision == 2
    assert save_text(editor, LESSON, Sent("newer", NONE), now=NOON).revision == 2, "it is there already"


def test_two_tabs_never_overwrite_each_other(editor: User) -> None:
    seen = token_of(save_text(editor, LESSON, Sent("one"), now=NOON))
    save_text(editor, LESSON, Sent("two", seen), now=NOON)
    with pytest.raises(Conflict):
        save_text(editor, LESSON, Sent("three", seen), now=NOON)
    with pytest.raises(Conflict):
        save_text(editor, LESSON, Sent("three", NONE), now=NOON)
    assert bytes(Draft.objects.get().data or b"") == b"two"


def test_a_draft_discarded_and_begun_again_is_not_the_one_a_tab_saw(editor: User) -> None:
    seen = token_of(save_text(editor, LESSON, Sent("one"), now=NOON))
    discard(editor, LESSON, now=NOON)
    with pytest.raises(Conflict):
        save_text(editor, LESSON, Sent("two", seen), now=NOON)
    save_text(editor, LESSON, Sent("other"), now=NOON)
    with pytest.raises(Conflict):
        save_text(editor, LESSON, Sent("two", seen), now=NOON)


def test_saves_of_one_page_may_arrive_in_another_order(editor: User) -> None:
    save_text(editor, LESSON, Sent("later", NONE, "page", 2), now=NOON)
    assert (
        bytes(save_text(editor, LESSON, Sent("earlier", NONE, "page", 1), now=NOON).data or b"") == b"later"
    )
    assert bytes(save_text(editor, LESSON, Sent("last", NONE, "page", 3), now=NOON).data or b"") == b"last"


def test_what_is_too_large_is_refused_with_its_size(editor: User) -> None:
    with pytest.raises(TooLarge, match="513 KB; 512 KB are allowed"):
        save_text(editor, LESSON, Sent("a" * (MAX_BYTES + 1024)), now=NOON)
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "path", ["../etc/passwd", "x.md", "03-sql/01-core/UP.md", "03-sql/track.md/x", "a" * 500, ""]
)
def test_a_path_the_curriculum_does_not_have_is_refused(editor: User, path: str) -> None:
    with pytest.raises(Refused, match="has no file"):
        save_text(editor, path, Sent("x"), now=NOON)


def test_a_new_lesson_gets_the_next_number_and_an_id_of_its_track(editor: User) -> None:
    draft = make(editor, "lesson", folder="03-sql/01-core", title="Group by: all of it", now=NOON)
    assert draft.path == "03-sql/01-core/03-group-by-all-of-it.md"
    assert b"id: sql/group-by-all-of-it\n" in bytes(draft.data or b"")
    assert make(editor, "quiz", folder=draft.path, title="Group by", now=NOON).path.endswith(
        "03-group-by-all-of-it.quiz.md"
    )
    assert make(editor, "track", folder="", title="Ducks", now=NOON).path == "04-ducks/track.md"
    with pytest.raises(Refused, match="already"):
        make(editor, "quiz", folder=LESSON, title="Again", now=NOON)


def test_moving_a_lesson_takes_its_quiz_along_and_keeps_its_old_id(editor: User) -> None:
    move(editor, LESSON, "03-sql/01-core/07-ranks.md", new_id="sql/ranks", now=NOON)
    drafts = {draft.path: draft for draft in Draft.objects.of(editor)}
    assert set(drafts) == {LESSON, QUIZ, "03-sql/01-core/07-ranks.md", "03-sql/01-core/07-ranks.quiz.md"}
    assert drafts[LESSON].data is None
    there = drafts["03-sql/01-core/07-ranks.md"]
    assert there.moved_from == LESSON
    assert b"id: sql/ranks\n" in bytes(there.data or b"")
    assert b"aliases: [sql/ranking]\n" in bytes(there.data or b"")


def test_moving_on_and_back_leaves_what_was_there(editor: User) -> None:
    move(editor, OTHER, "03-sql/01-core/05-joins.md", now=NOON)
    move(editor, "03-sql/01-core/05-joins.md", "03-sql/01-core/06-joins.md", now=NOON)
    assert Draft.objects.get(path="03-sql/01-core/06-joins.md").moved_from == OTHER
    assert not Draft.objects.filter(path="03-sql/01-core/05-joins.md").exists()
    with pytest.raises(Refused, match="another kind"):
        move(editor, LESSON, "03-sql/track.md", now=NOON)
    with pytest.raises(Refused, match="already"):
        move(editor, LESSON, "03-sql/01-core/06-joins.md", now=NOON)


def test_files_that_would_break_are_named(tmp_path: Path) -> None:
    text = outline("joins", "Joins").replace("- One thing", "- [One](01-ranking.md)")
    serve(tmp_path, **{OTHER.replace("/", "__"): text})
    assert files_that_name(LESSON, "sql/ranking") == [OTHER, "facts.yml"]


def test_a_snippet_gets_ids_that_are_free() -> None:
    assert fitted("## A {#a}\n## B {#b}", "## {#a} {#a-2}") == "## A {#a-3}\n## B {#b}"


def test_a_draft_is_its_authors_alone(client: Client, editor: User) -> None:
    new = "03-sql/01-core/03-new.md"
    put(editor, new, b"Nobody else reads this", now=NOON)
    put(editor, "03-sql/01-core/assets/a.png", b"\x89PNG", now=NOON)
    client.force_login(make_editor())
    assert client.get(f"/studio/file/{new}/").status_code == 404
    assert client.get("/studio/picture/03-sql/01-core/assets/a.png").status_code == 404
    assert b"03-new" not in client.get("/studio/folder/03-sql/01-core/").content
    client.post(f"/studio/discard/{new}/")
    assert Draft.objects.filter(author=editor).count() == 2
    client.force_login(editor)
    assert (
        client.get("/studio/picture/03-sql/01-core/assets/a.png").headers["X-Content-Type-Options"]
        == "nosniff"
    )
