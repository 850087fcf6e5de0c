"""A repository, and a portal that is set to it."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.studio.git.world import Author, make_repository


@pytest.fixture
def bare(tmp_path: Path) -> tuple[Path, Author]:
    return make_repository(tmp_path)


@pytest.fixture
def author(bare: tuple[Path, Author], db: None, tmp_path: Path, settings: Settings) -> Author:
    """Somebody who works with Git; the portal is set to the same repository."""
    settings.VAR_DIR = tmp_path / "var"
    settings.GIT = replace(settings.GIT, remote=f"file://{bare[0]}", local=True)
    return bare[1]
