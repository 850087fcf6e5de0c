"""What is made in the Studio can be published as it is: new files, files that move, pictures."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from portal.accounts.models import User
from portal.content.models import FileVersion, Lesson, LessonAlias, Release, SourceFile
from portal.studio.models import Draft
from portal.studio.rules.snippets import figure
from portal.studio.services.drafts import Sent, save_text
from portal.studio.services.making import make, move
from portal.studio.services.pictures import upload
from portal.studio.services.proposals import propose
from portal.studio.services.publishing import publish_proposal
from tests.factories import NOON
from tests.studio.curriculum import OTHER, TRACK, serve
from tests.studio.making import make_publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(tmp_path: Path) -> User:
    serve(tmp_path)
    return make_publisher()


def publish_all(publisher: User) -> Release:
    """Publish every draft there is."""
    paths = list(Draft.objects.of(publisher).values_list("path", flat=True))
    release = publish_proposal(
        publisher, propose(publisher, paths, message="All", now=NOON), now=NOON, jobs=1
    )
    assert isinstance(release, Release), release
    return release


def test_a_lesson_and_a_quiz_as_they_begin(publisher: User) -> None:
    lesson = make(publisher, "lesson", folder="03-sql/01-core", title="Set operations: UNION", now=NOON)
    make(publisher, "quiz", folder=lesson.path, title="Set operations", now=NOON)
    make(publisher, "milestone", folder="03-sql", title="A star", now=NOON)
    publish_all(publisher)
    assert Lesson.objects.get(uid="sql/set-operations-union").quizzes.count() == 1
    assert Lesson.objects.get(uid="sql/set-operations-union").track.milestones.get().uid == "m1"


def test_a_lesson_that_moves_with_another_id_stays_the_lesson_it_was(publisher: User) -> None:
    before = Lesson.objects.get(uid="sql/joins")
    move(publisher, OTHER, "03-sql/01-core/09-joining.md", new_id="sql/joining", now=NOON)
    release = publish_all(publisher)
    assert Lesson.objects.get(uid="sql/joining").pk == before.pk
    assert LessonAlias.objects.get(uid="sql/joins").lesson_id == before.pk
    assert not SourceFile.objects.filter(path=OTHER).exists()
    assert FileVersion.objects.get(release=release, path="03-sql/01-core/09-joining.md").moved_from == OTHER


def test_a_file_that_moves_is_one_file_in_the_history(publisher: User) -> None:
    move(publisher, OTHER, "03-sql/01-core/09-joins.md", now=NOON)
    release = publish_all(publisher)
    assert FileVersion.objects.get(release=release, path="03-sql/01-core/09-joins.md").moved_from == OTHER


def test_a_picture_with_the_text_that_shows_it(publisher: User) -> None:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    picture = upload(publisher, "03-sql/track.md", "Frame.png", out.getvalue(), now=NOON)
    save_text(publisher, "03-sql/track.md", Sent(f"{TRACK}\n{figure('frame.png')}"), now=NOON)
    publish_all(publisher)
    assert bytes(SourceFile.objects.get(path=picture.path).blob.data).startswith(b"\x89PNG")
