"""The page of the repository: who may ask, what is shown, and that no secret is."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import Settings

from portal.studio.git.models import Link
from portal.studio.git.selectors import Standing
from tests.factories import make_learner
from tests.studio.git.world import Author, do, put, saying, small_tree
from tests.studio.making import make_editor, make_publisher

PAGE = "/studio/git/"


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
        (Standing(True), "Pushed"),
        (Standing(True, 1), "1 change not pushed"),
        (Standing(True, 2), "2 changes not pushed"),
        (Standing(True, 2, "Broken."), "Git needs a look"),
        (Standing(True, 2, "Broken.", True), "Working with Git"),
    ],
)
def test_the_bar_says_how_it_stands(standing: Standing, words: str) -> None:
    html = render_to_string("studio/git/_state.html", {"git": standing})
    assert words in html
    assert ("<a" in html) is bool(words)
