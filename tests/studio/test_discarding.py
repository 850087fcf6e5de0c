"""A draft that is given up: a move goes with all that moved along, and no text that somebody wrote goes with it."""

from pathlib import Path

import pytest

from portal.accounts.models import User
from portal.studio.models import Draft
from portal.studio.services.discarding import discard
from portal.studio.services.drafts import put
from portal.studio.services.making import make, move
from tests.factories import NOON
from tests.studio.curriculum import FILES, LESSON, OTHER, QUIZ, serve
from tests.studio.making import make_editor

pytestmark = pytest.mark.django_db
SOLUTION = "03-sql/01-core/01-ranking/answer.sql"
NEW, NEWER = "03-sql/01-core/07-ranks.md", "03-sql/01-core/08-ranks.md"
NEW_QUIZ = "03-sql/01-core/07-ranks.quiz.md"


@pytest.fixture
def editor(tmp_path: Path) -> User:
    serve(tmp_path, **{SOLUTION.replace("/", "__"): "SELECT 1;\n"})
    return make_editor()


def texts(editor: User) -> dict[str, bytes | None]:
    rows = Draft.objects.of(editor).values_list("path", "data")
    return {path: None if data is None else bytes(data) for path, data in rows}


@pytest.mark.parametrize("half", [LESSON, NEWER])
def test_a_move_given_up_by_either_half_leaves_nothing_of_it(editor: User, half: str) -> None:
    move(editor, LESSON, NEW, new_id="sql/ranks", now=NOON)
    move(editor, NEW, NEWER, now=NOON)
    every = set(texts(editor))
    assert len(every) == 6
    assert set(discard(editor, half, now=NOON)) == every
    assert texts(editor) == {}
    assert discard(editor, half, now=NOON) == []


def test_a_text_of_its_own_that_moved_along_goes_back_and_stays_a_draft(editor: User) -> None:
    put(editor, QUIZ, b"mine before", now=NOON)
    move(editor, LESSON, NEW, now=NOON)
    put(editor, "03-sql/01-core/07-ranks/answer.sql", b"mine since", now=NOON, moved_from=SOLUTION)
    discard(editor, NEW, now=NOON)
    assert texts(editor) == {QUIZ: b"mine before", SOLUTION: b"mine since"}
    assert not Draft.objects.of(editor).exclude(moved_from="").exists()


def test_a_quiz_that_was_never_published_goes_back_beside_its_lesson(editor: User) -> None:
    begun = make(editor, "quiz", folder=OTHER, title="Joins", now=NOON)
    move(editor, OTHER, NEW, now=NOON)
    assert NEW_QUIZ in texts(editor)
    discard(editor, NEW, now=NOON)
    assert texts(editor) == {begun.path: bytes(begun.data or b"")}


def test_a_file_begun_since_where_another_was_stays_with_what_is_there(editor: User) -> None:
    move(editor, LESSON, NEW, now=NOON)
    put(editor, QUIZ, b"another quiz", now=NOON)
    put(editor, LESSON, b"another lesson", now=NOON)
    discard(editor, NEW, now=NOON)
    kept = texts(editor)
    assert (kept[LESSON], kept[QUIZ], kept[NEW_QUIZ]) == (
        b"another lesson",
        b"another quiz",
        FILES[QUIZ].encode(),
    )
