"""Marks and snippets: what is shown is escaped, whole, and holds what was looked for."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.index.rules.html import plain, sections
from portal.index.rules.query import parse
from portal.search.rules import ROOM, marked, snippet
from tests.search.making import plain as unmarked

NASTY = """<script>alert(1)</script> & "quoted" 'x' <mark>window</mark> <b onclick=x>windows</b>"""


@pytest.mark.parametrize(
    ("text", "query", "shown"),
    [
        ("A window and two windows", "window", "A <mark>window</mark> and two <mark>windows</mark>"),
        ("The query; all queries", "queries", "The <mark>query</mark>; all <mark>queries</mark>"),
        ("Résumé, resume", "resume", "<mark>Résumé</mark>, <mark>resume</mark>"),
        ("rewind the wind", "wind", "rewind the <mark>wind</mark>"),
        ("SELECT row_number()", "row_number", "SELECT <mark>row_number</mark>()"),
        ("a left join, not join left", '"left join"', "a <mark>left join</mark>, not join left"),
        ("a < b && window", "window", "a &lt; b &amp;&amp; <mark>window</mark>"),
        ("nothing here", "window", "nothing here"),
        ("nothing here", "", "nothing here"),
    ],
)
def test_the_words_of_the_query_are_marked(text: str, query: str, shown: str) -> None:
    assert marked(text, parse(query)) == shown


def test_hostile_text_stays_text() -> None:
    shown = marked(NASTY, parse("window script mark onclick"))
    assert unescape(unmarked(shown)) == NASTY
    assert shown.replace("<mark>", "").replace("</mark>", "").count("<") == 0
    assert "&lt;<mark>script</mark>&gt;alert(1)" in shown


@given(text=st.text(), query=st.text(max_size=20))
def test_only_marks_are_added_to_any_text(text: str, query: str) -> None:
    shown = marked(text, parse(query))
    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert (
        unescape(bare) == unescape(unescape(shown).replace("<mark>", "").replace("</mark>", ""))
        or "<" in text
    )
    assert len(snippet(text, parse(query))) <= len(shown) + 2


@given(words=st.lists(st.sampled_from(["window", "frame", "other", "ö", "<"]), max_size=300))
def test_a_snippet_is_short_and_begins_and_ends_with_whole_words(words: list[str]) -> None:
    text = " ".join(words)
    shown = unescape(unmarked(snippet(text, parse("window frame"))))
    inner = shown.removeprefix("…").removesuffix("…")
    assert inner in text
    assert len(inner) <= ROOM
    assert set(inner.split()) <= set(words)
    assert ("window" in inner or "frame" in inner) is ("window" in words or "frame" in words)


def test_a_snippet_shows_the_place_with_most_of_the_words() -> None:
    text = "A window. " + "Nothing. " * 60 + "A frame of a window. " + "Nothing. " * 60
    shown = snippet(text, parse("window frame"))
    assert "<mark>frame</mark> of a <mark>window</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_a_page_is_read_section_by_section_without_drawings_and_output() -> None:
    html = (
        "<p>Before.</p><h2 id='s-one'>One &amp; only</h2><p>A <em>b</em>old claim</p><ul><li>x</li><li>y</li></ul>"
        '<figure><svg role="img"><title>Drawn</title><path d="M0 0"/><text>In it</text></svg></figure>'
        '<div class="listing__head"><span>Listing 1</span></div><pre><code>SELECT 1 &lt; 2</code></pre>'
        '<div class="listing__out" aria-label="a > b"><div>42</div></div><h3 id="s-two">Two</h3><p>End.</p><h2>No anchor</h2>'
    )
    assert [(one.anchor, one.heading, one.text) for one in sections(html)] == [
        ("", "", "Before."),
        ("s-one", "One & only", "A bold claim x y SELECT 1 < 2"),
        ("s-two", "Two", "End. No anchor"),
    ]
    assert plain("<p>One</p><p>two</p>") == "One two"


@given(st.text(alphabet="<>/\"'= abh2id&;", max_size=80))
def test_anything_can_be_read(html: str) -> None:
    plain(html)
