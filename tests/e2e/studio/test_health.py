"""The health page in the browser: in both themes, on a phone, without scripts, without barriers."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.content.sync import sync
from portal.health.models import LinkCheck
from portal.health.services.surveying import survey
from portal.quizzes.sync import QuizPart
from tests.content.compile.trees import FACTS, make_tree
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.factories import NOON
from tests.health.test_page import PAGE, QUIZ, QUIZ_PATH
from tests.studio.making import make_editor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def content(transactional_db: None, tmp_path: Path) -> None:
    """A small curriculum in which something of every kind is found."""
    facts = FACTS.replace("2026-11-22", "2024-01-02")
    sync(make_tree(tmp_path, {"facts.yml": facts, QUIZ_PATH: QUIZ}), now=NOON, jobs=1, parts=[QuizPart()])
    survey(now=NOON)
    LinkCheck.objects.filter(url="https://example.org/1").update(
        failed_days=2, problem="The server answers 404."
    )


def test_the_page_fits_and_has_no_barrier(open_page: Open, content: None, axe_source: str) -> None:
    page = open_page(make_editor(), width=390, **LOOK)
    page.goto(PAGE)
    assert barriers(page, axe_source, widths=(390, 1280)) == []


def test_without_scripts_what_changed_is_looked_at(open_page: Open, content: None) -> None:
    LinkCheck.objects.all().delete()
    from portal.health.models import Survey

    Survey.objects.filter(path="facts.yml").delete()
    page = open_page(make_editor(), java_script_enabled=False)
    page.goto(PAGE)
    page.get_by_role("button", name="Look now").click()
    expect(page.get_by_role("button", name="Look now")).to_have_count(0)
    expect(page.get_by_text("Something changed.")).to_be_visible()
