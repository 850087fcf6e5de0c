"""Results of queries, as drills and exercises compare them."""

import pytest

from tests.curriculum.tables import Table, is_ordered, same_answer

ROWS = Table.of(["a", "b"], [["1", "x"], ["2.50", "y"], ["2.50", "z"]], ["INTEGER", "VARCHAR"])


@pytest.mark.parametrize(
    ("rows", "order", "same"),
    [
        ([["1.0", "x"], ["2.5", "y"], ["2.5", "z"]], "exact", True),
        ([["1", "x"], ["2.5", "z"], ["2.5", "y"]], "exact", False),
        ([["1", "x"], ["2.5", "z"], ["2.5", "y"]], "by:a", True),
        ([["1", "x"], ["2.5", "z"], ["2.5", "y"]], "by:a,b", False),
        ([["2.5", "z"], ["1", "x"], ["2.5", "y"]], "by:a", False),
        ([["2.5", "z"], ["1", "x"], ["2.5", "y"]], "any", True),
        ([["2.5", "y"], ["1", "x"], ["2.5", "y"]], "any", False),
    ],
)
def test_rows_compare_in_the_order_the_drill_asks_for(rows: list[list[str]], order: str, same: bool) -> None:
    assert same_answer(ROWS, Table.of(["c", "d"], rows), order=order) is same


@pytest.mark.parametrize(
    ("types", "same"),
    [(["BIGINT", "VARCHAR"], True), (["DECIMAL(8,2)", "VARCHAR"], True), (["VARCHAR", "VARCHAR"], False)],
)
def test_strict_types_tell_a_number_from_a_text(types: list[str], same: bool) -> None:
    other = Table.of(["a", "b"], ROWS.rows, types)
    assert same_answer(ROWS, other, types="strict") is same
    assert same_answer(ROWS, other) is True


@pytest.mark.parametrize(
    ("sql", "ordered"),
    [
        ("SELECT a FROM t ORDER BY a;", True),
        ("SELECT a FROM (SELECT a FROM t ORDER BY a)", False),
        ("SELECT sum(a) OVER (ORDER BY a) FROM t", False),
        ("SELECT a FROM t ORDER BY a; SELECT b FROM t;", False),
        ("SELECT 'ORDER BY' FROM t -- ORDER BY", False),
    ],
)
def test_only_an_outermost_order_by_counts(sql: str, ordered: bool) -> None:
    assert is_ordered(sql) is ordered


def test_answers_are_compared_without_names_and_with_doubles() -> None:
    one = Table(("a",), (("1",), ("2",), ("2",)))
    assert same_answer(one, Table(("b",), (("2",), ("1",), ("2",))))
    assert not same_answer(one, Table(("b",), (("2",), ("1",), ("2",))), order="exact")
    assert not same_answer(one, Table(("a",), (("1",), ("2",))))
    assert not same_answer(one, Table(("a", "b"), ()))
