"""How the pages look and are reached: themes, small screens, barriers, print."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.content.sync import sync
from portal.progress.services import set_done
from tests.e2e.barriers import LOOK, barriers_of
from tests.e2e.conftest import Open
from tests.factories import NOON, make_lesson

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OPEN = [
    "/",
    "/path/",
    "/path/sql/",
    "/path/sql/joins/",
    "/path/sql/windows/",
    "/path/habits/read/",
    "/no/such/page/",
]
SIGNED_IN = [*OPEN[1:], "/path/sql/gone/", "/path/sql/long/"]
THEMES = ["light", "dark"]


def test_no_page_has_a_barrier_or_scrolls_sideways(
    open_page: Open, learner: User, lessons: list[Lesson], axe_source: str
) -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    long = make_lesson(
        "sql/long", short=word[:80], summary=word, html=f"<h2 id='w'>{word}</h2><p>{word}{word}</p>"
    )
    long.items.update(html=f"<code>{word}{word}</code>")
    make_lesson("sql/gone", retired_at=NOON)
    set_done(learner, lessons[1], done=True, at=NOON, request_id=uuid4())
    for who, paths in ((None, OPEN), (learner, SIGNED_IN)):
        page = open_page(who, width=320, **LOOK)
        assert barriers_of(page, axe_source, paths, widths=(320, 360, 1280)) == [], who


def test_a_lesson_that_is_done_fits_a_small_screen(
    open_page: Open, learner: User, lessons: list[Lesson], axe_source: str
) -> None:
    set_done(learner, lessons[0], done=True, at=NOON, request_id=uuid4())
    page = open_page(learner, width=320, **LOOK)
    assert barriers_of(page, axe_source, [lessons[0].get_absolute_url()]) == []


def test_the_written_lessons_have_no_barrier_and_fit_a_small_screen(
    open_page: Open, learner: User, axe_source: str
) -> None:
    sync(settings.CURRICULUM_DIR, now=timezone.now())
    paths = [lesson.get_absolute_url() for lesson in Lesson.objects.live().written()]
    assert len(paths) >= 3
    assert barriers_of(open_page(learner, width=320, **LOOK), axe_source, paths) == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_changes_at_once_and_stays(open_page: Open, lessons: list[Lesson], theme: str) -> None:
    page = open_page(color_scheme="light" if theme == "dark" else "dark")
    page.goto("/path/")
    page.evaluate("window.same = true")
    page.get_by_role("button", name=f"{theme.capitalize()} theme").focus()
    with page.expect_response("**/theme/"):
        page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    other = "Light" if theme == "dark" else "Dark"
    expect(page.get_by_role("button", name=f"{other} theme")).to_be_focused()
    assert page.evaluate("window.same") is True
    page.goto("/path/sql/")
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == theme


def test_the_theme_changes_without_scripts(open_page: Open, lessons: list[Lesson]) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/path/sql/")
    page.get_by_role("button", name="Dark theme").click()
    page.wait_for_url("**/path/sql/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Light theme")).to_be_visible()


def test_the_icons_and_the_policy_agree(open_page: Open, learner: User, lessons: list[Lesson]) -> None:
    page = open_page(learner)
    answer = page.goto("/path/sql/joins/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    drawn = "() => [...document.querySelectorAll('.icon')].filter(i => i.checkVisibility()).map(i => i.getBBox().width)"
    assert all(width > 0 for width in page.evaluate(drawn))


def test_the_menu_closes_with_escape_and_signs_out_without_scripts(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto("/path/")
    menu = page.locator("summary[aria-label='Account of Mira Okafor']")
    menu.click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu).to_be_focused()
    plain = open_page(learner, java_script_enabled=False)
    plain.goto("/path/")
    plain.locator("details.menu summary").click()
    plain.get_by_role("button", name="Sign out").click()
    expect(plain.get_by_role("link", name="Sign in").first).to_be_visible()


def test_print_leaves_the_frame_out_and_the_text_in(
    open_page: Open, learner: User, lessons: list[Lesson]
) -> None:
    page = open_page(learner)
    page.goto("/path/sql/joins/")
    page.emulate_media(media="print")
    for gone in (".masthead", ".lesson__toc--wide", ".lesson__desk", ".ending", ".turn", ".colophon"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator("#the-idea")).to_be_visible()
