"""What is refused at sight, with its line."""

import pytest

from portal.content.compile.render import render
from portal.content.compile.render.limits import MAX_NESTING
from tests.content.compile.rendering import html_of, page_of

pytestmark = pytest.mark.once

DEEP, LESS = MAX_NESTING + 1, MAX_NESTING


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("\n" + "[" * DEEP, "nested too deeply"),
        ("\n" + "[\n" * DEEP, "nested too deeply"),
        ("\n" + ">" * DEEP + " a", "nested too deeply"),
        ("\n" + "> " * DEEP + "a", "nested too deeply"),
        ("\n" + "- " * DEEP + "a", "nested too deeply"),
        ("\n" + "  " * DEEP + "- a", "nested too deeply"),
        ("\n" + "<details>\n" * DEEP, "nested too deeply"),
        ("\n" + "[a](" * DEEP, "nested too deeply"),
        ("\na " + "*" * 200, "a run of 200 '*' or more"),
        ("\n" + "[^a] " * 501, "too many footnotes"),
    ],
)
def test_text_without_measure_is_refused_at_its_line(text: str, wrong: str) -> None:
    page = page_of(text)
    assert render(page).html == ""
    assert [(problem.line > 1, problem.wrong) for problem in page.problems] == [(True, wrong)]


@pytest.mark.parametrize(
    "text",
    [
        "[" * LESS,
        "> " * LESS + "a",
        "[a](02-x.md) " * 500,
        "x[" * LESS + "\n\n" + "x[" * LESS,
        "-" * 500,
        "=" * 500,
    ],
)
def test_text_within_measure_is_rendered(text: str) -> None:
    assert html_of(text)
