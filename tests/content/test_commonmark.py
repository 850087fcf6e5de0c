"""Exporting the example texts of CommonMark, the oddest Markdown there is: each comes out as the bytes that went in."""

import re
from datetime import datetime, timezone
from pathlib import Path

import pytest

from portal.content.export import export
from portal.content.sync import sync
from scripts.tools import COMMONMARK
from tests.content.compile.trees import BODY, FRONT, make_tree, problems_of, replaced
from tests.content.test_export import files

pytestmark = [pytest.mark.django_db, pytest.mark.once]
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n", re.DOTALL | re.MULTILINE)
FENCE = "~" * 40


def lesson(number: int, example: str) -> str:
    """Return a lesson with an example among its prose."""
    text = replaced(FRONT + BODY, "sql/windows", f"sql/example-{number}")
    return replaced(text, "Ties.\n", f"Ties.\n\n{example}\n")


def test_every_example_of_commonmark_comes_out_byte_for_byte(tmp_path: Path) -> None:
    """An example the lesson's format refuses, such as a link to nowhere, is told as text."""
    if not COMMONMARK.is_file():
        pytest.skip("npm ci")
    examples = [text.replace("→", "\t") for text in EXAMPLE.findall(COMMONMARK.read_text(encoding="utf-8"))]
    assert len(examples) == 652
    paths = {f"01-sql/01-core/{n % 90 + 10}-example-{n}.md": n for n in range(len(examples))}
    tree = make_tree(tmp_path / "in", {path: lesson(n, examples[n]) for path, n in paths.items()})
    refused = {problem.path for problem in problems_of(tree)}
    assert len(refused) < 250
    told = {path: f"{FENCE}text\n{examples[paths[path]]}{FENCE}" for path in refused}
    make_tree(tree, {path: lesson(paths[path], text) for path, text in told.items()})
    sync(tree, now=datetime(2026, 11, 22, 12, tzinfo=timezone.utc))
    export(tmp_path / "out")
    assert files(tmp_path / "out") == files(tree)
