"""The days of a demo learner, by the routine of the plan: what each block is spent on, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from fsrs import Rating

from portal.accounts.models import User
from portal.ops.course import Course, Teller
from portal.review.models import Card
from portal.review.rules.answers import Answered, Confidence, Source
from portal.review.rules.pace import Kind
from portal.review.selectors import queue
from portal.review.services import judge, take_in
from portal.routine.models import BlogPost
from portal.routine.rules.plan import Slot
from portal.routine.selectors.found import chapter_ids
from portal.routine.selectors.frame import frame
from portal.routine.services.day import log_minutes, mark, set_state

LONGEST: Final = timedelta(hours=4)
"""No block takes as long, whatever the dice say."""


@dataclass(frozen=True, slots=True)
class Character:
    """How somebody studies: minutes of an evening, share of right answers, and of days and blocks that are kept."""

    minutes: int
    skill: float
    keeps_days: float
    keeps_blocks: float

    @classmethod
    def of(cls, dice: Random) -> Character:
        """Return somebody."""
        return cls(
            minutes=dice.randint(65, 95),
            skill=dice.uniform(0.55, 0.95),
            keeps_days=dice.uniform(0.82, 0.98),
            keeps_blocks=dice.uniform(0.6, 0.9),
        )


class Story:
    """One learner's days, one after the other."""

    def __init__(self, learner: User, dice: Random, now: datetime) -> None:
        """Make somebody up, and open the book."""
        around = frame(learner)
        self.character = Character.of(dice)
        self.teller = Teller(learner, dice, now, self.character.skill)
        self.course = Course(self.teller)
        self.calendar, self.zone, self.now = around.calendar, around.zone, now
        self.chapters = self._chapters(chapter_ids(around.book))
        self.posts = list(BlogPost.objects.order_by("-published_at").values_list("published_at", "pk"))

    def live(self, day: date) -> None:
        """Spend ``day`` as planned, mostly; what would end after now does not happen."""
        dice, kept = self.teller.dice, self.character.keeps_blocks
        if dice.random() >= self.character.keeps_days:
            return
        for slot in self.calendar.slots(day):
            begins = datetime.combine(day, time.fromisoformat(slot.clock), self.zone)
            self.teller.clock = begins + timedelta(minutes=dice.randint(-20, 60))
            if self.teller.clock + LONGEST > self.now:
                return
            if slot.id == "evening" or dice.random() < kept:
                self._spend(slot)
            elif dice.random() < 0.5:
                self._say(slot, "skipped")

    def _spend(self, slot: Slot) -> None:
        """Do a block, log its minutes, and mostly say that it is done."""
        ways: dict[str, Callable[[datetime], None]] = {
            "morning": self._read,
            "evening": self.course.study,
            "deep-dive": self.course.build,
        }
        began, dice = self.teller.clock, self.teller.dice
        planned = self.character.minutes if slot.id == "evening" else slot.minutes
        least, most = (45, 105) if slot.id == "evening" else (10, 170)
        minutes = min(max(planned * dice.uniform(0.75, 1.15), least), most)
        ways.get(slot.id, self._recall)(began + timedelta(minutes=minutes))
        spent = round((self.teller.clock - began) / timedelta(minutes=1))
        log_minutes(
            self.teller.learner, slot.id, spent, now=self.teller.clock, request_id=self.teller.request_id()
        )
        if dice.random() < 0.9:
            self._say(slot, "done")

    def _say(self, slot: Slot, state: str) -> None:
        request_id = self.teller.request_id()
        set_state(self.teller.learner, slot.id, state, now=self.teller.clock, request_id=request_id)

    def _read(self, until: datetime) -> None:
        """Read in the book, or a post of a blog; they take turns, as on Today."""
        self.teller.clock = until
        if until.date().toordinal() % 2 == 0:
            if said := next(self.chapters, None):
                self._mark(*said)
        elif found := next((post for post in self.posts if post[0] < until), None):
            self.posts.remove(found)
            self._mark(f"post:{found[1]}", "read" if self.teller.dice.random() < 0.8 else "saved")

    def _chapters(self, ids: list[str]) -> Iterator[tuple[str, str]]:
        """Yield what is said after each morning with the book: the page reached, or that a chapter is read."""
        page = 1
        for uid in ids:
            for _ in range(self.teller.dice.randint(0, 2)):
                page += self.teller.dice.randint(12, 20)
                yield f"page:{uid}", str(page)
            page += self.teller.dice.randint(12, 20)
            yield f"chapter:{uid}", "read"

    def _mark(self, name: str, word: str) -> None:
        request_id = self.teller.request_id()
        mark(self.teller.learner, name, word, now=self.teller.clock, request_id=request_id)

    def _recall(self, until: datetime) -> None:
        """Review what is due; what is left of the block goes into drills."""
        for card in queue(self.teller.learner, self.teller.clock).cards:
            if self.teller.clock >= until:
                break
            self.teller.spend(0.4)
            self._turn(card)
        self.teller.clock = max(self.teller.clock, until)

    def _turn(self, card: Card) -> None:
        """Recall one card, or not."""
        teller = self.teller
        knows, seconds = teller.knows(), teller.dice.uniform(4, 40)
        if card.kind == Kind.QUESTION:
            sure = Confidence(teller.confidence(knows=knows))
            said = Answered(card.ref, teller.request_id(), float(knows), seconds, confidence=sure)
            take_in(teller.learner, [said], source=Source.REVIEW, now=teller.clock)
        else:
            rating = Rating.Good if knows else Rating.Again
            judge(
                teller.learner,
                card,
                rating,
                request_id=teller.request_id(),
                seconds=seconds,
                now=teller.clock,
            )
