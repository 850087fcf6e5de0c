"""A small curriculum that is served, with an editor and a publisher at work on it."""

from pathlib import Path

import pytest

from portal.accounts.models import User
from tests.studio.making import make_editor, make_publisher
from tests.studio.world import serve


@pytest.fixture(autouse=True)
def tree(db: None, tmp_path: Path) -> Path:
    return serve(tmp_path)


@pytest.fixture
def editor() -> User:
    return make_editor(name="Mira")


@pytest.fixture
def publisher() -> User:
    return make_publisher(name="Tom")
