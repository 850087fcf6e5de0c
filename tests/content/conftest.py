"""A small curriculum that is served from a folder."""

from pathlib import Path

import pytest

from portal.content.sync import sync
from tests.content.compile.trees import make_tree
from tests.content.publishing import NOON


@pytest.fixture
def tree(db: None, tmp_path: Path) -> Path:
    """Serve the small curriculum; return its folder."""
    tree = make_tree(tmp_path / "tree")
    sync(tree, now=NOON, jobs=1)
    return tree
