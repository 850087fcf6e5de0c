"""A small curriculum in the database, synced from files as any other."""

from pathlib import Path

from portal.content.sync import sync
from portal.quizzes.sync import QuizPart
from tests.factories import NOON

LESSON, OTHER = "03-sql/01-core/01-ranking.md", "03-sql/01-core/02-joins.md"
QUIZ = "03-sql/01-core/01-ranking.quiz.md"
PICTURE = "03-sql/01-core/assets/frame.svg"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A frame</title><rect width="9" height="9"/></svg>'
PLAN = """title: A year
summary: One sentence.
tracks:
  - id: sql
    folder: 03-sql
    title: SQL
    weeks: [3, 4]
    modules:
      - {id: core, folder: 01-core, title: Core Topics}
routine:
  daily: [{id: morning, title: Morning, minutes: [45, 45], items: [Read]}]
  weekly: [{id: deep, title: Deep dive, minutes: [120, 180], items: [Build]}]
blogs: []
"""
FACTS = """facts:
  - id: ties
    fact: Ties share a rank.
    topics: [sql/ranking]
    source: Tried
    status: ran
    checked: 2026-11-22
"""
TRACK = "---\nid: sql\ntitle: SQL\nsummary: Ask for rows.\n---\n\n# SQL\n\nRows, and more rows.\n"


def outline(slug: str, title: str, more: str = "") -> str:
    """Return the text of an outline of the track ``sql``."""
    return f"""---
id: sql/{slug}
title: {title}
summary: What it is for.
status: outline
minutes: {{read: 20, practice: 25}}
level: core
prerequisites: []
lane: core
{more}---

# {title}

## What it covers

- One thing
- Another thing

## Checklist

- [ ] I can do one {{#one}}
- [ ] I can do two {{#two}}
- [ ] I can do three {{#three}}
"""


QUIZ_TEXT = """---
id: ranking
title: Ranking
---

## Which share a rank? {#ties}

- [x] Ties
- [ ] Nobody

> [!TIP]
> Two rows.

> [!NOTE]
> RANK leaves a gap.
"""
FILES = {
    "plan.yml": PLAN,
    "facts.yml": FACTS,
    "03-sql/track.md": TRACK,
    LESSON: outline("ranking", "Ranking", "facts: [ties]\n"),
    OTHER: outline("joins", "Joins"),
    QUIZ: QUIZ_TEXT,
    PICTURE: SVG,
}


def serve(folder: Path, **more: str) -> None:
    """Write the curriculum below ``folder`` and sync it; ``more`` are files by path, with ``__`` for a slash."""
    files = {**FILES, **{name.replace("__", "/"): text for name, text in more.items()}}
    for name, text in files.items():
        at = folder / name
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(text.encode())
    sync(folder, now=NOON, parts=[QuizPart()], jobs=1)
