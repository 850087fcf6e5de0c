"""How the pages of the Studio look: no barrier in either theme, nothing wider than the screen, panes on a phone."""

import pytest
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.studio.services.drafts import put
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.factories import NOON
from tests.studio.curriculum import FILES, LESSON, QUIZ

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_no_page_of_the_studio_has_a_barrier_or_scrolls_sideways(
    open_page: Open, editor: User, axe_source: str
) -> None:
    put(editor, LESSON, FILES[LESSON].replace("level: core", "level: easy" * 30).encode(), now=NOON)
    page = open_page(editor, width=390, **LOOK)
    found = []
    for path in (
        "/studio/",
        "/studio/?q=rank",
        "/studio/folder/03-sql/01-core/",
        f"/studio/file/{LESSON}/",
        f"/studio/file/{QUIZ}/",
        "/studio/file/plan.yml/",
        "/studio/new/",
        f"/studio/move/{QUIZ}/",
    ):
        page.goto(path)
        if "/file/" in path:
            expect(page.locator("[data-ready]")).to_be_attached()
        found += barriers(page, axe_source, path, widths=(390, 1280))
    assert found == []


def test_on_a_phone_one_pane_is_shown_at_a_time(open_page: Open, editor: User) -> None:
    page = open_page(editor, width=390)
    page.goto(f"/studio/file/{LESSON}/")
    expect(page.locator("[data-ready]")).to_be_attached()
    for tab, shown in (
        ("Preview", "[data-preview]"),
        ("Problems", "#problem-list"),
        ("Source", ".cm-content"),
    ):
        page.get_by_role("group", name="Show").get_by_role("button", name=tab).click()
        for one in ("[data-preview]", "#problem-list", ".cm-content"):
            expect(page.locator(one)).to_be_visible(visible=one == shown)
