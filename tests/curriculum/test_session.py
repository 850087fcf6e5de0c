"""A session runs blocks in one process, in bounded time and memory, and tells what each of them did."""

from pathlib import Path

import pytest

from tests.curriculum import session
from tests.curriculum.session import Step
from tests.curriculum.tables import Table

pytest.importorskip("duckdb", reason="pip install -r tests/curriculum/lanes/core.txt")


def test_a_block_that_hangs_is_ended_and_the_ones_behind_it_are_not_run(tmp_path: Path) -> None:
    steps = [Step("python", "print(1)"), Step("python", "while True: pass"), Step("python", "print(3)")]
    first, hung, behind = session.run(steps, tmp_path, seconds=1)
    assert first.printed == "1\n"
    assert "still running after 1 s" in hung.lost
    assert "not run" in behind.lost


def test_blocks_share_names_database_and_folder_until_one_starts_afresh(tmp_path: Path) -> None:
    steps = [
        Step(
            "python",
            "import duckdb; duckdb.sql('CREATE TABLE t AS SELECT 7 AS n'); n = 7; open('f', 'w').close()",
        ),
        Step("sql", "SELECT n FROM t"),
        Step("python", "import os; print(n, os.listdir())"),
        Step("sql", "SELECT n FROM t", fresh=True),
        Step("python", "print(n)"),
    ]
    _, rows, names, no_table, no_name = session.run(steps, tmp_path)
    assert rows.table == Table(("n",), (("7",),))
    assert names.printed == "7 ['f']\n"
    assert no_table.raised
    assert no_table.raised.name == "CatalogException"
    assert no_name.raised
    assert no_name.raised.name == "NameError"


def test_what_another_program_prints_is_captured_with_its_block(tmp_path: Path) -> None:
    code = "import os; print('one'); os.system('echo two')"
    assert session.run([Step("python", code)], tmp_path)[0].printed.split() == ["one", "two"]


def test_values_are_shown_as_the_lessons_write_them(tmp_path: Path) -> None:
    sql = """SELECT NULL AS a, true AS b, TIMESTAMP '2026-05-04 08:00:00' AS c, INTERVAL '47 hours' AS d,
             DATE '2026-05-04' AS e, [1, NULL] AS f, {'k': 1} AS g, 1.50::DECIMAL(4,2) AS h"""
    table = session.run([Step("sql", sql)], tmp_path)[0].table
    assert table
    shown = (
        "NULL",
        "true",
        "2026-05-04 08:00:00",
        "1 day 23:00:00",
        "2026-05-04",
        "[1, NULL]",
        "{'k': 1}",
        "1.50",
    )
    assert table.rows == (shown,)
    assert Table.parse(str(table)) == table


def test_the_engine_names_the_types_of_a_result(tmp_path: Path) -> None:
    (outcome,) = session.run([Step("sql", "SELECT 1 AS a, '1' AS b, 1.5 AS c")], tmp_path)
    assert outcome.table
    assert outcome.table.types == ("INTEGER", "VARCHAR", "DECIMAL(2,1)")


def test_a_block_that_takes_all_memory_is_ended_and_the_next_one_runs(tmp_path: Path) -> None:
    steps = [
        Step("python", "b = bytearray(8 << 30)"),
        Step("sql", "SELECT list(range) FROM range(10_000_000_000)"),
        Step("python", "print(1)"),
    ]
    greedy, query, last = session.run(steps, tmp_path)
    assert greedy.raised
    assert greedy.raised.name == "MemoryError"
    assert query.raised
    assert last.printed == "1\n"


def test_a_block_that_prints_without_end_is_ended(tmp_path: Path) -> None:
    (endless,) = session.run([Step("python", "while True: print('x' * 1_000_000)")], tmp_path)
    assert endless.trouble
    assert len(endless.printed) <= 80_000_000
