"""The page of the repository: who may ask, what is shown, and that no secret is."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries, Settings

from portal.studio.git.models import Link
from portal.studio.git.selectors import Standing, standing
from tests.factories import make_learner
from tests.studio.git.world import Author, do, put, saying, small_tree
from tests.studio.making import make_editor, make_publisher

PAGE = "/studio/git/"
TRACK = "01-sql/track.md"


def test_without_a_repository_the_page_says_how_to_have_one(client: Client, db: None) -> None:
    client.force_login(make_publisher())
    assert "No repository is configured" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}push/").status_code == 409


def test_the_page_says_what_is_not_pushed(client: Client, author: Author, tmp_path: Path) -> None:
    client.force_login(make_publisher())
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    for number in (1, 2):
        put("01-sql/track.md", saying(f"{number}."), f"Say <{number}>")
    html = client.get(PAGE).content.decode()
    assert "2 changes not pushed" in html
    assert "Say &lt;1&gt;" in html
    do("push")
    assert "Everything is pushed" in client.get(PAGE).content.decode()


def test_a_button_only_asks_and_the_worker_does(client: Client, author: Author) -> None:
    client.force_login(make_publisher())
    assert client.post(f"{PAGE}push/").headers["Location"] == PAGE
    assert Link.objects.get().wanted == "push"
    assert "The worker is at it" in client.get(PAGE).content.decode()


def test_an_editor_sees_and_cannot_ask(client: Client, author: Author) -> None:
    client.force_login(make_editor())
    html = client.get(PAGE).content.decode()
    assert "A publisher pulls and pushes." in html
    assert '<button type="submit" class="button">Pull' not in html
    assert client.post(f"{PAGE}pull/").status_code == 404
    assert not Link.objects.exists()


def test_staff_without_a_role_find_no_such_page(client: Client, db: None) -> None:
    client.force_login(make_learner(is_staff=True))
    assert client.get(PAGE).status_code == 404


def test_the_page_shows_what_went_wrong_and_no_secret(
    client: Client, author: Author, settings: Settings
) -> None:
    client.force_login(make_publisher())
    settings.GIT = replace(settings.GIT, remote="https://me:tok4711@127.0.0.1:1025/a.git")
    do("pull")
    html = client.get(PAGE).content.decode()
    assert "The server of the repository does not answer." in html
    assert "tok4711" not in html


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing(False), ""),
        (Standing(True), "Never pushed"),
        (Standing(True, met=True), "Pushed"),
        (Standing(True, met=True, waiting=1), "1 change not pushed"),
        (Standing(True, met=True, waiting=2), "2 changes not pushed"),
        (Standing(True, met=True, conflicts=1), "1 file waits for a decision"),
        (
            Standing(True, met=True, waiting=2, conflicts=2),
            "2 changes not pushed, 2 files wait for a decision",
        ),
        (Standing(True, met=True, waiting=2, problem="Broken."), "Git needs a look"),
        (Standing(True, met=True, problem="Broken.", busy=True), "Working with Git"),
    ],
)
def test_the_bar_says_how_it_stands(standing: Standing, words: str) -> None:
    html = render_to_string("studio/git/_state.html", {"git": standing})
    assert " ".join(strip_tags(html).split()) == words
    assert ("<a" in html) is bool(words)


@pytest.mark.parametrize(
    "address",
    [
        "/studio/",
        "/studio/file/01-sql/track.md/",
        "/studio/versions/01-sql/track.md",
        "/studio/new/",
        "/studio/propose/",
        "/studio/proposals/",
        "/studio/history/",
        "/studio/conflicts/",
        "/studio/health/",
        PAGE,
    ],
)
def test_every_page_of_the_studio_says_what_is_not_pushed(
    client: Client, author: Author, tmp_path: Path, address: str
) -> None:
    client.force_login(make_publisher())
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    put("01-sql/track.md", saying("One."), "Say one")
    assert bar(client, address) == "1 change not pushed"


def test_the_bar_costs_no_query_without_a_repository_and_three_with_one(
    author: Author, tmp_path: Path, settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    with django_assert_num_queries(3):
        standing()
    settings.GIT = replace(settings.GIT, remote="")
    with django_assert_num_queries(0):
        standing()


def test_before_any_contact_nobody_is_told_that_all_is_pushed(client: Client, author: Author) -> None:
    client.force_login(make_editor())
    assert bar(client) == "Never pushed"


def test_a_push_that_holds_a_file_back_is_not_called_pushed(
    client: Client, author: Author, tmp_path: Path
) -> None:
    client.force_login(make_editor())
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    author.writes({TRACK: small_tree(tmp_path / "b")[TRACK].replace(b"Text.", b"Text. Mine.")}, "Say mine")
    put(TRACK, saying("Yours."), "Say yours")
    do("push")
    assert bar(client) == "1 file waits for a decision"
    html = client.get(PAGE).content.decode()
    assert "Everything is pushed" not in html
    assert 'href="/studio/conflicts/">Decide' in html


def bar(client: Client, address: str = PAGE) -> str:
    """What the Studio's bar says of Git."""
    html = client.get(address).content.decode()
    found = re.search(r'id="git-state".*?</a>', html, re.DOTALL)
    return " ".join(strip_tags(f"<a {found[0]}").split()) if found else ""
