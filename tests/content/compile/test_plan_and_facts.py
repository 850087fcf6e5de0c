"""``plan.yml``, ``facts.yml``, ``milestone.md`` and quizzes."""

from datetime import date
from pathlib import Path

import pytest

from portal.content.compile.parts import Blog, MilestoneFile, QuizFile, Slot
from tests.content.compile.trees import (
    FACTS,
    LESSON_PATH,
    PLAN,
    compiled,
    line_of,
    make_tree,
    problems_of,
    replaced,
)

pytestmark = pytest.mark.once

QUIZ_PATH = LESSON_PATH.replace(".md", ".quiz.md")
QUIZ = """\
---
id: sql-windows
title: Windows
pass: 80%
draw: 12
shuffle: [questions, options]
feedback: at-once
review: missed
dataset: lesson
aliases: {old: new}
---

# Windows

## Which one? {#which .easy concept=sql.rank}

```sql predict
## not a question
```

## Why? {#why}
"""
MILESTONE = """\
---
id: m1
title: The first project
summary: Build it.
steps:
  - One
  - Two
  - Three
---

# The first project

## What it is

[Up](#what-it-is) and said.[^note]

[^note]: A note.
"""

PLANS = [
    ("  - id: sql", "  - id: sql\n    colour: red", "colour", "unknown key 'colour' in tracks", "one of"),
    ("weeks: [1, 2]", "weeks: [2, 1]", "weeks:", "weeks goes from 2 to 1 in tracks", "from and to"),
    ("weeks: [1, 2]", "weeks: soon", "weeks:", "weeks is 'soon' in tracks", "from and to"),
    ("folder: 01-sql", "folder: sql", "folder: sql", "folder is 'sql' in tracks", "03-sql"),
    ("folder: 01-core", "folder: ../x", "../x", "folder is '../x' in modules", "03-sql"),
    (
        "    modules:\n      - {id: core, folder: 01-core, title: Core}\n",
        "",
        "- id: sql",
        "the key modules is missing",
        "`modules:`",
    ),
    (
        "title: Core}",
        "title: Core}\n      - {id: core, folder: 02-b, title: B}",
        "02-b",
        "the module 'core' for the second",
        "first in line",
    ),
    (
        "title: Core}",
        "title: Core}\n      - {id: b, folder: 01-core, title: B}",
        "id: b,",
        "the folder '01-core' for the second",
        "first in line",
    ),
    ("  daily:", "  hourly: []\n  daily:", "hourly", "unknown key 'hourly' in routine", "daily, weekly"),
    ("minutes: [45, 45]", "minutes: 45", "minutes: 45", "minutes is '45' in daily", "[3, 4]"),
    ('url: "https://example.org/"', "url: example.org", "url:", "url is 'example.org' in blogs", "https://"),
    ("id: one,", "id: one, feed: 'ftp://x.org',", "ftp", "feed is 'ftp://x.org' in blogs", "https://"),
    (
        "summary: One track.",
        "summary: One track.\nbook: {title: B}",
        "book:",
        "the key authors is missing in book",
        "`authors:`",
    ),
]
FACT_FAULTS = [
    (
        "checked: 2026-11-22",
        "checked: last week",
        "checked:",
        "checked is 'last week' in facts",
        "2026-11-22",
    ),
    ("status: docs", "status: rumour", "status:", "status is 'rumour' in facts", "docs, ran, secondary"),
    ("id: news", "id: News", "id: News", "id is 'News' in facts", "draw-frame"),
    ("    source: A page\n", "", "- id:", "the key source is missing in facts", "`source:`"),
]
QUIZZES = [
    ("{#why}", "", "## Why?", "a question without an id", "{#why}"),
    ("{#why}", "{#which}", "## Why?", "the id 'which' for the second time", "first in line 15"),
    ("{#why}", "{#Why}", "## Why?", "the id 'Why'", "draw-frame"),
    ("pass: 80%", "pass: 80", "pass:", "pass is '80'", "80%"),
    ("shuffle: [questions, options]", "shuffle: [cards]", "shuffle:", "shuffle is 'cards'", "options"),
    ("review: missed", "review: some", "review:", "review is 'some'", "missed"),
    ("title: Windows", "title: Windows\nmood: good", "mood:", "unknown key 'mood'", "one of id"),
    ("dataset: lesson", "dataset: ../x", "dataset:", "dataset is '../x'", "draw-frame"),
]


@pytest.mark.parametrize(
    ("path", "text", "old", "new", "needle", "wrong", "allowed"),
    [
        *[("plan.yml", PLAN, *fault) for fault in PLANS],
        *[("facts.yml", FACTS, *fault) for fault in FACT_FAULTS],
        *[(QUIZ_PATH, QUIZ, *fault) for fault in QUIZZES],
    ],
)
def test_fault_is_named_with_its_line_and_what_is_allowed(
    tmp_path: Path, path: str, text: str, old: str, new: str, needle: str, wrong: str, allowed: str
) -> None:
    changed = replaced(text, old, new)
    found = problems_of(make_tree(tmp_path, {path: changed}))
    fitting = [p for p in found if p.path == path and wrong in p.wrong]
    assert fitting, [str(problem) for problem in found]
    assert fitting[0].line == line_of(changed, needle)
    assert allowed in fitting[0].allowed


def test_plan_holds_what_the_file_says(tmp_path: Path) -> None:
    text = replaced(PLAN, "weeks: [1, 2]", "weeks: ongoing\n    short: S\n    weeks_from: proposed")
    text += "book: {title: B, authors: [A], chapters: [{title: C, part: P}]}\n"
    plan = compiled(make_tree(tmp_path, {"plan.yml": text})).plan
    (track,) = plan.tracks
    assert (track.id, track.short, track.weeks, track.weeks_proposed) == ("sql", "S", None, True)
    assert plan.daily == (Slot("morning", "Morning", (45, 45), ("Read",)),)
    assert plan.blogs == (Blog("one", "One", "https://example.org/", ""),)
    assert plan.book is not None
    assert plan.book.chapters[0].part == "P"


def test_facts_carry_their_day(tmp_path: Path) -> None:
    (fact,) = compiled(make_tree(tmp_path)).facts
    assert (fact.id, fact.checked, fact.topics) == ("news", date(2026, 11, 22), (("sql/joins", 4),))


def test_milestone_keeps_its_ids_apart_from_those_of_the_track(tmp_path: Path) -> None:
    value = compiled(make_tree(tmp_path, {"01-sql/milestone.md": MILESTONE})).values["01-sql/milestone.md"]
    assert isinstance(value, MilestoneFile)
    assert value.steps == ("One", "Two", "Three")
    assert '<h2 id="m1-s-what-it-is">' in value.html
    assert 'href="#m1-s-what-it-is"' in value.html
    assert '<li id="m1-fn-1">' in value.html
    assert 'href="#m1-fnref-1"' in value.html


def test_quiz_lists_its_questions_in_order(tmp_path: Path) -> None:
    value = compiled(make_tree(tmp_path, {QUIZ_PATH: QUIZ})).values[QUIZ_PATH]
    assert value == QuizFile(QUIZ_PATH, "sql-windows", "Windows", ("which", "why"), (("which", "sql.rank"),))
