"""Concepts in the browser: reached from a lesson, followed to another, without barriers."""

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.models import User
from portal.content.models import Lesson, LessonConcept
from portal.content.sync import sync
from portal.quizzes.sync import QuizPart
from tests.e2e.barriers import LOOK, barriers_of
from tests.e2e.conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RANKING = "/concepts/sql.window.ranking/"
PAGES = ["/concepts/", RANKING, "/path/sql/window-functions/"]


@pytest.fixture
def curriculum(transactional_db: None) -> None:
    """The curriculum with its quizzes, and a second lesson that declares a concept of the first."""
    sync(settings.CURRICULUM_DIR, now=timezone.now(), parts=[QuizPart()])
    LessonConcept.objects.create(
        lesson=Lesson.objects.exclude(uid="sql/window-functions").first(),
        concept="sql.window.ranking",
        position=0,
        objective="Rank the rows of a report",
    )


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_learner_follows_a_concept_from_a_lesson_to_its_quiz(
    open_page: Open, learner: User, curriculum: None, width: int, scripts: bool
) -> None:
    page = open_page(learner, width=width, java_script_enabled=scripts)
    page.goto("/path/sql/window-functions/")
    page.get_by_role("link", name="Concept sql.window.ranking").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("sql.window.ranking")
    expect(page.get_by_text("Rank the rows of a report")).to_be_visible()
    expect(page.get_by_text("You have shown nothing of it yet.")).to_be_visible()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Concepts").click()
    page.get_by_role("link", name="sql.window.ranking").click()
    page.get_by_role("main").get_by_role("link", name="Window functions").last.click()
    page.wait_for_url("**/quiz/**")


def test_the_pages_of_concepts_have_no_barrier_and_fit(
    open_page: Open, learner: User, curriculum: None, axe_source: str
) -> None:
    for who in (None, learner):
        page = open_page(who, width=320, **LOOK)
        assert barriers_of(page, axe_source, PAGES, widths=(320, 1280)) == [], who
