"""An editor of the Studio, and a small curriculum that was synced from files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from tests.e2e.conftest import Open
from tests.studio.curriculum import serve
from tests.studio.making import make_editor

FILE = "/studio/file/"


@pytest.fixture
def editor(transactional_db: None, tmp_path: Path) -> User:
    serve(tmp_path)
    return make_editor("mira@example.org", name="Mira Okafor")


@pytest.fixture
def open_file(open_page: Open, editor: User) -> Callable[..., Page]:
    """Open the page of a file as the editor and wait until the editor stands: ``open_file(path, width=390)``."""

    def opener(path: str, **options: Any) -> Page:
        page = open_page(editor, **options)
        page.goto(f"{FILE}{path}/")
        if options.get("java_script_enabled", True):
            expect(page.locator("[data-ready]")).to_be_attached()
        return page

    return opener
