"""From a draft to what a learner sees, and back; two editors on one lesson; the folder and the Studio on one lesson."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.content.models import FileVersion
from portal.content.sync import sync
from portal.studio.models import Draft
from portal.studio.parts import parts
from tests.content.compile.trees import LESSON_PATH, replaced
from tests.content.publishing import digest
from tests.e2e.barriers import LOOK, barriers, barriers_of
from tests.e2e.conftest import Open
from tests.studio.making import make_editor, make_publisher
from tests.studio.world import LATER, LESSON, QUIZ, QUIZ_PATH, draft, proposal, publish, serve, served

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MORE = replaced(LESSON, "Ties.", "Ties, and more ties.")
CLASH = replaced(LESSON, "Ties.", "No ties.")
PAGE = "/path/sql/windows/"
WIDTHS = (390, 1280)


@pytest.fixture
def tree(tmp_path: Path, transactional_db: None) -> Path:
    return serve(tmp_path)


@pytest.fixture
def publisher(transactional_db: None) -> User:
    return make_publisher("tom@example.org", name="Tom")


@pytest.fixture
def editor(transactional_db: None) -> User:
    return make_editor("mira@example.org", name="Mira")


def propose(page: Page, message: str) -> None:
    """Make all drafts a proposal."""
    page.goto("/studio/propose/")
    page.get_by_label("What changes, in a few words").fill(message)
    page.get_by_role("button", name="See what it means").click()
    expect(page.get_by_role("heading", name="What changes for learners")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_published_is_what_a_learner_sees_and_undo_takes_it_back(
    open_page: Open, tree: Path, publisher: User, learner: User, scripts: bool
) -> None:
    draft(publisher, LESSON_PATH, MORE)
    page, reader = open_page(publisher, java_script_enabled=scripts), open_page(learner)
    propose(page, "More ties")
    expect(page.get_by_text("Lesson sql/windows: another text")).to_be_visible()
    reader.goto(PAGE)
    expect(reader.get_by_text("Ties.")).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("heading", name="More ties")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("Ties, and more ties.")).to_be_visible()
    page.get_by_role("button", name="Undo this").click()
    expect(page.get_by_role("heading", name="Undo: More ties")).to_be_visible()
    reader.reload()
    expect(reader.get_by_text("Ties, and more ties.")).to_have_count(0)


def test_the_second_of_two_editors_gets_the_merge_page_and_both_texts_are_kept(
    open_page: Open, tree: Path, publisher: User, editor: User
) -> None:
    draft(editor, LESSON_PATH, CLASH)
    draft(publisher, LESSON_PATH, MORE)
    theirs, mine = open_page(editor), open_page(publisher)
    propose(theirs, "No ties")
    propose(mine, "More ties")
    mine.get_by_role("button", name="Publish now").click()
    expect(mine.get_by_role("heading", name="More ties")).to_be_visible()
    theirs.reload()
    theirs.get_by_role("link", name=f"Merge {LESSON_PATH}").click()
    for words in ("Ties, and more ties.", "No ties."):
        expect(theirs.locator("pre", has_text=words).first).to_be_visible()
    box = theirs.get_by_label("Both together")
    assert "<<<<<<< published\nTies, and more ties.\n=======\nNo ties.\n>>>>>>>" in box.input_value()
    box.fill(replaced(LESSON, "Ties.", "Ties, or no ties."))
    theirs.get_by_role("button", name="Take both together").click()
    expect(theirs.get_by_text("Lesson sql/windows: another text")).to_be_visible()
    mine.goto("/studio/proposals/")
    mine.get_by_role("link", name="No ties").click()
    mine.get_by_role("button", name="Publish now").click()
    expect(mine.get_by_role("heading", name="No ties")).to_be_visible()
    version = FileVersion.objects.filter(path=LESSON_PATH).first()
    assert version
    assert (version.before_id, version.merged_id) == (digest(MORE), digest(CLASH))
    assert "Ties, or no ties." in served(LESSON_PATH)


def test_what_git_and_the_studio_both_changed_is_decided_in_the_browser(
    open_page: Open, tree: Path, publisher: User
) -> None:
    page = open_page(publisher, java_script_enabled=False)
    draft(publisher, LESSON_PATH, MORE)
    propose(page, "More ties")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("heading", name="More ties")).to_be_visible()
    (tree / LESSON_PATH).write_text(CLASH)
    assert sync(tree, now=LATER, parts=parts()).conflicts == [LESSON_PATH]
    page.goto("/studio/conflicts/")
    page.get_by_role("link", name=LESSON_PATH).click()
    page.get_by_role("button", name="Take both together").click()
    expect(page.get_by_role("alert")).to_contain_text("still holds a mark")
    page.get_by_label("Both together").fill(replaced(LESSON, "Ties.", "Ties, or no ties."))
    page.get_by_role("button", name="Take both together").click()
    expect(page.get_by_text("There are none.")).to_be_visible()
    assert "Ties, or no ties." in served(LESSON_PATH)
    assert sync(tree, now=LATER, parts=parts()).conflicts == []


def test_an_earlier_version_is_compared_and_restored_as_a_draft(
    open_page: Open, tree: Path, publisher: User
) -> None:
    page = open_page(publisher)
    draft(publisher, LESSON_PATH, MORE)
    propose(page, "More ties")
    page.get_by_role("button", name="Publish now").click()
    page.get_by_role("link", name=f"All versions of {LESSON_PATH}").click()
    page.get_by_role("link", name="Compare").last.click()
    expect(page.locator("ins", has_text=", and more ties")).to_be_visible()
    page.get_by_role("button", name="Restore the version before").click()
    expect(page.get_by_role("checkbox", name=LESSON_PATH)).to_be_checked()
    assert bytes(Draft.objects.get().data or b"").decode() == LESSON


def test_on_a_phone_a_version_is_a_card_with_its_buttons_in_sight_and_still_a_row(
    open_page: Open, tree: Path, publisher: User
) -> None:
    publish(publisher, proposal(publisher, {LESSON_PATH: MORE}))
    page = open_page(publisher, width=390)
    page.goto(f"/studio/versions/{LESSON_PATH}")
    row = page.get_by_role("table").get_by_role("row").last
    for at, name in enumerate(("Compare", "Restore")):
        box = row.get_by_role("cell").last.locator(".button").nth(at).bounding_box()
        assert box, name
        assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True), name
    page.goto("/studio/history/")
    when = page.get_by_role("table").get_by_role("row").last.get_by_role("cell").first.bounding_box()
    assert when
    assert when["height"] < 40, "the date stands in one line"


def test_no_page_has_a_barrier_or_scrolls_sideways(
    open_page: Open, tree: Path, publisher: User, editor: User, axe_source: str
) -> None:
    mine = proposal(publisher, {LESSON_PATH: MORE, QUIZ_PATH: replaced(QUIZ, "{#gaps}", "{#race}")})
    other = proposal(editor, {LESSON_PATH: CLASH}, "No ties")
    draft(publisher, "data/a.csv", "a\n")
    page = open_page(publisher, width=390, **LOOK)
    page.goto(f"/studio/proposals/{mine.pk}/")
    paths = ["/studio/propose/", "/studio/proposals/", f"/studio/proposals/{mine.pk}/"]
    assert barriers_of(page, axe_source, paths, widths=WIDTHS) == []
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("button", name="Undo this")).to_be_visible()
    release = page.url.rstrip("/").rpartition("/")[2]
    (tree / LESSON_PATH).write_text(CLASH)
    sync(tree, now=LATER, parts=parts())
    first, last = FileVersion.objects.filter(path=LESSON_PATH).order_by("pk")
    paths = [
        f"/studio/proposals/{other.pk}/",
        f"/studio/proposals/{other.pk}/merge/{LESSON_PATH}",
        "/studio/history/",
        f"/studio/history/{release}/",
        f"/studio/versions/{LESSON_PATH}",
        f"/studio/compare/{first.pk}/{last.pk}/",
        "/studio/conflicts/",
    ]
    assert barriers_of(page, axe_source, paths, widths=WIDTHS) == []
    page.get_by_role("link", name=LESSON_PATH).click()
    expect(page.get_by_label("Both together")).to_be_visible()
    assert barriers(page, axe_source, widths=WIDTHS) == []
