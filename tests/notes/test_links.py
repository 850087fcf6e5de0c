"""A learner's own links: theirs alone, never fetched, and no progress."""

from typing import Any

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.core.errors import Refused
from portal.notes.models import OwnLink
from portal.notes.services import add_link, change_link, set_link_done
from portal.notes.services.links import MOST
from portal.progress.models import ProgressEvent
from tests.factories import NOON, make_learner, make_lesson
from tests.markup import read
from tests.notes.making import make_link

pytestmark = pytest.mark.django_db
NOTE = "/notes/lesson/sql/joins/"


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.fixture
def lesson() -> Lesson:
    return make_lesson("sql/joins")


@pytest.fixture(autouse=True)
def _signed_in(client: Client, learner: User, lesson: Lesson) -> None:
    client.force_login(learner)


def test_a_link_is_added_ticked_changed_and_removed_without_a_script(client: Client) -> None:
    form = {"title": "Ranks", "url": "https://example.org/rank"}
    page = read(client.post(f"{NOTE}link/", form, follow=True).content)
    assert page.faults == []
    assert page.all("a", href="https://example.org/rank", rel="noopener noreferrer")
    link = OwnLink.objects.get()
    page = read(client.post(f"/notes/link/{link.pk}/tick/", {"done": "true"}, follow=True).content)
    assert page.all("button", class_="tick", aria_pressed="true")
    assert read(client.get(f"/notes/link/{link.pk}/").content).faults == []
    client.post(f"/notes/link/{link.pk}/change/", {"title": "Better", "url": "https://example.org/b"})
    page = read(client.post(f"/notes/link/{link.pk}/remove/", {"binned": "true"}, follow=True).content)
    assert page.faults == []
    assert not page.all("a", href="https://example.org/b")
    page = read(client.post(f"/notes/link/{link.pk}/remove/", {"binned": "false"}, follow=True).content)
    assert page.all("a", href="https://example.org/b")
    assert page.all("button", class_="tick", aria_pressed="true")


def test_htmx_gets_the_list_alone(client: Client) -> None:
    answer = client.post(f"{NOTE}link/", {"url": "https://example.org"}, HTTP_HX_REQUEST="true")
    assert answer.content.decode().lstrip().startswith('<section class="desk" id="own-links"')
    assert 'hx-swap-oob="innerHTML"' in answer.content.decode()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://example.org", "", "https://"])
def test_what_is_no_https_address_is_refused_with_a_sentence(client: Client, url: str) -> None:
    answer = client.post(f"{NOTE}link/", {"title": "x", "url": url}, HTTP_HX_REQUEST="true")
    assert answer.status_code == 409
    assert "address" in answer.content.decode()
    assert not OwnLink.objects.exists()


def test_the_same_address_twice_is_one_link_and_a_removed_one_comes_back(
    learner: User, lesson: Lesson
) -> None:
    link = make_link(learner, lesson)
    OwnLink.objects.update(retired_at=NOON)
    assert make_link(learner, lesson, title="Again") == link
    assert OwnLink.objects.get().retired_at is None


def test_a_link_cannot_become_another_one(learner: User, lesson: Lesson) -> None:
    make_link(learner, lesson)
    other = make_link(learner, lesson, "https://example.org/other")
    with pytest.raises(Refused, match="beside the lesson already"):
        change_link(learner, other, title="x", url="https://example.org/rank")


def test_the_first_tick_stays_and_is_no_progress(learner: User, lesson: Lesson) -> None:
    link = make_link(learner, lesson)
    assert set_link_done(learner, link, done=True, now=NOON) is True
    assert set_link_done(learner, link, done=True, now=NOON) is False
    assert not ProgressEvent.objects.exists()


def test_there_is_an_end_to_the_links_beside_a_lesson(learner: User, lesson: Lesson) -> None:
    for number in range(MOST):
        make_link(learner, lesson, f"https://example.org/{number}")
    with pytest.raises(Refused, match="Remove one"):
        make_link(learner, lesson, "https://example.org/more")
    assert make_link(learner, lesson, "https://example.org/1", "Same").title == "Same"


@pytest.mark.parametrize(("title", "shown"), [("", "example.org/rank"), ("  two \n words ", "two words")])
def test_a_link_has_a_title(learner: User, lesson: Lesson, title: str, shown: str) -> None:
    assert make_link(learner, lesson, title=title).title == shown


def test_a_title_that_is_too_long_is_refused(learner: User, lesson: Lesson) -> None:
    form: dict[str, Any] = {"title": "x" * 161, "url": "https://example.org", "now": NOON}
    with pytest.raises(Refused, match="161 characters"):
        add_link(learner, lesson, **form)
