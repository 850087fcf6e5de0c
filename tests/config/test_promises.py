"""The table of ``make faults`` goes where the page has a place for it, and nowhere else."""

import json
from datetime import date
from pathlib import Path

import pytest

from scripts.common import Trouble
from scripts.promises import PAGE, Row, publish, rows

pytestmark = pytest.mark.once


def test_what_tests_have_noted_is_read_in_the_order_of_the_promises(tmp_path: Path) -> None:
    noted = [{"promise": promise, "form": "S", "done": "x", "counted": {}} for promise in ("R7", "R1")]
    (tmp_path / "figures").write_text("\n".join(map(json.dumps, noted)))
    assert [row.promise for row in rows(tmp_path / "figures")] == ["R1", "R7"]


def test_the_table_replaces_the_one_before_and_leaves_the_rest_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "promises.md"
    page.write_text("Before\n<!-- figures -->\nold\n<!-- end -->\nAfter\n")
    rest = [Row(f"R{number}", "S", "x", {}) for number in range(2, 9)]
    publish([Row("R1", "P", "24 blows", {"lost / due": "0 / 400"}), *rest], date(2026, 11, 26), 5, page=page)
    text = page.read_text()
    assert text.startswith("Before\n<!-- figures -->\nMeasured on 26 November 2026, in 5 s: ")
    assert "| R1 | P | 24 blows | lost / due **0 / 400** |" in text
    assert text.endswith("|\n<!-- end -->\nAfter\n")
    assert "old" not in text


def test_a_table_that_lacks_a_promise_is_not_written(tmp_path: Path) -> None:
    page = tmp_path / "promises.md"
    page.write_text("<!-- figures -->\nold\n<!-- end -->\n")
    found = [Row(f"R{number}", "S", "x", {}) for number in range(1, 8)]
    with pytest.raises(Trouble, match="No figure for R8"):
        publish(found, date(2026, 11, 26), 5, page=page)
    assert "old" in page.read_text()


def test_the_page_has_that_place() -> None:
    assert PAGE.read_text().count("<!-- figures -->\n") == 1
