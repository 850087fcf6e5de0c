"""The history: every version of a file across its moves, and who published what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.content.models import Blob, Release
from portal.content.selectors import history, releases
from portal.content.sync.publishing import Edit
from tests.content.compile.trees import LESSON_PATH, OUTLINE, OUTLINE_PATH, replaced
from tests.content.publishing import NOON, digest, put, put_all
from tests.factories import make_learner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tree")]

FANS = replaced(OUTLINE, "- Fan-out", "- Fans")
MOVED = "01-sql/01-core/05-joins.md"


def test_the_history_goes_back_across_moves_and_names_the_authors() -> None:
    author = make_learner(name="Mira")
    put(OUTLINE_PATH, FANS, author=author, message="Fans")
    put_all([Edit(MOVED, FANS.encode(), digest(FANS), moved_from=OUTLINE_PATH)])
    put(MOVED, OUTLINE)
    with CaptureQueriesContext(connection) as queries:
        found = [(version.path, version.blob_id, version.release.author) for version in history(MOVED)]
    assert found == [
        (MOVED, digest(OUTLINE), None),
        (MOVED, digest(FANS), None),
        (OUTLINE_PATH, digest(FANS), author),
        (OUTLINE_PATH, digest(OUTLINE), None),
    ]
    assert len(queries) == 2


def test_a_new_file_at_the_path_of_one_that_moved_has_a_history_of_its_own() -> None:
    put_all([Edit(MOVED, OUTLINE.encode(), digest(OUTLINE), moved_from=OUTLINE_PATH)])
    put(OUTLINE_PATH, replaced(FANS, "id: sql/joins", "id: sql/others"))
    assert [version.path for version in history(MOVED)] == [MOVED, OUTLINE_PATH]


def test_a_file_that_was_removed_still_has_its_history() -> None:
    put(LESSON_PATH, None)
    gone, first = history(LESSON_PATH)
    assert (gone.blob_id, gone.before_id) == (None, first.blob_id)


def test_releases_are_listed_newest_first_and_those_that_changed_no_file_are_not() -> None:
    put(OUTLINE_PATH, FANS, message="Fans")
    Release.objects.create(created_at=NOON, digest="0" * 64)
    assert [(release.message, release.changes) for release in releases()] == [("Fans", 1), ("", 5)]


def test_bytes_stay_when_nothing_serves_them_any_more() -> None:
    put(OUTLINE_PATH, FANS)
    put(OUTLINE_PATH, OUTLINE)
    assert Blob.objects.filter(sha256=digest(FANS)).exists()
