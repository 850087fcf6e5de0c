"""A week as a Markdown file, read as CommonMark reads it."""

from datetime import UTC, datetime

import pytest
from markdown_it import MarkdownIt

from portal.retros.export import markdown
from portal.retros.models import Words
from portal.retros.rules.candidates import Question
from portal.retros.sections import figures_of
from tests.retros.test_sections import FULL
from tests.retros.world import WEEK

pytestmark = pytest.mark.once
WRITTEN = datetime(2026, 11, 23, 9, tzinfo=UTC)


def words(text: str) -> Words:
    return Words(first=WEEK.first, learned=text, hard="Frames.", changed_at=WRITTEN)


def outline(text: str) -> list[str]:
    """The headings of the file itself, as a CommonMark reader finds them."""
    tokens = MarkdownIt("commonmark").parse(text.split("---\n", 2)[2])
    return [
        f"{token.tag} {tokens[at + 1].content}"
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0
    ]


@pytest.mark.parametrize(
    "text",
    [
        "# Heading",
        "Heading\n=======",
        "```sql\nSELECT 1",
        "~~~~\ncode\n```",
        "- a list\n\n  ```\n  in it",
        "<!-- a comment",
        "<pre>\nraw",
        "> already\nlazy",
        "text\n\n---",
        "[a link",
        "    indented",
    ],
)
def test_nothing_in_an_answer_changes_what_follows_it(text: str) -> None:
    figures = figures_of(FULL)
    plain, told = (
        markdown(WEEK, figures, words(each), [("learned", "Joins", "", 0)]) for each in ("Plain.", text)
    )
    assert outline(told) == outline(plain)
    assert len(outline(told)) > 4


def test_an_answer_can_be_taken_out_of_the_file_byte_for_byte() -> None:
    text = "# One\n\n  two \t\n\n```\n\u2028three\n\n"
    told = markdown(WEEK, {}, words(text), [])
    part = told.split("## What did you learn?\n\n")[1].split("\n\n## ")[0]
    assert "\n".join(line[2:] for line in part.split("\n")) == text


def test_a_topic_named_twice_says_each_time_what_for() -> None:
    lines = [line for line in markdown(WEEK, figures_of(FULL), None, []).split("\n") if line.startswith("- ")]
    for one, word in ((Question.HARD, "(was hard): "), (Question.REPEAT, "(to be repeated): ")):
        count = sum(carried.question == one for carried in FULL.carried)
        assert sum(word in line for line in lines) == count > 0
