"""What there is to suggest to a learner today."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.text import slugify

from portal.accounts.models import User
from portal.content.compile.kinds.sections import EXERCISE
from portal.content.compile.render.headings import section_id
from portal.content.models import Lesson
from portal.progress.rules import step_id
from portal.routine.rules.found import Chapter, Drill, Found, Post, Quiz, Step, Topic, Wanted
from portal.routine.selectors import facts
from portal.routine.selectors.frame import Frame

EXERCISE_ID: Final = section_id(EXERCISE)


@dataclass(frozen=True, slots=True)
class Milestone:
    """The milestone of the track in hand: steps ticked, of how many."""

    title: str
    url: str
    done: int
    steps: int


@dataclass(frozen=True, slots=True)
class Here:
    """Where the learner is: a topic by its ``number`` (from 1) in its track."""

    track_uid: str
    track: str
    number: int


def found_for(
    learner: User, around: Frame, day: date, due: facts.Due
) -> tuple[Found, Here | None, Milestone | None]:
    """Return what there is to suggest, where the learner is, and the milestone of the track in hand."""
    rows = facts.next_of(learner, day)
    path = reverse("reading:path")
    lessons = [row for row in rows if row.turn >= 0]
    quiz = next((row for row in rows if row.turn == facts.QUIZ), None)
    drill = next((row for row in rows if row.turn == facts.DRILL), None)
    step, milestone = None, None
    for row in lessons:
        if milestone is None and row.milestone:
            steps = json.loads(row.steps or "[]")
            url = f"{path}{row.track_uid}/"
            step, milestone = _steps(around, row.milestone, row.milestone_title or "", steps, url)
    blogs = around.blogs
    post = _post(learner, blogs[day.toordinal() // 2 % len(blogs)]) if blogs else None
    found = Found(
        chapter=next_chapter(around),
        post=post,
        due=due.cards[0],
        due_minutes=due.minutes,
        review_limit=around.review_limit,
        topics=tuple(_topic(row, path) for row in lessons),
        quiz=_quiz(quiz) if quiz else None,
        drill=_drill(drill, path) if drill else None,
        step=step,
        urls=_urls(),
        turn=day.toordinal(),
        wishes=tuple(
            Wanted(row.heading or "", row.title, f"{path}{row.uid}/", row.read + row.practice)
            for row in rows
            if row.turn == facts.WISH
        ),
    )
    here = Here(lessons[0].track_uid, lessons[0].track, lessons[0].number) if lessons else None
    return found, here, milestone


def _topic(row: facts.Next, path: str) -> Topic:
    """Return a lesson to go on with."""
    begun, url = row.anchor is not None, f"{path}{row.uid}/"
    return Topic(
        title=row.title,
        url=f"{url}#{row.anchor}" if row.anchor else url,
        track=row.track,
        read=row.read,
        practice=row.practice,
        begun=begun,
        heading=row.heading or "",
        exercise=f"{url}#{EXERCISE_ID}" if row.status == Lesson.Status.WRITTEN else "",
        checklist=f"{url}#checklist-h",
    )


def _quiz(row: facts.Next) -> Quiz:
    """Return the quiz to take."""
    return Quiz(row.title, reverse("taking:quiz", args=[row.uid]), passed=row.heading == "passed")


def _drill(row: facts.Next, path: str) -> Drill:
    """Return the exercise to do."""
    return Drill(row.title, f"{path}{row.uid}/#{EXERCISE_ID}", row.track, row.heading or "")


def _urls() -> Mapping[str, str]:
    names = {"review": "taking:review", "book": "routine:book", "notes": "notes:list", "path": "reading:path"}
    return {key: reverse(name) for key, name in names.items()}


def _steps(
    around: Frame, uid: str, title: str, steps: Sequence[str], url: str
) -> tuple[Step | None, Milestone]:
    ids = [step_id(uid, number) for number in range(1, len(steps) + 1)]
    open_ = next((n for n, name in enumerate(ids) if name not in around.marked), None)
    step = None if open_ is None else Step(ids[open_], open_ + 1, len(ids), steps[open_], title, url)
    return step, Milestone(title, url, sum(name in around.marked for name in ids), len(ids))


def _post(learner: User, blog: Mapping[str, Any]) -> Post:
    """Return the newest post of the blog that is not read; without one, the blog's own page."""
    row = facts.post_of(learner, blog["id"])
    if row is None:
        return Post("", "", blog["url"], blog["title"])
    pk, title, url = row
    return Post(f"post:{pk}", title, url, blog["title"])


def chapter_ids(book: Mapping[str, Any] | None) -> list[str]:
    """Return an id for each chapter of the book: its title as a slug, so that the order may change.

    A title in another script has no slug; there the number stands.
    """
    chapters = book["chapters"] if book else []
    return [
        slugify(chapter["title"])[:80] or f"chapter-{number}" for number, chapter in enumerate(chapters, 1)
    ]


def next_chapter(around: Frame) -> Chapter | None:
    """Return the first chapter that is not read; None when all are, or there is no book."""
    ids = chapter_ids(around.book)
    left = [at for at, uid in enumerate(ids) if f"chapter:{uid}" not in around.marked]
    if not left or around.book is None:
        return None
    at = left[0]
    chapter = around.book["chapters"][at]
    part = chapter.get("part") or ""
    page = around.marked.get(f"page:{ids[at]}", "")
    return Chapter(ids[at], at + 1, chapter["title"], part, around.book["title"], len(left), page)
