"""What front matter may hold: each fault with its line and what is allowed."""

import time
from pathlib import Path

import pytest

from portal.content.compile.matter.reading import read_yaml
from portal.content.compile.problems import Problem, Problems
from tests.content.compile.trees import BODY, FRONT, LESSON_PATH, line_of, make_tree, problems_of, replaced

pytestmark = pytest.mark.once

CHANGES = [
    # old text, new text, the needle whose line is named, what is wrong, what is allowed
    ("level: core", "level: core\nlevel: deep", "level: deep", "the key 'level' for the second time", "once"),
    ("level: core", "level: core\ncolour: red", "colour", "unknown key 'colour'", "one of status, minutes"),
    ("level: core", "level: easy", "level: easy", "level is 'easy'", "one of intro, core, deep"),
    ("level: core\n", "", "id: sql/windows", "the key level is missing", "one of intro"),
    ("level: core", "level: &a core", "level:", "the anchor &a", "the value itself"),
    ("level: core", "level: *a", "level:", "the alias *a", "the value itself"),
    ("level: core", "level: !!str core", "level:", "the tag tag:yaml.org,2002:str", "a plain value"),
    ("level: core", "<<: {level: core}", "<<", "the merge key <<", "write the keys out"),
    ("level: core", "level: core\n[a]: b", "[a]", "a key that is not a word", "`key: value`"),
    ("level: core", "level: core: deep", "level:", "this is not YAML", "quote"),
    ("title: Windows", "title: 2026", "title:", "title is read as a number", 'put it in quotes: "2026"'),
    ("title: Windows", "title: no", "title:", "title is read as true or false", 'put it in quotes: "no"'),
    ("title: Windows", "title: 2026-11-22", "title:", "title is read as a date", "put it in quotes"),
    ("title: Windows", "title:", "title:", "title is empty", "one line of text"),
    ("title: Windows", "title: [Windows]", "title:", "title is a list of 1", "text"),
    ("title: Windows", "title: |\n  a\n  b", "title:", "title has more than one line", "one line"),
    ("title: Windows", r'title: "a\u202eb"', "title:", "title holds the character U+202E", "printable"),
    ("summary: Rank", f"summary: {'x' * 160} Rank", "summary:", "summary has 185 characters", "at most 160"),
    ("id: sql/windows", "id: ../../etc/passwd", "id:", "id is '../../etc/passwd'", "sql/window-functions"),
    ("id: sql/windows", 'id: ""', "id:", "id is ''", "sql/window-functions"),
    ("id: sql/windows", "id: SQL/Windows", "id:", "id is 'SQL/Windows'", "sql/window-functions"),
    ("read: 20", "read: twenty", "read:", "read is 'twenty' in minutes", "a whole number from 1 to 240"),
    ("read: 20", "read: 0", "read:", "read is '0' in minutes", "a whole number from 1 to 240"),
    ("read: 20", "read: 20, write: 5", "read:", "unknown key 'write' in minutes", "one of read, practice"),
    ("{read: 20, practice: 25}", "45", "minutes:", "minutes is '45'", "{key: value"),
    ("[sql/joins]", "sql/joins", "prerequisites:", "prerequisites is 'sql/joins'", "a list"),
    (
        "[sql/joins]",
        "[sql/joins, sql/joins]",
        "prerequisites:",
        "'sql/joins' twice under prerequisites",
        "once",
    ),
    ("  - Rank rows\n", "", "objectives:", "objectives has 2 entries", "a list of 3 to 5"),
    ("sql.rank, ", "", "concepts:", "2 concepts for 3 objectives", "one for each"),
    ("sql.rank", "Rank", "concepts:", "concepts is 'Rank'", "sql.window.frame"),
    (
        "verified_on: 2026-11-22",
        "verified_on: 2026-02-30",
        "verified_on:",
        "verified_on is '2026-02-30'",
        "a date",
    ),
    (
        "verified_on: 2026-11-22",
        "verified_on: yesterday",
        "verified_on:",
        "verified_on is 'yesterday'",
        "a date",
    ),
    (
        "https://example.org/1",
        "http://example.org/1",
        "/1",
        "url is 'http://example.org/1' in links",
        "https://",
    ),
    (
        "https://example.org/1",
        "javascript:alert(1)",
        "alert",
        "url is 'javascript:alert(1)' in links",
        "https://",
    ),
    ("https://example.org/1", "https://user@host/", "user@", "url is 'https://user@host/'", "https://"),
    ('why: "first"', 'note: "first"', "/1", "unknown key 'note' in links", "one of title, url, why"),
]


@pytest.mark.parametrize(("old", "new", "needle", "wrong", "allowed"), CHANGES)
def test_fault_is_named_with_its_line_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, needle: str, wrong: str, allowed: str
) -> None:
    text = replaced(FRONT, old, new) + BODY
    found = problems_of(make_tree(tmp_path, {LESSON_PATH: text}))
    fitting = [p for p in found if p.path == LESSON_PATH and wrong in p.wrong]
    assert fitting, [str(problem) for problem in found]
    assert fitting[0].line == line_of(text, needle)
    assert allowed in fitting[0].allowed


def test_alias_bomb_is_refused_at_its_first_anchor_and_at_once() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 2_000))
    problems = Problems("bomb.yml")
    start = time.process_time()
    assert read_yaml(bomb, problems) is None
    assert time.process_time() - start < 0.5
    assert problems == [
        Problem("bomb.yml", 1, "the anchor &a0", "the value itself; anchors and aliases are not read")
    ]


@pytest.mark.parametrize(
    "text", ["a: " + "[" * 20_000, "a: " + "{" * 20_000, "a: [" + "x, " * 100_000, "- " * 10_000]
)
def test_yaml_without_end_is_refused_at_once(text: str) -> None:
    problems = Problems("deep.yml")
    start = time.process_time()
    assert read_yaml(text, problems) is None
    assert time.process_time() - start < 1
    assert problems


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("# Windows\n", "no front matter"),
        ("---\nid: sql/windows\n", "the front matter is never closed"),
        ("---\n---\n", "no keys here"),
        ("---\n- a\n---\n", "no keys here"),
        ("---\nid: a\n...\n%X\n---\n", "this is not YAML"),
    ],
)
def test_front_matter_that_is_none_is_refused(tmp_path: Path, text: str, wrong: str) -> None:
    found = problems_of(make_tree(tmp_path, {LESSON_PATH: text}))
    assert any(wrong in problem.wrong for problem in found if problem.path == LESSON_PATH)


def test_outline_may_not_have_the_keys_of_a_written_lesson(tmp_path: Path) -> None:
    text = replaced(FRONT, "status: written", "status: outline") + BODY
    wrong = [p.wrong for p in problems_of(make_tree(tmp_path, {LESSON_PATH: text}))]
    keys = ("objectives", "concepts", "verified_on", "links")
    assert [f"unknown key {key!r}" for key in keys] == [text for text in wrong if text.startswith("unknown")]
