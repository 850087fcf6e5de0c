"""Render a piece of Markdown as the body of a file."""

from portal.content.compile.body import read_body
from portal.content.compile.places import Place
from portal.content.compile.problems import Problems
from portal.content.compile.render import render
from portal.content.compile.render.page import Page
from portal.content.compile.source.texts import SourceText
from tests.content.compile.trees import SVG

PLACES = {
    "a/b/02-x.md": Place("lesson", "s", "/path/sql/x/"),
    "a/c/01-y.md": Place("lesson", "s", "/path/sql/y/"),
    "a/b/assets/dot.svg": Place("drawing", "s", text=SourceText.of("a/b/assets/dot.svg", SVG.encode())),
    "a/b/assets/photo.png": Place("picture", "s", "/content/ab.png"),
}


def page_of(text: str, prefix: str = "") -> Page:
    """Return ``text`` ready to be rendered, with a place for each of ``PLACES``."""
    problems = Problems("a/b/c.md")
    body = read_body(text.split("\n"), 1, problems)
    return Page("a/b/c.md", body.lines, 1, problems, PLACES.get, prefix, body.fences)


def html_of(text: str) -> str:
    """Render a text that has no problems, without the line ends between blocks."""
    page = page_of(text)
    html = render(page).html
    assert page.problems == [], [str(problem) for problem in page.problems]
    return html.replace(">\n<", "><").strip()
