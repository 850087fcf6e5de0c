"""Drawings inside a page."""

import pytest

from portal.content.compile.problems import Problems
from portal.content.compile.render.clean import clean
from portal.content.compile.svg import inline

pytestmark = pytest.mark.once

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n<title>T</title>\n'


def drawn(inner: str, head: str = HEAD) -> tuple[str, Problems]:
    """Return a drawing with ``inner`` in it, as a page would show it, and its problems."""
    problems = Problems("a.svg")
    return inline(f"{head}{inner}</svg>".encode(), problems, prefix="fig2-", name="Name"), problems


def test_drawing_keeps_shapes_paint_and_text_and_gets_ids_of_its_figure() -> None:
    html, problems = drawn(
        '<defs><linearGradient id="g"><stop offset="1" stop-color="var(--i, #1)"/></linearGradient></defs>'
        '<desc>D</desc><rect fill="url(#g)" x="1"/>'
        '<text text-anchor="end">a &lt; <tspan>b</tspan></text><use href="#g"/>'
    )
    assert problems == []
    assert html == (
        '<svg class="figure__picture" role="img" aria-labelledby="fig2-title" viewBox="0 0 9 9">'
        '<title id="fig2-title">Name</title>'
        '<defs><linearGradient id="fig2-g"><stop offset="1" stop-color="var(--i, #1)"></stop>'
        "</linearGradient></defs>"
        '<desc>D</desc><rect fill="url(#fig2-g)" x="1"></rect>'
        '<text text-anchor="end">a &lt; <tspan>b</tspan></text>'
        '<use href="#fig2-g"></use></svg>'
    )
    assert clean(html) == html


@pytest.mark.parametrize(
    ("inner", "wrong"),
    [
        ("<script>alert(1)</script>", "the element <script>"),
        ("<style>x{}</style>", "the element <style>"),
        ("<foreignObject/>", "the element <foreignObject>"),
        ("<a href='https://x.org'/>", "the element <a>"),
        ("<image href='x.png'/>", "the element <image>"),
        ("<animate/>", "the element <animate>"),
        ("<svg/>", "the element <svg>"),
        ("<rect onclick='x'/>", "the attribute onclick on <rect>"),
        ("<rect style='x'/>", "the attribute style on <rect>"),
        ("<rect class='x'/>", "the attribute class on <rect>"),
        ("<rect data-x='x'/>", "the attribute data-x on <rect>"),
        ("<use href='https://x.org/a.svg#b'/>", "href on <use>"),
        ("<rect href='#b'/>", "href on <rect>"),
        ("<rect fill='url(https://x.org/#a)'/>", "fill leads out of the picture"),
        ("<rect fill='URL(data:x)'/>", "fill leads out of the picture"),
        ("<rect fill='url(#none)'/>", "nothing has the id 'none'"),
        ("<rect id='a'/><g id='a'/>", "the id 'a'"),
        ("<rect id='1 2'/>", "the id '1 2'"),
        ("<?xml-stylesheet href='x'?>", "a processing instruction <?xml-stylesheet?>"),
        ("<rect>", "this is not XML: mismatched tag"),
        ("&nope;", "this is not XML: undefined entity"),
        ("<g>" * 40 + "</g>" * 40, "too much in one picture"),
    ],
)
def test_what_a_drawing_may_not_hold_is_refused_with_its_line(inner: str, wrong: str) -> None:
    html, problems = drawn(inner)
    assert html == ""
    assert (problems[0].line, problems[0].wrong) == (3, wrong)
    assert problems[0].allowed


@pytest.mark.parametrize(
    ("head", "wrong"),
    [
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]>" + HEAD, "a DOCTYPE"),
        (HEAD.replace("<title>T</title>", ""), "a picture without a title"),
        (HEAD.replace(' viewBox="0 0 9 9"', ""), "an <svg> without xmlns or viewBox"),
        ('<html xmlns="http://www.w3.org/1999/xhtml"><svg>', "the element <html>"),
    ],
)
def test_drawing_without_what_it_needs_is_refused(head: str, wrong: str) -> None:
    _, problems = drawn("", head)
    assert problems[0].wrong == wrong


def test_entity_bomb_is_refused_before_it_grows() -> None:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 50))
    _, problems = drawn("&e49;", f"<!DOCTYPE svg [<!ENTITY e0 'x'>{entities}]>{HEAD}")
    assert [problem.wrong for problem in problems] == ["a DOCTYPE"]
