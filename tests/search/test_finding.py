"""What is found, and in which order: by beginnings, by phrases, in spite of slips, and whatever is typed."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.index.models import Document
from portal.index.rules.words import words
from portal.index.services import Piece, Thing, put
from portal.search.selectors import ON_A_PAGE, search
from portal.search.sync import bring_up_to_date
from tests.factories import make_learner, make_lesson
from tests.notes.making import make_note
from tests.search.making import found, make_lessons, titles

pytestmark = pytest.mark.django_db
ANY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def lessons() -> list[Lesson]:
    return make_lessons()


@pytest.fixture
def learner() -> User:
    return make_learner()


@pytest.mark.parametrize(
    "query",
    ["window", "Windows", "wind", "windw", "WINDOW functions", "functions window", "“window functions”"],
)
def test_a_lesson_is_found_by_beginnings_plurals_and_in_spite_of_slips(
    lessons: list[Lesson], query: str
) -> None:
    assert titles(query)[0] == "Window functions"


@pytest.mark.parametrize("query", ["row_number", "row_num", "ROW_NUMBER()", '"row number"'])
def test_a_name_with_a_line_in_it_is_two_words_side_by_side(lessons: list[Lesson], query: str) -> None:
    assert titles(query) == ["Window functions"]


def test_words_between_quotation_marks_stand_side_by_side(lessons: list[Lesson]) -> None:
    assert titles("rows which") == ["Window functions"]
    assert titles('"which rows"') == ["Window functions"]
    assert titles('"rows which"') == []
    assert titles('"which row"') == ["Window functions"], "a plural is the same word"
    assert titles('"which ro"') == [], "a closed phrase is not completed"
    assert titles('"which ro') == ["Window functions"], "one that is being typed is"


def test_small_words_are_not_looked_for_unless_there_are_no_others(lessons: list[Lesson]) -> None:
    assert titles("what is a window") == titles("window")
    assert titles("the") == ["Window functions"] or titles("the") == []


def test_title_goes_before_heading_and_heading_before_prose() -> None:
    things = {
        "prose": Thing("", [Piece("One", body="zebra " * 50)]),
        "heading": Thing("", [Piece("Two", heading="A zebra " + "and more " * 20)]),
        "title": Thing("", [Piece("Zebra " + "three " * 20, body="word " * 500)]),
    }
    put("lesson", {f"{ref}/x": thing for ref, thing in things.items()})
    assert [row.url.split("/")[2] for row in found("zebra").rows] == ["title", "heading", "prose"]


@pytest.mark.parametrize("query", ["window", "windw", "windows"])
def test_whole_words_go_before_beginnings(query: str) -> None:
    long = f'<h2 id="s-w">What a window is and what it holds</h2><p>{"Text. " * 300}</p>'
    make_lesson("a/whole", title="The functions of a window over rows", short="Functions", html=long)
    make_lesson("b/begun", title="Windowing", short="Windowing", html="<p>Windowing.</p>")
    make_lesson("c/whole", title="Rows", short="Rows", html=long)
    make_lesson("d/begun", title="Sums", short="Sums", html='<h2 id="s-w">Windowed</h2><p>Windowed.</p>')
    bring_up_to_date()
    assert titles(query) == ["The functions of a window over rows", "Windowing", "Rows", "Sums"]


@pytest.mark.parametrize("query", ["wind", "windowing", "frame"])
def test_a_written_lesson_goes_before_an_outline_that_is_found_as_well(query: str) -> None:
    text = '<h2 id="s-f">Frame</h2><p>Frame.</p>'
    make_lesson("a/outline", title="Windowing", short="Windowing", status="outline", html=text)
    long = f'<h2 id="s-f">The frame of a row and what it holds</h2><p>{"Text. " * 300}</p>'
    make_lesson("b/written", title="The windowing of a stream of events", short="Windowing", html=long)
    bring_up_to_date()
    assert titles(query) == ["The windowing of a stream of events", "Windowing"]


def test_an_outline_that_is_written_is_not_behind_any_more(lessons: list[Lesson]) -> None:
    Lesson.objects.filter(uid="sql/joins").update(status="outline")
    bring_up_to_date()
    assert set(Document.objects.filter(later=True).values_list("ref", flat=True)) == {"sql/joins"}
    Lesson.objects.update(status="written")
    bring_up_to_date()
    assert not Document.objects.filter(later=True).exists()


def test_a_lesson_comes_before_the_note_on_it(lessons: list[Lesson], learner: User) -> None:
    make_note(learner, lessons[1], "Joins.")
    assert [row.label for row in found("joins", learner).rows] == ["Lesson", "Note"]


def test_a_result_leads_to_the_heading_where_the_words_stand(lessons: list[Lesson]) -> None:
    (row,) = found("frame count").rows
    assert row.url == "/path/sql/window-functions/#s-frames"
    assert row.heading == "<mark>Frames</mark> and ranges"
    assert "<mark>frame</mark> says which rows <mark>count</mark>" in row.text
    assert found("window functions").rows[0].url == "/path/sql/window-functions/", "the title is its top"


def test_words_in_different_sections_lead_to_the_lesson(lessons: list[Lesson]) -> None:
    (row,) = found("peers frame").rows
    assert row.url == "/path/sql/window-functions/"


def test_a_mistyped_word_is_corrected_and_it_is_said(lessons: list[Lesson]) -> None:
    results = found("windw functons")
    assert (results.shown, results.corrected) == ("window functions", True)
    assert results.exact == '"windw functons"'
    assert found(results.exact).rows == []


@pytest.mark.parametrize("query", ["window", "wind", "windows", "xq", "c", '"windw"', "zzzzzzzzzzzz", "2026"])
def test_what_is_known_short_quoted_or_like_nothing_is_not_corrected(
    lessons: list[Lesson], query: str
) -> None:
    assert found(query).shown == query


def test_a_word_of_ones_own_notes_is_known_to_oneself_alone(lessons: list[Lesson], learner: User) -> None:
    make_note(learner, lessons[1], "My winder is a clockwork; my zanzibar is an island.")
    assert found("winder", learner).corrected is False
    assert found("zanzibra", learner).shown == "zanzibar"
    assert found("zanzibra").shown == "zanzibra"
    assert found("zanzibra", make_learner()).shown == "zanzibra"


def test_results_can_be_narrowed_down_to_a_kind_and_a_track(lessons: list[Lesson], learner: User) -> None:
    make_note(learner, lessons[1], "A window on a join.")
    make_note(learner, date(2026, 11, 24), "Looked through a window.")
    assert len(titles("window", learner)) == 4
    assert titles("window", learner, kinds=["lesson"]) == ["Window functions", "Joins"]
    assert titles("window", learner, kinds=["note"], track="sql") == ["Joins"]
    assert titles("window", learner, track="kafka") == []
    assert titles("window", learner, kinds=["no such kind"]) == []
    assert titles("window", learner, track="no\0such") == []


def test_each_thing_is_one_result_and_there_are_twenty_on_a_page() -> None:
    thing = Thing("", [Piece("Zebra", body="zebra"), *[Piece("Zebra", "zebra", "zebra")] * 3])
    put("lesson", {f"a/{number:03}": thing for number in range(45)})
    pages = [found("zebra", page=number) for number in (1, 2, 3)]
    assert [len(page.rows) for page in pages] == [ON_A_PAGE, ON_A_PAGE, 5]
    assert {page.total for page in pages} == {45}
    assert len({row.url for page in pages for row in page.rows}) == 45
    beyond = found("zebra", page=4)
    assert (beyond.page, beyond.rows) == (1, pages[0].rows)


@ANY
@given(query=st.text(), track=st.text(max_size=20))
def test_any_text_is_a_query(query: str, track: str) -> None:
    results = search(None, query, track=track)
    assert results.total == 0


@ANY
@given(
    query=st.text(alphabet="ab\"*()^:-+&|!<>{}'\\,.;%_?@#$~[]/“”\0 \n", max_size=60)
    | st.sampled_from(
        [
            "NEAR(a b)",
            "a AND",
            "OR",
            "NOT a",
            "a*",
            "-a",
            "title_stems:a",
            "a:*",
            "'a' <-> b",
            "%s",
            "%(owner)s",
        ]
    )
)
def test_signs_of_a_query_language_are_not_read_as_one(query: str) -> None:
    put("lesson", {"x/y": Thing("", [Piece("a b", body="a b and or not near")])})
    assert search(None, query).total <= 1


@ANY
@given(text=st.text(min_size=1, max_size=200))
def test_a_text_is_found_by_each_of_its_words_and_by_its_beginning(text: str) -> None:
    text = text.replace("\0", "")
    put("lesson", {"x/y": Thing("", [Piece("", body=text)])})
    for word in words(text)[:5]:
        assert search(None, f'"{word}"').total == 1, word
    put("lesson", {"x/y": Thing("", [Piece("", body="")])})


def test_a_search_takes_two_queries_and_more_only_where_nothing_is_found(
    lessons: list[Lesson], learner: User
) -> None:
    for query, count in (("window", 2), ("windw functons", 4), ("qwrtz", 3)):
        with CaptureQueriesContext(connection) as queries:
            search(learner, query)
        assert len(queries) == count, query
    with CaptureQueriesContext(connection) as queries:
        search(learner, "")
    assert len(queries) == 1
