"""Light and dark: chosen by a form, kept in a cookie, drawn by the server."""

import pytest
from django.test import Client

from tests.markup import read

pytestmark = pytest.mark.django_db


def theme_of(client: Client) -> str | None:
    (page,) = read(client.get("/path/").content).all("html")
    return page.get("data-theme")


def test_without_a_choice_the_page_follows_the_system(client: Client) -> None:
    assert theme_of(client) is None


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_choice_is_kept_and_leads_back(client: Client, theme: str) -> None:
    answer = client.post("/theme/", {"theme": theme, "next": "/path/?a=1"})
    assert answer["Location"] == "/path/?a=1"
    assert client.cookies["theme"]["max-age"] == 60 * 60 * 24 * 365
    assert theme_of(client) == theme


def test_anything_else_is_no_choice(client: Client) -> None:
    client.post("/theme/", {"theme": '"><script>'})
    client.cookies["theme"] = '"><script>'
    assert theme_of(client) is None


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "", "javascript:alert(1)"])
def test_the_way_back_never_leads_off_the_site(client: Client, next_page: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": next_page})["Location"] == "/"
