"""Reading and ticking in the browser: by pointer and by keyboard, wide and narrow, with scripts and without."""

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.content.models import ChecklistItem, Lesson, Milestone
from portal.progress.models import ItemTick, LessonState, Mark, ProgressEvent, ReadingPlace
from portal.progress.rules import Kind
from portal.progress.services import set_step
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.factories import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SQL, JOINS = "/path/sql/", "/path/sql/joins/"


def box(page: Page, key: str) -> object:
    return page.locator(f"#tick-{key}")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_learner_reads_ticks_takes_back_and_marks_as_done(
    open_page: Open, learner: User, lessons: list[Lesson], width: int, scripts: bool
) -> None:
    page = open_page(learner, width=width, java_script_enabled=scripts)
    page.goto("/path/")
    page.get_by_role("link", name="Begin “Joins”").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Joins")
    first = page.get_by_role("button", name="I can do 1")
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#meter")).to_have_text("1 of 3")
    page.get_by_text("I can do 2").click()
    expect(page.locator("#meter")).to_have_text("2 of 3")
    first.click()
    expect(first).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#meter")).to_have_text("1 of 3")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_text("You marked this lesson as done on")).to_be_visible()
    expect(page.locator("#lesson-state")).to_contain_text("Read")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#lesson-state")).to_have_text("Not started")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    page.goto("/path/")
    expect(page.get_by_text("1 of 3 topics")).to_be_visible()
    kinds = [event.kind for event in ProgressEvent.objects.in_order()]
    assert kinds == [Kind.TICKED, Kind.TICKED, Kind.UNTICKED, Kind.DONE, Kind.REOPENED, Kind.DONE]


def test_with_scripts_nothing_is_loaded_again_and_the_focus_stays(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto(JOINS)
    page.evaluate("window.same = true")
    tick = page.locator("#tick-item-2")
    tick.focus()
    page.keyboard.press("Space")
    expect(page.locator("#live")).to_have_text("Ticked: 1 of 3 done.")
    expect(tick).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("Taken back: 0 of 3 done.")
    expect(tick).to_be_focused()
    done = page.locator("#done-button")
    done.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("“Joins” is marked as done.")
    expect(done).to_be_focused()
    expect(done).to_have_text("Undo")
    assert page.evaluate("window.same") is True


def test_without_scripts_the_page_comes_back_to_the_line(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner, width=390, java_script_enabled=False)
    page.goto(JOINS)
    page.locator("#tick-item-3").click()
    page.wait_for_url("**/path/sql/joins/#item-item-3")
    expect(page.locator("#item-item-3")).to_be_in_viewport()


def test_the_whole_job_can_be_done_with_the_keyboard(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto("/path/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Begin “Joins”")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{JOINS}")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "tick-item-1":
            break
    page.keyboard.press("Space")
    expect(page.locator("#tick-item-1")).to_have_attribute("aria-pressed", "true")


def test_an_impatient_double_click_is_one_tick(open_page: Open, learner: User, lessons: list[Lesson]) -> None:
    page = open_page(learner)
    page.goto(JOINS)
    page.locator("#tick-item-1").evaluate("one => { one.click(); one.click(); }")
    expect(page.locator("#meter")).to_have_text("1 of 3")
    assert ProgressEvent.objects.count() == 1


def test_two_quick_ticks_of_two_lines_both_arrive(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto(JOINS)
    page.evaluate("for (const key of ['item-1', 'item-2']) document.getElementById(`tick-${key}`).click()")
    expect(page.locator(".tick[aria-pressed=true]")).to_have_count(2)
    assert ItemTick.objects.count() == 2


def test_a_refusal_is_said_and_nothing_on_the_page_changes(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto(JOINS)
    ChecklistItem.objects.filter(key="item-1").update(retired_at=NOON)
    page.locator("#tick-item-1").click()
    expect(page.locator("#live .toast")).to_contain_text("has left the checklist")
    expect(page.locator("#tick-item-1")).to_have_attribute("aria-pressed", "false")


def test_a_tick_that_does_not_arrive_is_said_and_not_shown(
    open_page: Open, learner: User, lessons: list[Lesson], complaints: list[str]
) -> None:
    page = open_page(learner)
    page.goto(JOINS)
    page.route("**/tick/", lambda route: route.abort())
    page.locator("#tick-item-1").click()
    expect(page.locator("#live .toast")).to_contain_text("Not saved")
    expect(page.locator("#tick-item-1")).to_have_attribute("aria-pressed", "false")
    complaints.clear()
    page.unroute("**/tick/")
    page.locator("#tick-item-1").click()
    expect(page.locator("#meter")).to_have_text("1 of 3")


def test_after_the_session_ended_a_tick_leads_to_sign_in_and_back(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto(JOINS)
    page.wait_for_load_state("networkidle")  # the note beside the lesson has come
    page.context.clear_cookies(name="session")
    page.locator("#tick-item-1").click()
    page.wait_for_url(f"**/accounts/login/?next={JOINS}")


def test_the_path_opens_the_section_where_the_reader_stopped(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto(JOINS)
    page.evaluate("document.getElementById('the-idea').scrollIntoView()")
    expect(page.locator(".lesson__toc--wide a[href='#the-idea']")).to_have_attribute("aria-current", "true")
    with page.expect_response("**/place/"):
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    page.goto("/path/")
    page.get_by_role("link", name="Continue “Joins”").click()
    page.wait_for_url(f"**{JOINS}#the-idea")
    expect(page.locator("#the-idea")).to_be_in_viewport()
    assert ReadingPlace.objects.get().heading == "The idea"


def test_a_glance_does_not_move_the_place(open_page: Open, learner: User, lessons: list[Lesson]) -> None:
    ReadingPlace.objects.create(
        user=learner, lesson=lessons[0], anchor="the-idea", heading="The idea", seen_at=NOON
    )
    page = open_page(learner)
    page.goto(JOINS)
    page.goto("/path/")
    page.goto("/path/sql/")
    expect(page.get_by_role("link", name="Continue at “The idea”")).to_be_visible()
    assert not LessonState.objects.exists()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_step_is_ticked_and_taken_back_on_the_track(
    open_page: Open, learner: User, lessons: list[Lesson], width: int, scripts: bool
) -> None:
    page = open_page(learner, width=width, java_script_enabled=scripts)
    page.goto(SQL)
    step = page.locator("#m1-tick-2")
    step.click()
    expect(step).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#m1-step-2")).to_contain_text("Ticked on")
    expect(page.locator("#m1-meter")).to_have_text("1 of 2")
    page.get_by_text("Load again").click()
    expect(step).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#m1-meter")).to_have_text("0 of 2")
    assert [event.payload["mark"] for event in ProgressEvent.objects.in_order()] == ["read", ""]


def test_with_scripts_the_focus_stays_and_a_double_click_is_one_event(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto(SQL)
    page.evaluate("window.same = true")
    step = page.locator("#m1-tick-1")
    step.focus()
    page.keyboard.press("Space")
    expect(page.locator("#live")).to_have_text("Ticked: 1 of 2 steps done.")
    expect(step).to_be_focused()
    page.locator("#m1-tick-2").evaluate("one => { one.click(); one.click(); }")
    expect(page.locator("#m1-meter")).to_have_text("2 of 2")
    assert (Mark.objects.count(), ProgressEvent.objects.count()) == (2, 2)
    assert page.evaluate("window.same") is True


def test_what_is_ticked_has_no_barrier_and_fits_a_small_screen(
    open_page: Open, learner: User, lessons: list[Lesson], axe_source: str
) -> None:
    milestone = Milestone.objects.get()
    milestone.steps = ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte", "Load again"]
    milestone.save()
    set_step(learner, milestone, 1, done=True, at=timezone.now(), request_id=uuid4())
    page = open_page(learner, width=320, **LOOK)
    page.goto(SQL)
    assert barriers(page, axe_source, widths=(320, 390, 1280)) == []
