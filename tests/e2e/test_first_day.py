"""A newcomer's first day in the browser: an account, a proved address, a zone, the first ticks."""

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from portal.content.models import Lesson
from portal.progress.models import ItemTick
from tests.accounts.conftest import PASSWORD, last_link
from tests.e2e.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_newcomer_signs_up_and_ticks_off_the_first_line(
    open_page: Open, lessons: list[Lesson], settings: Settings, width: int, scripts: bool
) -> None:
    settings.SIGN_UP = "open"
    address = f"new-{width}-{scripts}@example.org".lower()  # the limits count letters per address
    page = open_page(width=width, java_script_enabled=scripts, timezone_id="Europe/Oslo")
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail").fill(address)
    page.locator("input[name=password1]").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto(last_link())
    page.get_by_role("button", name="Confirm the address").click()
    page.get_by_label("Time zone").select_option("Europe/Oslo")
    page.get_by_role("button", name="Use this zone").last.click()
    page.goto("/path/sql/joins/")
    page.get_by_role("button", name="I can do 1").click()
    expect(page.locator("#meter")).to_have_text("1 of 3")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert ItemTick.objects.get().user.email == address
