"""Notes in the browser: saved by themselves, kept without a line, never overwritten, harmless, and without barriers."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.notes.models import Note, NoteVersion, OwnLink
from tests.e2e.conftest import Open
from tests.notes.making import make_link, make_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LESSON, NOTE = "/path/sql/joins/", "/notes/lesson/sql/joins/"
COPIES = "Object.keys(localStorage).filter(name => name.startsWith('note:')).length"
HOSTILE = """
<script>window.hit = 1</script> <img src=x onerror="window.hit = 2"> [a](javascript:window.hit=3)
<b hx-get="/notes/" hx-trigger="load">b</b> [b](https://example.org"onmouseover="window.hit=4)

<details ontoggle="window.hit = 5" open>

![x](x" onerror="window.hit=6) <svg onload=window.hit=7> `<script>window.hit=8</script>` &lt;script&gt;
"""


def area(page: Page) -> Any:
    return page.locator("textarea[name=text]").first


def status(page: Page) -> Any:
    return page.locator("[data-status]")


def expect_status(page: Page, text: str) -> None:
    """Wait until the editor says ``text``; a busy machine may take its time."""
    expect(status(page)).to_contain_text(text)


def open_note(open_page: Open, learner: User, path: str = NOTE, **options: Any) -> Page:
    page = open_page(learner, **options)
    page.goto(path)
    expect(area(page)).to_be_visible()
    return page


def test_a_note_beside_the_lesson_saves_itself_and_is_there_again(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto(LESSON)
    expect(area(page)).to_be_visible()
    held: list[Route] = []

    def hold(route: Route) -> None:
        route.continue_() if held else held.append(route)

    page.route("**/save/", hold)
    with page.expect_request("**/save/"):
        area(page).fill("Tied rows")
    expect(status(page)).to_have_text("Saving…")
    held[0].continue_()
    expect_status(page, "Saved ")
    assert Note.objects.get().text == "Tied rows"
    assert page.evaluate(COPIES) == 0
    with page.expect_response("**/save/"):
        area(page).fill("Tied rows share a rank")
    expect_status(page, "Saved ")
    page.reload()
    expect(area(page)).to_have_value("Tied rows share a rank")
    assert Note.objects.get().revision == 2


def test_the_note_reads_beside_the_editor_as_soon_as_it_is_saved(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_note(open_page, learner)
    area(page).fill("**Bold** and `code`")
    expect(page.locator("[data-shown] strong")).to_have_text("Bold")


def test_what_is_written_without_a_line_is_kept_and_sent_when_it_is_back(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_note(open_page, learner)
    page.context.set_offline(True)
    area(page).fill("In a tunnel")
    expect_status(page, "Not saved: offline, kept on this device")
    assert "In a tunnel" in json.dumps(page.evaluate("Object.values(localStorage)"))
    page.context.set_offline(False)
    expect_status(page, "Saved ")
    assert Note.objects.get().text == "In a tunnel"
    assert page.evaluate(COPIES) == 0


def test_a_tab_closed_without_a_line_loses_nothing(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_note(open_page, learner)
    page.context.set_offline(True)
    area(page).fill("Closed in a tunnel")
    expect_status(page, "kept on this device")
    page.close()
    context = page.context
    context.set_offline(False)
    again = context.new_page()
    again.goto(NOTE)
    expect(area(again)).to_have_value("Closed in a tunnel")
    expect_status(again, "Saved ")
    assert Note.objects.get().text == "Closed in a tunnel"


def test_a_change_is_sent_when_the_page_is_left(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_note(open_page, learner)
    page.clock.install()  # nothing is sent by the clock: only leaving sends
    page.reload()
    area(page).fill("Left at once")
    with page.expect_response("**/save/"):
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert Note.objects.get().text == "Left at once"


def test_two_tabs_show_both_texts_and_nothing_is_lost(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    make_note(learner, lessons[0], "Common.")
    first = open_note(open_page, learner)
    second = first.context.new_page()
    second.goto(NOTE)
    with second.expect_response("**/save/"):
        area(second).fill("Common.\nFrom the second tab.")
    expect_status(second, "Saved ")
    area(first).fill("Common.\nFrom the first tab.")
    expect_status(first, "nothing was overwritten")
    first.get_by_role("button", name="Compare both texts").click()
    expect(first.get_by_role("heading", level=1)).to_have_text("Two texts of one note")
    expect(first.get_by_role("textbox", name="Both together")).to_have_value(
        "Common.\nFrom the second tab.\nFrom the first tab."
    )
    first.get_by_role("button", name="Save both together").click()
    expect(area(first)).to_have_value("Common.\nFrom the second tab.\nFrom the first tab.")
    assert first.evaluate(COPIES) == 0
    assert "Common.\nFrom the second tab." in NoteVersion.objects.values_list("text", flat=True)


def test_keeping_the_saved_text_of_two_leaves_the_other_among_the_versions(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_note(open_page, learner)
    make_note(learner, lessons[0], "Saved elsewhere.")
    area(page).fill("Sent from here.")
    page.get_by_role("button", name="Compare both texts").click()
    page.get_by_role("link", name="Keep the saved text").click()
    expect(area(page)).to_have_value("Saved elsewhere.")
    page.get_by_text("Earlier versions (1)").click()
    page.locator(".notes__versions a").click()
    page.get_by_role("button", name="Bring this text back").click()
    expect(area(page)).to_have_value("Sent from here.")


def test_a_text_that_is_too_long_stays_in_the_page_with_the_reason(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_note(open_page, learner)
    area(page).fill("a" * 30_000)
    expect_status(page, "The note has 30,000 bytes; 20,480 can be saved.")
    assert page.evaluate(COPIES) == 1
    area(page).fill("short")
    expect_status(page, "Saved ")
    assert page.evaluate(COPIES) == 0


@pytest.mark.parametrize("path", [LESSON, NOTE, "/notes/"])
def test_nothing_in_a_note_acts(open_page: Open, learner: User, lessons: list[Lesson], path: str) -> None:
    make_note(learner, lessons[0], HOSTILE)
    make_link(learner, lessons[0], title='"><script>window.hit = 9</script>')
    page = open_page(learner, bypass_csp=True)
    page.goto(path)
    if path != "/notes/":
        expect(page.locator("#own-links a.item__text")).to_be_visible()
    for place in page.locator("[data-shown] *").all():
        place.hover(force=True)
    assert page.evaluate("window.hit") is None
    assert (
        page.evaluate(
            "document.querySelectorAll('[data-shown] :is([hx-get], img, svg.x, script, [onerror])').length"
        )
        == 0
    )


def test_a_hostile_note_that_is_saved_in_the_page_does_not_act(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_note(open_page, learner, bypass_csp=True)
    area(page).fill(HOSTILE)
    expect_status(page, "Saved ")
    expect(page.locator("[data-shown]")).to_contain_text("window.hit")
    assert page.evaluate("window.hit") is None


def test_links_are_added_ticked_and_removed_in_place_by_keyboard(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto(LESSON)
    page.get_by_text("Add a link").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Title").fill("Ranks")
    page.get_by_label("Address").fill("https://example.org/rank")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ranks", exact=True)).to_have_attribute("rel", "noopener noreferrer")
    page.get_by_role("button", name="Done with “Ranks”").focus()
    page.keyboard.press("Enter")
    tick = page.get_by_role("button", name="Done with “Ranks”")
    expect(tick).to_have_attribute("aria-pressed", "true")
    expect(tick).to_be_focused()
    page.get_by_role("button", name="Remove “Ranks”").press("Enter")
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("link", name="Ranks", exact=True)).to_be_visible()
    assert OwnLink.objects.get().done_at is not None


def test_everything_works_without_scripts(open_page: Open, learner: User, lessons: list[Lesson]) -> None:
    page = open_page(learner, java_script_enabled=False)
    page.goto(LESSON)
    page.get_by_role("link", name="Notes and links of your own").click()
    area(page).fill("*Plain* form")
    page.get_by_role("button", name="Save the note").click()
    expect(page.locator("[data-shown] em")).to_have_text("Plain")
    page.get_by_text("Add a link").click()
    page.get_by_label("Address").fill("https://example.org/rank")
    page.get_by_role("button", name="Add the link").click()
    page.get_by_role("button", name="Done with “example.org/rank”").click()
    expect(page.get_by_role("button", name="Done with “example.org/rank”")).to_have_attribute(
        "aria-pressed", "true"
    )
    make_note(learner, lessons[0], "Saved elsewhere.")
    area(page).fill("Sent from here.")
    page.get_by_role("button", name="Save the note").click()
    page.get_by_role("button", name="Keep the text of this page").click()
    expect(area(page)).to_have_value("Sent from here.")
    page.get_by_role("button", name="Move the note to the bin").click()
    page.get_by_role("button", name="Take it back").click()
    expect(area(page)).to_have_value("Sent from here.")
    page.goto("/notes/")
    page.get_by_label("Words").fill("nowhere")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("No note holds that")).to_be_visible()


def test_the_archive_is_downloaded(open_page: Open, learner: User, lessons: list[Lesson]) -> None:
    make_note(learner, lessons[0])
    page = open_page(learner)
    page.goto("/notes/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as Markdown").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
