"""What stands beside the tracks of a plan: the routine, the book, the blogs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from portal.content.compile.matter.shapes import ADDRESS
from portal.content.compile.parts import Blog
from portal.content.compile.problems import Problems
from portal.content.planning.names import Names
from portal.content.planning.parts import BookDraft, SlotDraft
from portal.content.planning.plain.durations import take_minutes
from portal.content.planning.plain.lines import UNTITLED, Bullet, Section, plain
from portal.content.planning.plain.tracks import flat, shortened
from portal.content.planning.plain.words import AND, AUTHORS, DAILY, REST, WEEKLY, words_of

SLOT, ITEM = 80, 200
_SIGNS = " :,-\N{EN DASH}\N{EM DASH}"
_ADDRESS = re.compile(ADDRESS.pattern)
_LINKED = re.compile(r"\[([^\]]+)\]\(([^)\s]+)[^)]*\)")


def read_routine(section: Section) -> tuple[list[SlotDraft], list[SlotDraft]]:
    """Return the blocks of the day and of the week below one heading."""
    daily: list[SlotDraft] = []
    weekly: list[SlotDraft] = []
    into = weekly if _is_weekly(section.text) else daily
    for text, line in section.texts:
        slot = _slot(text, [], line)
        if slot.minutes is not None:
            into.append(slot)
    for bullet in section.bullets:
        words = words_of(plain(bullet.text))
        if bullet.below and words and words <= DAILY | WEEKLY:
            (weekly if words & WEEKLY else daily).extend(_slots(bullet.below))
        else:
            into.append(_slot(bullet.text, bullet.below, bullet.line))
    for below in section.below:
        words = words_of(below.text)
        if words & (DAILY | WEEKLY) and take_minutes(below.text)[1] is None:
            day, week = read_routine(below)
            daily, weekly = daily + day, weekly + week
        else:
            into.append(_slot(below.text, below.bullets, below.line, [text for text, _ in below.texts]))
    return daily, weekly


def _is_weekly(heading: str) -> bool:
    """Return whether the blocks below a heading are those of a week, unless they say otherwise."""
    words = words_of(heading)
    return bool(words & WEEKLY) and not words & DAILY


def _slots(bullets: Sequence[Bullet]) -> Iterator[SlotDraft]:
    """Yield a block for each bullet."""
    return (_slot(bullet.text, bullet.below, bullet.line) for bullet in bullets)


def _slot(text: str, below: Sequence[Bullet], line: int, more: Sequence[str] = ()) -> SlotDraft:
    """Read ``Morning (45 min): Read …`` and what is listed below it."""
    title, minutes, rest = take_minutes(plain(text))
    if minutes is None:
        title, _, rest = title.partition(": ")
    if not words_of(title):
        title, rest = rest, ""
    title = re.sub(r"^(?:1|one|a)\s+", "", title.strip(_SIGNS), flags=re.IGNORECASE)
    rest = rest.strip(_SIGNS)
    title = title or UNTITLED
    named = title if not rest or not rest.startswith("(") else f"{title} {rest}"
    items = [rest, *more, *map(flat, below)] if named == title else [*more, *map(flat, below)]
    named = named[:1].upper() + named[1:]
    items = [shortened(item, ITEM) for item in items if item.strip()] or [shortened(named, ITEM)]
    if minutes is None and words_of(title) & REST:
        minutes = (0, 0)
    return SlotDraft(shortened(title[:1].upper() + title[1:], SLOT), minutes, tuple(items), line)


def read_book(section: Section, notes: Problems) -> BookDraft | None:
    """Read ``Book: Title by Authors`` with its chapters; None, and a note, when something of it is missing."""
    heading = re.sub(r"^\w+\s*:\s*", "", plain(section.text)) if ":" in section.text else ""
    texts = [heading, *(plain(text) for text, _ in section.texts)]
    bullets = section.bullets
    if not any(texts) and len(bullets) == 1:
        texts, bullets = [plain(bullets[0].text)], bullets[0].below
    name = next((text for text in texts if text), "")
    title, *authors = AUTHORS.split(name, maxsplit=1)
    chapters = [(plain(bullet.text), "") for bullet in bullets if not bullet.below]
    for part, entries in _parts(section, bullets):
        chapters += [(plain(bullet.text), part) for bullet in entries]
    chapters = [(shortened(chapter, 160), shortened(part, 160)) for chapter, part in chapters if chapter]
    lacking = [
        what for what, there in (("title", title), ("authors", authors), ("chapters", chapters)) if not there
    ]
    if lacking:
        notes.add(
            section.line,
            f"the book has no {' and no '.join(lacking)}, so it was left out",
            "`Book: Title by Author`, and its chapters as a list",
        )
        return None
    names = tuple(shortened(author, 200) for author in AND.split(authors[0]) if author)
    return BookDraft(shortened(title.strip('*_"“”„ '), 160), names[:10], tuple(chapters[:100]), section.line)


def _parts(section: Section, bullets: Sequence[Bullet]) -> Iterator[tuple[str, list[Bullet]]]:
    """Yield the parts of a book with their chapters: bullets with bullets below, and headings."""
    yield from ((plain(bullet.text), bullet.below) for bullet in bullets if bullet.below)
    yield from ((plain(below.text), below.bullets) for below in section.below)


def read_blogs(section: Section, notes: Problems) -> list[Blog]:
    """Read the blogs of a list; one without an https address is left out with a note."""
    blogs: list[Blog] = []
    names = Names()
    for bullet in section.bullets:
        linked, bare = _LINKED.search(bullet.text), _ADDRESS.search(bullet.text)
        url = linked[2] if linked else bare[0].rstrip(").,") if bare else ""
        title = linked[1] if linked else bullet.text.replace(url, "") if url else bullet.text
        title = shortened(plain(title).strip(f"{_SIGNS}<>()"), 160)
        if not title or not _ADDRESS.fullmatch(url):
            notes.add(
                bullet.line, f"the blog {title!r} has no address, so it was left out", "`Name: https://…`"
            )
            continue
        blogs.append(Blog(names.take(title, "blog"), title, url, ""))
    return blogs[:100]
