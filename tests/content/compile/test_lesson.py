"""The body of lessons and outlines."""

from pathlib import Path

import pytest

from portal.content.compile.parts import LessonFile
from tests.content.compile.trees import (
    BODY,
    FRONT,
    LESSON_PATH,
    OUTLINE,
    OUTLINE_PATH,
    compiled,
    line_of,
    make_tree,
    problems_of,
    replaced,
)

pytestmark = pytest.mark.once

WRITTEN = [
    ("# Windows", "# Doors", "# Doors", "the title 'Doors'", "'Windows', as in the front matter"),
    ("# Windows\n", "Windows\n", "## Why", "no title", "`# Windows` first"),
    ("It does.", "# Again", "# Again", "a second heading with one #", "`##`"),
    ("# Windows\n", "# Windows\n\nHello.\n", "Hello.", "text before the first section", "`##`"),
    ("## Pitfalls", "## Traps", "## Traps", "the section 'Traps'", "Why it matters · The idea"),
    ("## Pitfalls\n\nTies.\n\n", "", "## In production", "the section 'Pitfalls' is missing", "Pitfalls ·"),
    ("## Pitfalls\n\nTies.", "## Pitfalls", "## Pitfalls", "the section 'Pitfalls' is empty", "text"),
    ("## Pitfalls", "##  The idea", "##  The idea", "the section 'The idea' stands twice", "this order"),
    ("```sql run", "```sql", "```sql", "a sql block without a role", "one of run, solution, starter, static"),
    ("```sql run", "```sql go", "```sql go", "a sql block with the role 'go'", "one of run"),
    ("```sql run", "```", "```", "a code block without a language", "one of run"),
    ("```sql run", "```sql run color=red", "```sql", "unknown option 'color'", "one of expect, file, title"),
    ("```sql run", "```klingon static", "```klingon", "the language 'klingon'", "Pygments"),
    ("```sql run", "```java run", "```java", "java cannot be run in the lane core", "sql or python"),
    ("```sql run", "```sql run expect=anything", "```sql", "expect=anything", "expect=error:"),
    ("```sql run", "```sql run file=../x.sql", "```sql", "file=../x.sql", "src/app.py"),
    (
        "one\n---\n  1\n```\n",
        "one\n---\n  1\n",
        "```output",
        "this code block is never closed",
        "``` on a line",
    ),
    (
        "```sql run\nSELECT 1 AS one;\n```\n\n",
        "",
        "```output",
        "an output without a code block",
        "code, then",
    ),
    ("Ties.", "- a\n\n  ```sql run\n  x\n  ```", "  ```sql run", "a code block inside a list", "left margin"),
    ("Ties.", "> ```sql run\n> x\n> ```", "> ```sql run", "a code block inside a list", "left margin"),
    ("Ties.", "Ties.\n\n    SELECT 1", "    SELECT 1", "an indented block", "``` lines"),
    ("Ties.", "Ties\n----", "----", "a heading that is underlined", "`## Heading`"),
    ("Ties.", "![](assets/a.svg)", "![]", "a picture without an alternative text", "one sentence"),
    ("Ties.", "![A dot.](assets/none.svg)", "![A dot.]", "no picture at assets/none.svg", "in assets/"),
    ("Ties.", "![A dot.](01-joins.md)", "![A dot.]", "01-joins.md is not a picture", "in assets/"),
    ("Ties.", "See ![A dot.](assets/a.svg) here.", "![A dot.]", "a picture within a paragraph", "of its own"),
    ("Ties.", "[x](03-none.md)", "[x]", "a link to 03-none.md, which is not there", "02-joins.md"),
    ("Ties.", "[x](#nowhere)", "[x]", "a link to #nowhere, which is no heading here", "why-it-matters"),
    ("Ties.", "[x](http://example.org)", "[x]", "a link to http://example.org", "https://"),
    ("Ties.", "[x](javascript:alert(1))", "[x]", "a link to javascript:alert(1)", "https://"),
    ("Ties.", "[x](//example.org/a.md)", "[x]", "a link to //example.org/a.md", "https://"),
    ("Ties.", "[x](../../../../etc/passwd)", "[x]", "a link to ../../../../etc/passwd", "https://"),
    ("Ties.", "[x]()", "[x]", "a link to nothing", "https://"),
    ("Ties.", "Said[^1].", "Said[^1]", "no footnote [^1]", "`[^1]:`"),
    ("Ties.", "> [!PITFALL]\n> x", "[!PITFALL]", "unknown alert [!PITFALL]", "[!NOTE]"),
    ("Ties.", "<details>\n\nx\n\n</details>", "</details>", "<details> without a <summary>", "<summary>"),
    ("Ties.", "<details>\n<summary>A</summary>\n\nx", "<details>", "<details> is never closed", "</details>"),
    ("Ties.", "x\n\n</details>", "</details>", "</details> without <details>", "<details>, <summary>"),
    (
        "Ties.",
        "<details>\n<summary>A</summary>\nx\n\n</details>",
        "<summary>",
        "no empty line after",
        "there",
    ),
    ("Ties.", "- a\n  <details>", "  <details>", "folded text inside a list", "left margin"),
    ("I can do the first thing {#first}", "I can", "- [ ] I can\n", "an item without an id", "{#i-can}"),
    ("{#second}", "{#first}", "second thing", "the id 'first' for the second time", "first in line"),
    ("{#second}", "{#First One}", "second thing", "the id 'First One'", "draw-frame"),
    ("- [ ] I can do the third thing {#third}\n", "", "## Checklist", "a checklist of 2 items", "3 to 6"),
    ("- [ ] I can do the third", "- [x] I can do the third", "- [x]", "the box [x]", "`- [ ] I can … {#id}`"),
    ("- [ ] I can do the third", "- I can do the third", "- I can do the third", "no item of the", "{#id}"),
]


@pytest.mark.parametrize(("old", "new", "needle", "wrong", "allowed"), WRITTEN)
def test_fault_in_a_lesson_is_named_with_its_line_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, needle: str, wrong: str, allowed: str
) -> None:
    text = FRONT + replaced(BODY, old, new)
    found = problems_of(make_tree(tmp_path, {LESSON_PATH: text}))
    fitting = [p for p in found if p.path == LESSON_PATH and wrong in p.wrong]
    assert fitting, [str(problem) for problem in found]
    assert fitting[0].line == text[: text.index(needle)].count("\n") + 1
    assert allowed in fitting[0].allowed


@pytest.mark.parametrize(
    ("old", "new", "needle", "wrong"),
    [
        ("- Fan-out", "Some prose.", "Some prose.", "text that is no point of the list"),
        ("## What it covers", "## The idea", "## The idea", "the section 'The idea'"),
        ("## Checklist", "## Key points\n\n- x\n\n## Checklist", "## Key points", "the section 'Key points'"),
        ("- Fan-out", "- Fan-out\n\n```sql\nx\n```", "```sql", "a sql block without a role"),
    ],
)
def test_fault_in_an_outline_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, needle: str, wrong: str
) -> None:
    text = replaced(OUTLINE, old, new)
    found = problems_of(make_tree(tmp_path, {OUTLINE_PATH: text}))
    assert (line_of(text, needle), True) in [(p.line, wrong in p.wrong) for p in found]


def test_section_out_of_order_is_named(tmp_path: Path) -> None:
    body = replaced(BODY, "## Pitfalls\n\nTies.\n\n", "")
    text = FRONT + replaced(body, "## Worked example", "## Pitfalls\n\nTies.\n\n## Worked example")
    found = problems_of(make_tree(tmp_path, {LESSON_PATH: text}))
    assert [(p.line, p.wrong) for p in found] == [
        (line_of(text, "## Worked example"), "the section 'Worked example' stands behind 'Pitfalls'"),
        (line_of(text, "## How it works"), "the section 'How it works underneath' stands behind 'Pitfalls'"),
    ]


def test_lesson_holds_everything_but_title_and_checklist_in_its_html(tmp_path: Path) -> None:
    value = compiled(make_tree(tmp_path)).values[LESSON_PATH]
    assert isinstance(value, LessonFile)
    assert "<h1" not in value.html
    assert "Checklist" not in value.html
    assert "first thing" not in value.html
    assert [heading.title for heading in value.headings][-2:] == ["Exercise", "Key points"]
    assert (value.items[0].id, value.items[0].html) == ("first", "I can do the first thing")


def test_checklist_item_may_run_over_two_lines_and_hold_code(tmp_path: Path) -> None:
    body = replaced(
        BODY,
        "I can do the first thing",
        "I can do `SELECT 1 < 2` *now*\n  and <b>later</b> [x](y) with # signs",
    )
    value = compiled(make_tree(tmp_path, {LESSON_PATH: FRONT + body})).values[LESSON_PATH]
    assert isinstance(value, LessonFile)
    assert value.items[0].html == (
        "I can do <code>SELECT 1 &lt; 2</code> <em>now</em> and &lt;b&gt;later&lt;/b&gt; x with # signs"
    )


def test_heading_and_task_within_code_are_neither_heading_nor_task(tmp_path: Path) -> None:
    body = replaced(BODY, "SELECT 1 AS one;", "## Not a heading\n- [ ] not an item")
    assert problems_of(make_tree(tmp_path, {LESSON_PATH: FRONT + body})) == []
