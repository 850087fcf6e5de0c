"""Editing in a browser: a problem is seen, mended and gone; nothing typed is lost; nothing is overwritten."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.studio.models import Draft
from tests.e2e.conftest import Open
from tests.studio.curriculum import FILES, LESSON, QUIZ

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenFile = Callable[..., Page]
COPIES = "Object.keys(localStorage).filter((name) => name.startsWith('note:studio:')).length"
SHEETS = "document.querySelector('.editor__host').shadowRoot.adoptedStyleSheets.length"


def type_at_end(page: Page, text: str) -> None:
    """Type below the last line of the source."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def replace(page: Page, text: str) -> None:
    """Make the source this text."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def saved(path: str = LESSON) -> str:
    return bytes(Draft.objects.get(path=path).data or b"").decode()


def test_a_problem_is_listed_jumps_to_its_line_and_goes_when_it_is_mended(open_file: OpenFile) -> None:
    page = open_file(LESSON)
    expect(page.locator("#problem-list")).to_contain_text("none found")
    replace(page, FILES[LESSON].replace("level: core", "level: easy"))
    expect(page.locator("[data-status]")).to_contain_text("Draft saved")
    expect(page.locator("#problem-list")).to_contain_text("1 error")
    expect(page.locator("#tree")).not_to_contain_text("nowhere")
    page.reload()
    expect(page.locator(".cm-fault")).to_have_text("level: easy")
    page.get_by_role("link", name="01-ranking.md:7").click()
    expect(page.locator("[data-cursor]")).to_have_text("Ln 7, Col 1")
    page.keyboard.press("End")
    for _ in "easy":
        page.keyboard.press("Backspace")
    page.keyboard.type("core")
    expect(page.locator("#problem-list")).to_contain_text("none found")
    replace(page, FILES[LESSON].replace("One thing", "A *brand new* thing"))
    expect(page.locator("[data-preview] em")).to_have_text("brand new")
    page.goto("/studio/")
    expect(page.locator(".drafts")).to_contain_text(LESSON)
    expect(page.locator(".drafts")).to_contain_text("no errors")
    assert saved() == FILES[LESSON].replace("One thing", "A *brand new* thing")


def test_the_tree_follows_what_is_saved(open_file: OpenFile) -> None:
    page = open_file(LESSON)
    here, folder = (
        page.locator("#tree [aria-current=page]"),
        page.locator("#tree summary", has_text="01-core"),
    )
    expect(here).to_contain_text("outline")
    replace(page, FILES[LESSON].replace("level: core", "level: easy"))
    expect(here).to_have_text("01-ranking.md 1 error")
    expect(folder).to_have_text("01-core 1 faulty")
    replace(page, FILES[LESSON].replace("One thing", "A thing"))
    expect(here).to_have_text("01-ranking.md edited")
    expect(folder).to_have_text("01-core 1 edited")


def test_the_editor_brings_its_styles_without_breaking_the_policy(open_file: OpenFile) -> None:
    page = open_file(LESSON)  # a violation is a complaint of the browser, and fails every test here
    assert page.evaluate(SHEETS) > 0
    assert (
        page.evaluate(
            "getComputedStyle(document.querySelector('.editor__host').shadowRoot.querySelector('.cm-gutters')).display"
        )
        == "flex"
    )
    page.locator(".cm-content").click()
    page.keyboard.press("Control+f")
    expect(page.locator(".cm-search")).to_be_visible()


def test_tab_leaves_the_text(open_file: OpenFile) -> None:
    page = open_file(LESSON)
    page.locator(".cm-content").click()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save and preview")).to_be_focused()


def test_a_slash_is_typed_and_does_not_leave_for_the_search(open_file: OpenFile) -> None:
    page = open_file(LESSON)
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("ab/cd")
    expect(page.locator("[data-status]")).to_contain_text("Draft saved")
    assert saved().endswith("ab/cd")
    page.keyboard.press("Control+f")
    page.keyboard.type("ab/c")
    expect(page.locator(".cm-search input[name=search]")).to_have_value("ab/c")


def test_the_keys_save_and_go_to_the_preview(open_file: OpenFile) -> None:
    page = open_file(LESSON)
    type_at_end(page, "\nmore")
    with page.expect_response("**/studio/save/**"):
        page.keyboard.press("Control+s")
    expect(page.locator("[data-status]")).to_contain_text("Draft saved")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-preview]")).to_be_focused()
    assert saved().endswith("more")


def test_a_text_that_was_not_acknowledged_comes_back(open_file: OpenFile) -> None:
    page = open_file(LESSON)
    page.context.set_offline(True)
    type_at_end(page, "\nIn a tunnel")
    expect(page.locator("[data-status]")).to_contain_text("Not saved: offline; kept on this device")
    page.context.set_offline(False)
    again = page.context.new_page()
    page.close()
    again.goto(f"/studio/file/{LESSON}/")
    expect(again.locator("[data-status]")).to_contain_text("Draft saved")
    assert saved().endswith("In a tunnel")
    assert again.evaluate(COPIES) == 0


def test_a_session_that_has_ended_loses_nothing(open_file: OpenFile) -> None:
    page = open_file(LESSON)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="session")
    type_at_end(page, "\nSigned out meanwhile")
    expect(page.locator("[data-status]")).to_contain_text("you are signed out")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]  # what cookies() returns is what it takes
    expect(page.locator("[data-status]")).to_contain_text("Draft saved")
    assert saved().endswith("Signed out meanwhile")


def test_two_tabs_show_both_texts_and_nothing_is_lost(open_file: OpenFile) -> None:
    first = open_file(LESSON)
    second = first.context.new_page()
    second.goto(f"/studio/file/{LESSON}/")
    expect(second.locator("[data-ready]")).to_be_attached()
    type_at_end(second, "\nFrom the second tab.")
    expect(second.locator("[data-status]")).to_contain_text("Draft saved")
    type_at_end(first, "\nFrom the first tab.")
    expect(first.locator("[data-status]")).to_contain_text("nothing was overwritten")
    first.get_by_role("button", name="Compare both texts").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Two texts of one draft")
    first.get_by_role("button", name="Save both together").click()
    expect(first.locator("#problem-list")).to_be_visible()
    assert saved().endswith("From the second tab.\nFrom the first tab.")


def test_the_preview_shows_the_part_the_cursor_is_in(open_file: OpenFile) -> None:
    page = open_file(LESSON, width=1280)
    parts = "".join(
        f"\n## Part {at}\n\n```python\n## Part {at + 1}\n```\n\n{'Words to fill it. ' * 40}\n"
        for at in range(30)
    )
    replace(page, FILES[LESSON] + parts)
    last = page.locator("[data-preview]").get_by_role("heading", name="Part 29")
    expect(last).to_be_in_viewport()
    page.keyboard.press("Control+Home")
    expect(last).not_to_be_in_viewport()
    expect(page.locator(".shown__title")).to_be_in_viewport()
    page.locator("[data-preview]").evaluate("(preview) => preview.scrollTop = 40")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("The end.")
    expect(page.locator("[data-preview]")).to_contain_text("The end.")
    expect(last).to_be_in_viewport()


def test_a_question_of_each_kind_can_be_put_in_and_is_shown(open_file: OpenFile) -> None:
    page = open_file(QUIZ)
    page.get_by_text("Insert", exact=True).click()
    for name in ("Put in order", "One answer", "One answer"):
        page.locator(".cm-content").click()
        page.keyboard.press("Control+End")
        page.locator(".insert").get_by_role("button", name=name, exact=True).click()
    expect(page.locator("[data-preview] section.question")).to_have_count(4)
    expect(page.locator("#problem-list")).to_contain_text("none found")
    for box in page.locator("[data-preview] :is(input, button, textarea, select)").all():
        expect(box).to_be_disabled()


def test_a_draft_can_be_given_up(open_file: OpenFile) -> None:
    page = open_file(LESSON)
    type_at_end(page, "\nNo.")
    expect(page.locator("[data-status]")).to_contain_text("Draft saved")
    page.reload()
    page.get_by_role("button", name="Discard the draft").click()
    expect(page.locator("[data-status]")).to_contain_text("As it is published")
    assert not Draft.objects.exists()


def test_everything_works_without_scripts(open_page: Open, editor: User) -> None:
    page = open_page(editor, java_script_enabled=False)
    page.goto("/studio/")
    for name in ("03-sql", "01-core"):
        page.locator("summary", has_text=name).click()
        page.get_by_role("link", name=f"Show what is in {name}").click()
    page.get_by_role("link", name="01-ranking.md outline").click()
    area = page.get_by_role("textbox", name="01-ranking.md")
    area.fill(FILES[LESSON].replace("level: core", "level: easy"))
    page.get_by_role("button", name="Save and preview").click()
    expect(page.locator("#problem-list")).to_contain_text("1 error")
    expect(page.locator(".problems__excerpt")).to_have_text("level: easy")
    page.get_by_text("Insert", exact=True).click()
    page.get_by_role("button", name="Warning").click()
    assert saved().endswith("> [!WARNING]\n> One thing to know.\n")
    Draft.objects.update(revision=9)
    area.fill("Mine")
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_role("button", name="Keep the text of this page").click()
    assert saved() == "Mine"
    page.goto("/studio/new/?folder=03-sql/01-core")
    page.get_by_label("Title").fill("Group by")
    page.get_by_role("button", name="Begin the file").click()
    expect(page.locator("#problem-list")).to_contain_text("none found")
    page.get_by_role("link", name="Move or rename").click()
    page.get_by_label("Path").fill("03-sql/01-core/09-group-by.md")
    page.get_by_role("button", name="Move the file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("03-sql/01-core/09-group-by.md")
    page.goto("/studio/?q=group")
    expect(page.locator("#tree")).to_contain_text("09-group-by.md")
