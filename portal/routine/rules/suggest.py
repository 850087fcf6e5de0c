"""What to do in a block, and why. Pure.

One budget of minutes holds for the day: reviews take what is due of it first, up to the learner's own limit and the
block's minutes; a drill gets the rest of that block, and what is new the other blocks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from portal.routine.rules.found import Found, Task, Topic, Wanted

SHORT_REVIEW: Final = 8
LEAST_DRILL: Final = 5
LEAST_SECOND: Final = 15
LONGEST_POST: Final = 20
DRILLS: Final = {
    "read": "The exercise of a lesson you have read.",
    "begun": "The exercise of a lesson you have begun.",
    "": "The exercise of a lesson you have not begun yet.",
}
PER_WEEK: Final = (
    "A few reviews a day keep what you have learned. A card takes least time on the day it is due."
)


def tasks(block: str, minutes: int, swap: int, found: Found) -> tuple[Task, ...]:
    """Return what a block of ``minutes`` holds; each ``swap`` turns to the next suggestion. Never empty."""
    match block:
        case "morning":
            offers = [*_reading(minutes, found)]
        case "afternoon":
            return _practice(minutes, swap, found)
        case "short":
            return _short(minutes, swap, found)
        case "review":
            offers = _closing(minutes, found)
        case _:
            offers = _hands_on(minutes, found)
    if not offers:
        return (_browse(minutes, found),)
    turn = swap % len(offers)
    return _filled([*offers[turn:], *offers[:turn]], minutes)


def _filled(offers: Sequence[Task], minutes: int) -> tuple[Task, ...]:
    """Return the first offer, and in what it leaves of the block the second, if it leaves enough."""
    first, *others = offers
    left = minutes - first.minutes
    if left < LEAST_SECOND or not others:
        return (first,)
    return (first, replace(others[0], minutes=left))


def choices(block: str, found: Found) -> int:
    """Return how many suggestions there are to turn through."""
    many: Mapping[str, Sequence[Any]] = {
        "morning": _reading(1, found),
        "afternoon": _drills(1, found),
        "short": _hands_on(1, found),
        "review": _closing(1, found),
    }
    return len(many.get(block, _hands_on(1, found)))


def _reading(minutes: int, found: Found) -> list[Task]:
    """Return chapter and post, whose turn it is first."""
    offers = []
    if chapter := found.chapter:
        left = "the last chapter" if chapter.left == 1 else f"{chapter.left} chapters to go"
        note = f"In turn with the blogs. {chapter.part + '; ' if chapter.part else ''}{left}."
        note += f" You stopped at page {chapter.page}." if chapter.page else ""
        title = f"{chapter.book}, chapter {chapter.number}: {chapter.title}"
        mark = f"chapter:{chapter.uid}"
        offers.append(Task("book", title, found.urls["book"], minutes, note, mark, number=chapter.number))
    if post := found.post:
        title = f"{post.blog}: {post.title}" if post.title else f"Blog of the day: {post.blog}"
        why = "The newest you have not read." if post.uid else "One article, your choice."
        note = f"In turn with the book. {why}"
        offers.append(
            Task(
                "link",
                title,
                post.url,
                min(minutes, LONGEST_POST),
                note,
                post.uid,
                away=True,
                posted=bool(post.uid),
            )
        )
    return offers if found.turn % 2 == 0 else offers[::-1]


def _practice(minutes: int, swap: int, found: Found) -> tuple[Task, ...]:
    """Return the reviews that are due, and a drill or quiz in what is left."""
    taken = min(found.review_minutes, minutes)
    first = (_reviews(taken, found),) if found.due else ()
    left = minutes - taken if found.due else minutes
    drills = _drills(left, found)
    if left >= LEAST_DRILL and drills:
        return (*first, drills[swap % len(drills)])
    return first or (_browse(minutes, found),)


def _drills(minutes: int, found: Found) -> list[Task]:
    offers = []
    if quiz := found.quiz:
        why = (
            "Passed a while ago; once more keeps it."
            if quiz.passed
            else "You have read it and not passed it yet."
        )
        offers.append(Task("drill", f"Quiz: {quiz.title}", quiz.url, minutes, why))
    return [*offers, *_exercises(minutes, found)]


def _exercises(minutes: int, found: Found) -> list[Task]:
    """Return exercises of written lessons; an outline in hand has none, so there its checklist.

    The lesson in hand comes first, a drill in a lesson that is not begun yet last.
    """
    here, drill, offers = next(iter(found.topics), None), found.drill, []
    if here and here.exercise:
        why = "The exercise of the lesson you are in." if here.begun else "The exercise of your next lesson."
        offers.append(
            Task("drill", f"Practise: {here.title}", here.exercise, minutes, f"{here.track}. {why}")
        )
    if drill and not (here and here.exercise == drill.url):
        note = f"{drill.track}. {DRILLS[drill.known]}"
        offers.append(Task("drill", f"Practise: {drill.title}", drill.url, minutes, note))
    if here and not here.exercise:
        which = "The topic you are in" if here.begun else "Your next topic"
        note = f"{here.track}. {which} is an outline so far; its checklist says what to be able to do."
        task = Task("drill", f"Checklist: {here.title}", here.checklist, minutes, note)
        offers.insert(0 if drill and not drill.known else len(offers), task)
    return offers


def _short(minutes: int, swap: int, found: Found) -> tuple[Task, ...]:
    """Return what fades fastest, and the key points of one lesson."""
    taken = min(found.review_minutes, SHORT_REVIEW)
    rest = [_keyed(task) for task in _hands_on(minutes - taken, found)] or [_browse(minutes - taken, found)]
    first = (_reviews(taken, found),) if found.due else ()
    return (*first, rest[swap % len(rest)])


def _keyed(task: Task) -> Task:
    return replace(task, note="As far as you get; it is here tomorrow.")


def _hands_on(minutes: int, found: Found) -> list[Task]:
    """Return what was to be repeated, then lessons and the milestone's step; where the learner was comes first."""
    offers = [_lesson(topic, minutes) for topic in found.topics]
    if step := found.step:
        title = f"{step.milestone}, step {step.number}: {step.text}"
        note = f"Step {step.number} of {step.of} of the milestone of this track."
        offers.insert(1, Task("milestone", title, step.url, minutes, note, step.uid, number=step.number))
    return [*(_again(wish, minutes) for wish in found.wishes), *offers]


def _again(wish: Wanted, minutes: int) -> Task:
    takes = min(minutes, wish.minutes or minutes)
    return Task("retro", f"Repeat: {wish.title}", wish.url, takes, "You asked to repeat it.", wish.name)


def _lesson(topic: Topic, minutes: int) -> Task:
    where = f"You stopped at “{topic.heading}”." if topic.heading else "You were here before."
    why = where if topic.begun else f"Next in {topic.track}."
    outline = "" if topic.exercise else " An outline so far."
    note = f"{why}{outline} {topic.read} min reading, {topic.practice} min practice."
    whole = topic.read + topic.practice
    takes = min(minutes, whole) if whole else minutes
    return Task("book", f"Lesson: {topic.title}", topic.url, takes, note)


def _closing(minutes: int, found: Found) -> list[Task]:
    note = "Read what you wrote this week, and add what is missing."
    return [Task("pencil", "Notes of the week", found.urls["notes"], minutes, note), *_recall(minutes, found)]


def _recall(minutes: int, found: Found) -> list[Task]:
    return [_reviews(min(found.due_minutes, minutes), found)] if found.due else []


def _reviews(minutes: int, found: Found) -> Task:
    noun = "review" if found.due == 1 else "reviews"
    return Task("review", f"{found.due} {noun} due", found.urls["review"], max(minutes, 1), PER_WEEK)


def _browse(minutes: int, found: Found) -> Task:
    note = "Nothing is waiting. Look around, or go over something you like."
    return Task("path", "The path", found.urls["path"], minutes, note)
