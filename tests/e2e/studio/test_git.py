"""The page of the repository in the browser: pushed by a button without scripts, both themes, no barriers."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.studio.git.models import Link
from portal.studio.git.services.asking import work
from tests.e2e.barriers import LOOK, barriers
from tests.e2e.conftest import Open
from tests.studio.git.conftest import author, bare
from tests.studio.git.world import Author, do, later, put, saying, small_tree
from tests.studio.making import make_publisher

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["author", "bare"]
PAGE = "/studio/git/"


def test_the_page_fits_and_has_no_barrier(
    open_page: Open, author: Author, tmp_path: Path, axe_source: str
) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    put("01-sql/track.md", saying("One."), "Say what a table is before asking it anything")
    Link.objects.update(problem="The server of the repository does not answer.", problem_at=later())
    page = open_page(make_publisher(), width=390, **LOOK)
    page.goto(PAGE)
    assert barriers(page, axe_source, widths=(390, 1280)) == []


def test_a_publisher_pushes_without_scripts(open_page: Open, author: Author, tmp_path: Path) -> None:
    author.writes(small_tree(tmp_path), "Begin")
    do("pull")
    put("01-sql/track.md", saying("One."), "Say one")
    page = open_page(make_publisher(), java_script_enabled=False)
    page.goto(PAGE)
    expect(page.get_by_role("heading", name="1 change not pushed")).to_be_visible()
    page.get_by_role("button", name="Push").click()
    expect(page.get_by_role("heading", name="The worker is at it")).to_be_visible()
    assert work(list, now=later(), clock=later)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", name="Everything is pushed")).to_be_visible()
    assert b"One." in author.files()["01-sql/track.md"]
