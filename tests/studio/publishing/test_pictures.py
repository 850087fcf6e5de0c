"""A picture that changes: who sees another one is told before, and both are shown beside each other."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from portal.accounts.models import User
from portal.content.models import Blob, Lesson
from portal.progress.models import LessonState
from portal.studio.models import Draft, Proposal
from portal.studio.rules.snippets import figure
from portal.studio.selectors.proposals import prospect_of
from portal.studio.services.drafts import put
from portal.studio.services.proposals import propose
from tests.content.compile.trees import LESSON_PATH
from tests.factories import make_learner
from tests.studio.curriculum import SVG
from tests.studio.making import make_editor
from tests.studio.world import LESSON, NOON, QUIZ, QUIZ_PATH, publish

pytestmark = pytest.mark.django_db
FOLDER = "01-sql/01-core/assets"
DRAWING, PICTURE = f"{FOLDER}/frame.svg", f"{FOLDER}/photo.png"
OTHER_SVG = SVG.replace("<rect", '<circle r="2"/><rect')


def png(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), colour).save(out, "PNG")
    return out.getvalue()


def proposed(author: User, files: dict[str, bytes | None]) -> Proposal:
    """Propose files as they shall be."""
    for path, data in files.items():
        put(author, path, data, now=NOON)
    return propose(author, list(files), message="Pictures", now=NOON)


@pytest.fixture
def shown(publisher: User) -> None:
    """Publish a drawing and a picture, which a lesson and a quiz show."""
    lesson = LESSON.replace("Ties.", f"Ties.\n\n{figure('frame.svg')}\n{figure('photo.png')}\n")
    quiz = QUIZ.replace("Which function", f"{figure('photo.png')}\nWhich function")
    texts = {LESSON_PATH: lesson.encode(), QUIZ_PATH: quiz.encode()}
    publish(publisher, proposed(publisher, {**texts, DRAWING: SVG.encode(), PICTURE: png("red")}))


def effects(one: Proposal) -> dict[str, int]:
    return {effect.what: effect.learners for effect in prospect_of(one, now=NOON).effects}


def test_the_report_lists_what_shows_a_changed_picture(shown: None, editor: User) -> None:
    lesson = Lesson.objects.get(uid="sql/windows")
    LessonState.objects.create(user=make_learner(), lesson=lesson)
    changed = proposed(editor, {DRAWING: OTHER_SVG.encode(), PICTURE: png("blue")})
    assert effects(changed) == {
        "Lesson sql/windows: another picture, frame.svg, photo.png": 1,
        "Quiz windows-quiz: another picture, photo.png": 0,
    }
    assert effects(proposed(editor, {f"{FOLDER}/new.png": png("blue")})) == {}


def test_a_removed_picture_names_the_lesson_that_still_shows_it(shown: None, editor: User) -> None:
    one = proposed(editor, {DRAWING: None})
    assert prospect_of(one, now=NOON).others
    assert effects(one) == {"Lesson sql/windows: without its picture, frame.svg": 0}
    assert effects(proposed(editor, {DRAWING: OTHER_SVG.encode(), f"{FOLDER}/bad.svg": b"<svg"})) == {
        "Lesson sql/windows: another picture, frame.svg": 0
    }


def test_a_proposal_shows_a_picture_before_and_after_to_editors_alone(
    shown: None, client: Client, editor: User
) -> None:
    one = proposed(editor, {PICTURE: png("blue")})
    assert not Draft.objects.exists()
    client.force_login(make_editor())
    page = client.get(reverse("studio:proposal", args=[one.pk])).content.decode()
    assert "no lines to compare" not in page
    before = reverse("content:asset", args=[Blob.objects.get(data=png("red")).sha256, "png"])
    after = reverse("studio:proposed-picture", args=[one.pk, PICTURE])
    assert f'src="{before}"' in page
    assert f'src="{after}"' in page
    answer = client.get(after)
    assert (answer.content, answer.headers["Content-Type"]) == (png("blue"), "image/png")
    assert (answer.headers["X-Content-Type-Options"], "no-store" in answer.headers["Cache-Control"]) == (
        "nosniff",
        True,
    )
    client.force_login(make_learner())
    assert client.get(after).status_code == 404


def test_a_drawing_of_a_proposal_is_drawn_anew_and_never_sent_as_a_file(
    shown: None, client: Client, editor: User
) -> None:
    evil = OTHER_SVG.replace("<rect", "<script>alert(1)</script><rect")
    sound, bad = proposed(editor, {DRAWING: OTHER_SVG.encode()}), proposed(editor, {DRAWING: evil.encode()})
    client.force_login(editor)
    page = client.get(reverse("studio:proposal", args=[sound.pk])).content.decode()
    assert (page.count("<rect"), page.count("<circle")) == (2, 1)
    page = client.get(reverse("studio:proposal", args=[bad.pk])).content.decode()
    assert "It has problems and cannot be shown" in page
    assert "<script>alert" not in page
    assert client.get(reverse("studio:proposed-picture", args=[sound.pk, DRAWING])).status_code == 404
