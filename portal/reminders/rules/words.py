"""The words of a reminder. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from portal.routine.rules.found import Task

LONGEST: Final = 60
PREFIXES: Final = ("Lesson: ", "Practise: ", "Checklist: ", "Blog of the day: ")


def part_of_day(local: datetime) -> str:
    """Return what a letter calls the hours ahead."""
    if 5 <= local.hour < 12:
        return "This morning"
    return "This afternoon" if 12 <= local.hour < 17 else "Tonight"


def name_of(task: Task) -> str:
    """Return what a task is about on one line, without the word for its kind, cut to fit a subject line."""
    title = " ".join(task.title.split())
    if task.icon == "review":
        title = title.removesuffix(" due")
    for prefix in PREFIXES:
        title = title.removeprefix(prefix)
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"


def all_of(tasks: Sequence[Task]) -> str:
    """Return the tasks in their order: “7 reviews, then Window functions”."""
    return ", then ".join(name_of(task) for task in tasks)


def minutes(count: int) -> str:
    """Return a duration in words."""
    return "1 minute" if count == 1 else f"{count} minutes"


def smallest(block: Sequence[Task], short: Sequence[Task], most: int) -> tuple[str, int]:
    """Return the smallest useful step of a block as words, and its minutes.

    ``short`` is what a short day holds; none of it takes longer than the block's ``most`` minutes. What comes after it
    is named when the step is another thing.
    """
    step = short[0]
    takes = min(step.minutes, most)
    after = next((name_of(task) for task in block if name_of(task) != name_of(step)), "")
    if step.icon != "review":
        return f"the key points of {name_of(step)}, {minutes(takes)}", takes
    return f"{name_of(step)}, {minutes(takes)}{f'; then {after}' if after else ''}", takes
