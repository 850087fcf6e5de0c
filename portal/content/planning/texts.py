"""The files an import writes: outlines, introductions, milestones. Nothing is claimed that the plan does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.content.planning.matching import likeness
from portal.content.planning.names import Names
from portal.content.planning.parts import MilestoneDraft, Topic, TrackDraft
from portal.content.planning.plain.tracks import shortened
from portal.content.planning.plain.words import DEEP, INTRO, words_of
from portal.content.planning.yaml import line_of, list_of

FEWEST, MOST = 3, 6
READ, PRACTICE = 20, 30
SAME_ITEM = 0.6
_STEPS = (
    "Write down what the result must do, and how you will show that it does",
    "Build the smallest version that runs from beginning to end",
    "Run it again from the beginning, and note what changed and what did not",
)


@dataclass(frozen=True, slots=True)
class Outline:
    """What an outline is made of; ``place`` are the titles of its track and module, ``items`` the checklist before."""

    id: str
    topic: Topic
    place: tuple[str, str]
    aliases: Sequence[str] = ()
    items: Sequence[tuple[str, str]] = ()


def outline_text(outline: Outline) -> str:
    """Return an outline. Its checklist is made of its points, and ids are kept where an item stays."""
    topic = outline.topic
    points = topic.points or (topic.title,)
    summary = "; ".join(topic.points) or ": ".join(dict.fromkeys(outline.place))
    head = [
        f"---\nid: {outline.id}\n",
        line_of("title", topic.title),
        line_of("summary", shortened(summary, 160)),
        f"status: outline\nminutes: {{read: {READ}, practice: {PRACTICE}}}\n",
        f"level: {level_of(outline.place[1])}\nprerequisites: []\nlane: none\n",
        f"aliases: [{', '.join(outline.aliases)}]\n" if outline.aliases else "",
        f"---\n\n# {topic.title}\n\n## What it covers\n\n",
    ]
    listed = "".join(f"- {point}\n" for point in points)
    items = with_ids(item_texts(topic), outline.items)
    checklist = "".join(f"- [ ] {text} {{#{name}}}\n" for text, name in items)
    return f"{''.join(head)}{listed}\n## Checklist\n\n{checklist}"


def level_of(module: str) -> str:
    """Return how deep a module goes, by its own name."""
    words = words_of(module)
    return "intro" if words & INTRO else "deep" if words & DEEP else "core"


def item_texts(topic: Topic) -> list[str]:
    """Return three to six things to be able to do: one for each point, several points in one where there are many."""
    points = [point.rstrip(" .:;") or point for point in topic.points] or [topic.title]
    points = list(dict.fromkeys(points))
    size = -(-len(points) // MOST)
    grouped = ["; ".join(points[at : at + size]) for at in range(0, len(points), size)]
    items = [f"I can explain, with an example of my own: {group}" for group in grouped]
    more = [
        f"I can show a small piece of my own work on: {topic.title}",
        f"I can name a mistake that is easily made here, and how to notice it: {topic.title}",
    ]
    return [*items, *more[: max(0, FEWEST - len(items))]]


def with_ids(texts: Sequence[str], before: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each item with an id: that of the same item before, or of the one most like it, or a new one."""
    given: dict[int, str] = {}
    free = dict(before)
    for at, text in enumerate(texts):
        if text in free:
            given[at] = free.pop(text)
    scores = sorted(
        (-likeness(_telling(text), _telling(old)), at, old)
        for at, text in enumerate(texts)
        if at not in given
        for old in free
        if old[:10] == text[:10]
    )
    for score, at, old in scores:
        if -score >= SAME_ITEM and at not in given and old in free:
            given[at] = free.pop(old)
    names = Names(name for _, name in before)
    for at, text in enumerate(texts):
        if at not in given:
            lead = {"I can show": "show", "I can name": "mistake"}.get(text[:10])
            given[at] = names.take(lead or _telling(text), "item")
    return [(text, given[at]) for at, text in enumerate(texts)]


def _telling(item: str) -> str:
    """Return an item without the words that every item has."""
    return item.partition(": ")[2] or item


def track_text(name: str, track: TrackDraft) -> str:
    """Return the introduction of a track: what the plan says of it, or else its modules."""
    modules = [module.title for module in track.modules]
    summary = shortened(track.text.replace("\n\n", " ") or " · ".join(modules), 160)
    body = track.text or "\n".join(f"- {title}" for title in modules)
    head = f"---\nid: {name}\n{line_of('title', track.title)}{line_of('summary', summary)}---\n"
    return f"{head}\n# {track.title}\n\n{body}\n"


def milestone_text(name: str, milestone: MilestoneDraft) -> str:
    """Return a milestone with three to six steps: the plan's, and general ones where it has fewer than three."""
    own = [shortened(step, 160) for step in milestone.steps]
    steps = [*own[:MOST], *_STEPS[: max(0, FEWEST - len(own))]]
    head = f"---\nid: {name}\n{line_of('title', milestone.title)}{line_of('summary', milestone.title)}"
    listed = "\n".join(f"{number}. {step}" for number, step in enumerate(milestone.steps or steps, start=1))
    return f"{head}{list_of('steps', steps)}---\n\n# {milestone.title}\n\n{listed}\n"
