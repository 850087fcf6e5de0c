"""What a demo learner works through: the lessons, their quizzes, and the milestones beside them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final
from uuid import UUID, uuid5

from portal.accounts.models import User
from portal.content.models import Lesson, Milestone
from portal.progress.services import note_place, set_done, set_step, set_tick
from portal.quizzes.kinds import kinds
from portal.quizzes.models import Attempt, Quiz
from portal.quizzes.parts import Question
from portal.quizzes.services import answer, start
from portal.quizzes.vars.fill import filled
from portal.taking.services import finish

SPACE: Final = UUID("5b4f8f0e-6f1c-4d0b-9a55-0f6a3c1d2e47")
TRIES: Final = 3


@dataclass(slots=True)
class Teller:
    """One learner with their luck; ``clock`` is the instant the next thing happens, ``skill`` a share, 0 to 1."""

    learner: User
    dice: Random
    clock: datetime
    skill: float
    told: int = 0

    def spend(self, minutes: float) -> None:
        """Let about so many minutes pass."""
        self.clock += timedelta(minutes=minutes * self.dice.uniform(0.7, 1.4))

    def request_id(self) -> UUID:
        """Return the id of the next request of this learner."""
        self.told += 1
        return uuid5(SPACE, f"{self.learner.email} {self.told}")

    def knows(self) -> bool:
        """Return whether an answer comes to mind."""
        return self.dice.random() < self.skill

    def confidence(self, *, knows: bool) -> str:
        """Return what the learner says of their answer: mostly fitting, sometimes not."""
        return self.dice.choices(("guess", "think", "know"), (1, 4, 5) if knows else (5, 4, 1))[0]


class Course:
    """The lessons in the plan's order, and the steps of the milestones of the tracks that were begun.

    A lesson is a run of pieces, and a piece that is not finished when the evening ends is taken up on the next.
    """

    def __init__(self, teller: Teller) -> None:
        """Begin at the first lesson."""
        self.teller = teller
        self.pieces = self._pieces()
        self.left: float | None = 0.0
        self.steps: deque[tuple[Milestone, int]] = deque()

    def study(self, until: datetime) -> None:
        """Go on with the lessons; when there are no more of them, with something of the learner's own."""
        teller = self.teller
        while self.left is not None:
            room = max((until - teller.clock) / timedelta(minutes=1), 0.0)
            if self.left > room:
                self.left -= room
                break
            teller.clock += timedelta(minutes=self.left)
            self.left = next(self.pieces, None)
        teller.clock = max(teller.clock, until)

    def build(self, until: datetime) -> None:
        """Work on a step of a milestone to its end; without one, go on with the lessons."""
        if not self.steps:
            self.study(until)
            return
        teller, (milestone, number) = self.teller, self.steps.popleft()
        teller.clock = until
        set_step(
            teller.learner, milestone, number, done=True, at=teller.clock, request_id=teller.request_id()
        )

    def _pieces(self) -> Iterator[float]:
        """Yield how many minutes each piece takes; what follows from it happens when they are over."""
        lessons = Lesson.objects.live().filter(track__weeks_min__isnull=False).select_related("version")
        milestones = Milestone.objects.filter(retired_at=None).order_by("uid")
        projects = {milestone.track_id: milestone for milestone in milestones}
        for lesson in list(lessons.defer("version__html")):
            if project := projects.pop(lesson.track_id, None):
                self.steps.extend((project, number) for number in range(1, len(project.steps) + 1))
            yield from self._lesson(lesson)

    def _lesson(self, lesson: Lesson) -> Iterator[float]:
        """Read a lesson, tick what was shown to be possible, take its quiz, mark it as done."""
        teller = self.teller
        pace = teller.dice.uniform(0.85, 1.3)
        yield lesson.minutes_read * pace
        headings = lesson.version.page.get("headings", []) if lesson.version else []
        if headings:
            note_place(teller.learner, lesson, anchor=headings[-1]["anchor"], at=teller.clock)
        items = list(lesson.items.filter(retired_at=None).select_related("lesson"))
        for item in items:
            yield lesson.minutes_practice * pace / len(items)
            set_tick(teller.learner, item, done=True, at=teller.clock, request_id=teller.request_id())
            if teller.dice.random() < 0.03:
                yield 1
                set_tick(teller.learner, item, done=False, at=teller.clock, request_id=teller.request_id())
        for quiz in Quiz.objects.filter(lesson=lesson, retired_at=None, version__isnull=False):
            for _ in range(TRIES):
                yield 1
                if self._take(quiz).passed:
                    break
        set_done(teller.learner, lesson, done=True, at=teller.clock, request_id=teller.request_id())

    def _take(self, quiz: Quiz) -> Attempt:
        """Take a quiz in practice, in one go; what is not known is passed over."""
        teller = self.teller
        began = start(
            teller.learner, quiz, mode="practice", minutes=None, seed=teller.dice.getrandbits(48),
            request_id=teller.request_id(), now=teller.clock,
        )  # fmt: skip
        questions = began.version.questions()
        for uid in began.order:
            teller.spend(0.8)
            if kinds[questions[uid].kind].answerable:
                self._answer(began, questions[uid])
        return finish(began, now=teller.clock)

    def _answer(self, attempt: Attempt, question: Question) -> None:
        """Answer one question, or say that it is not known."""
        teller = self.teller
        knows, kind = teller.knows(), kinds[question.kind]
        answer(
            attempt,
            question,
            kind.solution(filled(question, attempt.seed).spec) if knows else {},
            revision=0,
            confidence=teller.confidence(knows=knows),
            now=teller.clock,
            seconds=teller.dice.uniform(8, 70),
            blank=not knows,
        )
