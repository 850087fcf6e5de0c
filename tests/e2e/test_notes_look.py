"""How the pages of notes look: no barrier in either theme, and nothing wider than the screen."""

import pytest
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.notes.models import NoteVersion, OwnLink
from portal.notes.services import set_binned
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.factories import NOON
from tests.notes.making import DAY, make_link, make_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LESSON, NOTE = "/path/sql/joins/", "/notes/lesson/sql/joins/"
WIDTHS = (390, 1280)


def test_no_page_of_notes_has_a_barrier_or_scrolls_sideways(
    open_page: Open, learner: User, lessons: list[Lesson], axe_source: str
) -> None:
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    make_note(
        learner,
        lessons[0],
        f"# Ranks\n\n{long}\n\n```sql\nselect {long}\n```\n\n| a | b |\n|---|---|\n| 1 | {long} |",
    )
    make_note(learner, lessons[0], f"## Ties\n\n{long}\n\n1. one\n2. two[^1]\n\n[^1]: A foot.")
    make_link(learner, lessons[0], title=long[:160])
    version = NoteVersion.objects.first()
    link = OwnLink.objects.get()
    set_binned(learner, make_note(learner, DAY), binned=True, now=NOON)
    paths = [
        "/notes/",
        "/notes/?bin",
        "/notes/?words=nowhere",
        NOTE,
        "/notes/day/2026-11-24/",
        "/notes/day/2026-11-23/",
    ]
    paths += [LESSON, f"/notes/link/{link.pk}/", f"/notes/version/{version.pk if version else 0}/"]
    page = open_page(learner, width=390, **LOOK)
    found = []
    for path in paths:
        page.goto(path)
        if path == LESSON:
            page.evaluate("document.querySelector('#notes-place')?.scrollIntoView()")
            expect(page.locator("#own-links")).to_be_visible()
        found += barriers(page, axe_source, path, widths=WIDTHS)
    page.goto(NOTE)
    make_note(learner, lessons[0], "Elsewhere.")
    page.locator("textarea[name=text]").fill("Here.")
    page.get_by_role("button", name="Compare both texts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two texts of one note")
    assert found + barriers(page, axe_source, "conflict", widths=WIDTHS) == []
