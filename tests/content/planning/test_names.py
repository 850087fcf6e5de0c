"""Ids and pairs: what is the same keeps its id, and what is new gets one of its own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content.compile.matter.shapes import ID
from portal.content.planning.matching import Known, match
from portal.content.planning.names import Names, slug
from portal.content.planning.topics import numbers

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Window functions (ROW_NUMBER, RANK)", "window-functions"),
        ("Größe & Maß", "groesse-mass"),
        ("Données à l'école", "donnees-lecole"),
        ("Таблицы и ключи", "tablitsy-i-klyuchi"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("(only this)", "only-this"),
        ("The one and the other", "one-other"),
    ],
)
def test_an_id_can_be_read(title: str, name: str) -> None:
    assert slug(title, "topic") == name


@given(st.text())
def test_every_title_has_an_id_that_is_one_and_always_the_same(title: str) -> None:
    name = slug(title, "topic")
    assert re.fullmatch(ID.pattern, name)
    assert len(name) <= ID.limit - 5
    assert slug(title, "topic") == name


def test_equal_titles_get_ids_of_their_own() -> None:
    names = Names(["joins"])
    assert [names.take("Joins", "topic") for _ in range(2)] == ["joins-2", "joins-3"]


def test_pairs_are_made_by_title_then_id_then_likeness() -> None:
    known = [
        Known("Joins of all kinds", ("joins",)),
        Known("Window functions", ("windows",)),
        Known("CTEs", ("with",)),
    ]
    found = match(["with", "WINDOW functions!", "All kinds of join", "Docker"], known)
    assert found.of == {0: 2, 1: 1, 2: 0}
    assert found.alike == {2}


def test_equal_titles_are_paired_in_their_order() -> None:
    assert match(["A", "A", "A"], [Known("A", ("a",)), Known("A", ("a-2",))]).of == {0: 0, 1: 1}


TITLES = ["Joins", "Inner joins", "Joins, inner", "CTE", "C", "数据", "数据工程"]


@given(st.lists(st.sampled_from(TITLES), unique=True))
def test_the_same_titles_are_paired_with_themselves(titles: list[str]) -> None:
    found = match(titles, [Known(title, ()) for title in titles])
    assert found.of == {at: at for at in range(len(titles))}
    assert found.alike == set()


@pytest.mark.parametrize(
    ("present", "expected"),
    [
        ([None, None], [1, 2]),
        ([1, 2, None], [1, 2, 3]),
        ([1, None, 5], [1, 2, 5]),
        ([1, None, 2], [1, 2, 3]),
        ([2, 1], [1, 2]),
        ([None, 1], [1, 2]),
        ([3, 7, None, None], [3, 7, 8, 9]),
        ([], []),
    ],
)
def test_numbers_stay_where_they_rise_and_leave_room(present: list[int | None], expected: list[int]) -> None:
    assert numbers(present) == expected


@given(st.lists(st.none() | st.integers(1, 99), max_size=30))
def test_numbers_always_rise(present: list[int | None]) -> None:
    found = numbers(present)
    assert found == sorted(set(found))
    assert len(found) == len(present)
