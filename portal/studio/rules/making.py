"""New files: where they go, and what they begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from portal.content.compile.render.headings import slugify

WHAT: Final = {
    "lesson": "A lesson, beginning as an outline",
    "quiz": "The quiz of a lesson",
    "track": "A track: its introduction",
    "milestone": "The milestone of a track",
}
_NUMBER = re.compile(r"(\d{2,4})-")


def slug_of(title: str) -> str:
    """Return the last part of an id for a title; empty when it has no letter and no digit."""
    return re.sub(r"-+", "-", re.sub(r"[^a-z0-9]+", "-", slugify(title)))[:50].strip("-")


def next_number(names: Iterable[str]) -> str:
    """Return the number that comes behind those in front of ``names``, with two digits or more."""
    taken = [int(found[1]) for name in names if (found := _NUMBER.match(name))]
    return f"{max(taken, default=0) + 1:02d}"


def lesson_text(track: str, slug: str, title: str) -> str:
    """Return an outline that compiles."""
    return f"""---
id: {track}/{slug}
title: {_quoted(title)}
summary: What a learner can do after it, in one sentence.
status: outline
minutes: {{read: 20, practice: 25}}
level: core
prerequisites: []
lane: core
---

# {title}

## What it covers

- The first point

## Checklist

- [ ] I can do the first thing {{#first}}
- [ ] I can do the second thing {{#second}}
- [ ] I can do the third thing {{#third}}
"""


def quiz_text(slug: str, title: str, sample: str) -> str:
    """Return a quiz with one question, ``sample``."""
    return f"---\nid: {slug}\ntitle: {_quoted(title)}\n---\n\n{sample}"


def track_text(slug: str, title: str) -> str:
    """Return the introduction of a track."""
    head = f"---\nid: {slug}\ntitle: {_quoted(title)}\nsummary: What it is about, in one sentence.\n---\n"
    return f"{head}\n# {title}\n\nWhy it matters.\n"


def milestone_text(number: int, title: str) -> str:
    """Return the project at the end of a track."""
    head = f"---\nid: m{number}\ntitle: {_quoted(title)}\nsummary: What is built, in one sentence.\n"
    steps = "steps:\n  - The first step\n  - The second step\n  - The third step\n"
    return f"{head}{steps}---\n\n# {title}\n\nWhat it is for.\n"


def _quoted(title: str) -> str:
    """Return a title as YAML takes it for a text."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9 ,()/+-]*", title) and title.lower() not in (
        "yes",
        "no",
        "true",
        "false",
        "null",
        "on",
        "off",
    )
    return title if plain else '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
