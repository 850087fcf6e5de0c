"""Values as YAML of the strict kind the curriculum is written in."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from portal.content.compile.parts import Book, Plan, Slot, TrackPlan

_PLAIN = re.compile(r"[^\W\d_](?:[\w &/.()'-]*[\w).])?")
_WORDS = frozenset(["y", "yes", "n", "no", "on", "off", "true", "false", "null", "none"])


def scalar(text: str) -> str:
    """Return a text as YAML: bare where nobody can take it for something else, otherwise in quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)


def line_of(key: str, text: str, indent: int = 0) -> str:
    """Return ``key: text`` with its line end, or nothing for an empty text."""
    return f"{' ' * indent}{key}: {scalar(text)}\n" if text else ""


def list_of(key: str, texts: Sequence[str], indent: int = 0) -> str:
    """Return a list, one line an entry."""
    margin = " " * indent
    return f"{margin}{key}:\n" + "".join(f"{margin}  - {scalar(text)}\n" for text in texts)


def plan_yaml(plan: Plan) -> str:
    """Return ``plan.yml``."""
    parts = [line_of("title", plan.title), line_of("summary", plan.summary), "tracks:\n"]
    parts += map(_track, plan.tracks)
    parts += ["routine:\n", _slots("daily", plan.daily), _slots("weekly", plan.weekly)]
    if plan.book:
        parts.append(_book(plan.book))
    if not plan.blogs:
        return "".join([*parts, "blogs: []\n"])
    parts.append("blogs:\n")
    for blog in plan.blogs:
        feed = f', feed: "{blog.feed}"' if blog.feed else ""
        parts.append(f'  - {{id: {blog.id}, title: {scalar(blog.title)}, url: "{blog.url}"{feed}}}\n')
    return "".join(parts)


def _track(track: TrackPlan) -> str:
    """Return one track."""
    weeks = f"[{track.weeks[0]}, {track.weeks[1]}]" if track.weeks else "ongoing"
    lines = [f"  - id: {track.id}\n    folder: {track.folder}\n", line_of("title", track.title, 4)]
    lines += [line_of("short", track.short, 4), f"    weeks: {weeks}\n"]
    lines += ["    weeks_from: proposed\n" if track.weeks_proposed else "", "    modules:\n"]
    for module in track.modules:
        lines.append(f"      - {{id: {module.id}, folder: {module.folder}, title: {scalar(module.title)}}}\n")
    return "".join(lines)


def _slots(key: str, slots: Sequence[Slot]) -> str:
    """Return the blocks of a day or a week."""
    lines = [f"  {key}:\n"]
    for slot in slots:
        lines += [f"    - id: {slot.id}\n", line_of("title", slot.title, 6)]
        lines += [f"      minutes: [{slot.minutes[0]}, {slot.minutes[1]}]\n", list_of("items", slot.items, 6)]
    return "".join(lines)


def _book(book: Book) -> str:
    """Return the book with its chapters."""
    lines = ["book:\n", line_of("title", book.title, 2), list_of("authors", book.authors, 2), "  chapters:\n"]
    for chapter in book.chapters:
        lines.append(f"    - {{title: {scalar(chapter.title)}, part: {scalar(chapter.part)}}}\n")
    return "".join(lines)
