"""Small curricula for tests: one track, one module, an outline and a written lesson, all without problems."""

from collections.abc import Mapping
from pathlib import Path

from portal.content.compile import Compiled, Problem, compile_tree

PLAN = """\
title: A small plan
summary: One track.
tracks:
  - id: sql
    folder: 01-sql
    title: SQL
    weeks: [1, 2]
    modules:
      - {id: core, folder: 01-core, title: Core}
routine:
  daily:
    - {id: morning, title: Morning, minutes: [45, 45], items: [Read]}
  weekly:
    - {id: rest, title: Rest, minutes: [0, 0], items: [Rest]}
blogs:
  - {id: one, title: One, url: "https://example.org/"}
"""
FACTS = """\
facts:
  - id: news
    fact: Something changed.
    topics: [sql/joins]
    source: A page
    status: docs
    checked: 2026-11-22
"""
TRACK = """\
---
id: sql
title: SQL
summary: Questions to tables.
---

# SQL

Text.
"""
CHECKLIST = """\
## Checklist

- [ ] I can do the first thing {#first}
- [ ] I can do the second thing {#second}
- [ ] I can do the third thing {#third}
"""
OUTLINE = f"""\
---
id: sql/joins
title: Joins
summary: Rows that meet rows.
status: outline
minutes: {{read: 20, practice: 25}}
level: core
prerequisites: []
lane: core
---

# Joins

## What it covers

- Every join
- Fan-out

{CHECKLIST}"""
FRONT = """\
---
id: sql/windows
title: Windows
summary: Rank rows and keep them.
status: written
minutes: {read: 20, practice: 25}
level: core
prerequisites: [sql/joins]
objectives:
  - Rank rows
  - Number rows
  - Add up rows
concepts: [sql.rank, sql.number, sql.total]
lane: core
facts: [news]
verified_on: 2026-11-22
links:
  - {title: "One", url: "https://example.org/1", why: "first"}
  - {title: "Two", url: "https://example.org/2", why: "second"}
---
"""
BODY = f"""
# Windows

## Why it matters

It does.

## The idea

One row, many neighbours.

## Worked example

```sql run
SELECT 1 AS one;
```

```output
one
---
  1
```

**Notice that** it is one.

## How it works underneath

It sorts.

## Pitfalls

Ties.

## In production

Sort less.

## Exercise

Do it.

{CHECKLIST}
## Key points

- Rank
"""
OUTLINE_PATH = "01-sql/01-core/01-joins.md"
LESSON_PATH = "01-sql/01-core/02-windows.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>A dot</title><rect x="1"/></svg>'
FILES = {
    "plan.yml": PLAN,
    "facts.yml": FACTS,
    "01-sql/track.md": TRACK,
    OUTLINE_PATH: OUTLINE,
    LESSON_PATH: FRONT + BODY,
}


def make_tree(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the small curriculum; ``changes`` has another content for a path, or None for no file."""
    for path, content in {**FILES, **(changes or {})}.items():
        target = folder / path
        if content is None:
            target.unlink(missing_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def replaced(text: str, old: str, new: str) -> str:
    """Return ``text`` with ``old``, which must be there, replaced once."""
    assert old in text, old
    return text.replace(old, new, 1)


def line_of(text: str, needle: str) -> int:
    """Return the number of the first line of ``text`` that holds ``needle``."""
    return next(number for number, line in enumerate(text.split("\n"), start=1) if needle in line)


def problems_of(folder: Path, **options: int) -> list[Problem]:
    """Compile here and return the problems; none when there are none."""
    found = compile_tree(folder, jobs=1, **options)
    return [] if isinstance(found, Compiled) else found


def compiled(folder: Path) -> Compiled:
    """Compile a curriculum that has no problems."""
    found = compile_tree(folder, jobs=1)
    assert isinstance(found, Compiled), [str(problem) for problem in found]
    return found
