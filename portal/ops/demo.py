"""Plausible learners with a history, made through the services that real ones go through.

The same seed on the same curriculum tells the same story. Instants come from the learner's own evenings; none lies in
the future.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.db import transaction
from fsrs import Rating

from portal.accounts.models import Profile, User
from portal.content.models import Lesson
from portal.core.errors import Refused
from portal.ops.looking_back import look_back
from portal.progress.services import note_place, set_done, set_tick
from portal.quizzes.kinds import kinds
from portal.quizzes.models import Attempt, Quiz
from portal.quizzes.parts import Question
from portal.quizzes.services import answer, start
from portal.quizzes.vars.fill import filled
from portal.review.models import Card
from portal.review.rules.answers import Answered, Confidence, Source
from portal.review.rules.pace import Kind
from portal.review.selectors import queue
from portal.review.services import judge, take_in
from portal.routine.services.day import log_minutes
from portal.taking.services import finish

DOMAIN = "demo.invalid"
"""Reserved for what never exists, so no letter to a demo learner can reach anybody."""
SPACE = UUID("5b4f8f0e-6f1c-4d0b-9a55-0f6a3c1d2e47")
NAMES = (
    "Mira Okafor",
    "Jonas Weber",
    "Amara Boateng",
    "Luca Rossi",
    "Priya Nair",
    "Yuki Tanaka",
    "Inés Ortega",
)
ZONES = ("Europe/Lisbon", "Asia/Kolkata", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")
TRIES = 3


@dataclass(frozen=True, slots=True)
class Character:
    """How somebody studies: the weekdays they mean to, minutes an evening, and their share of right answers."""

    weekdays: frozenset[int]
    minutes: int
    skill: float
    keeps_at_it: float


@dataclass(slots=True)
class Story:
    """One learner's evenings, one after the other; ``clock`` is the instant the next thing happens."""

    learner: User
    character: Character
    dice: Random
    clock: datetime
    told: int = 0

    def evening(self, begins: datetime, path: Iterator[Lesson]) -> None:
        """Spend one evening: what is due first, then the next lessons."""
        self.clock = begins
        ends = begins + timedelta(minutes=self.character.minutes * self.dice.uniform(0.6, 1.3))
        self._recall(until=begins + (ends - begins) / 3)
        self._log("afternoon", since=begins)
        studies = self.clock
        while self.clock < ends and (lesson := next(path, None)):
            self._study(lesson)
        self._log("evening", since=studies)

    def _log(self, block: str, since: datetime) -> None:
        """Log the time since ``since``; a plan without that block of the routine has no such minutes."""
        minutes = round((self.clock - since) / timedelta(minutes=1))
        if minutes:
            with suppress(Refused):
                log_minutes(self.learner, block, minutes, now=self.clock, request_id=self._id())

    def _study(self, lesson: Lesson) -> None:
        """Read a lesson, tick what was shown to be possible, take its quiz, mark it as done."""
        self._pass(lesson.minutes_read)
        headings = lesson.version.page.get("headings", []) if lesson.version else []
        if headings:
            note_place(self.learner, lesson, anchor=headings[-1]["anchor"], at=self.clock)
        for item in lesson.items.filter(retired_at=None).select_related("lesson"):
            self._pass(lesson.minutes_practice / 5)
            set_tick(self.learner, item, done=True, at=self.clock, request_id=self._id())
            if self.dice.random() < 0.03:
                self._pass(1)
                set_tick(self.learner, item, done=False, at=self.clock, request_id=self._id())
        for quiz in Quiz.objects.filter(lesson=lesson, retired_at=None, version__isnull=False):
            for _ in range(TRIES):
                if self._take(quiz).passed:
                    break
        set_done(self.learner, lesson, done=True, at=self.clock, request_id=self._id())

    def _take(self, quiz: Quiz) -> Attempt:
        """Take a quiz in practice; what is not known is passed over."""
        began = start(
            self.learner, quiz, mode="practice", minutes=None, seed=self.dice.getrandbits(48),
            request_id=self._id(), now=self.clock,
        )  # fmt: skip
        questions = began.version.questions()
        for uid in began.order:
            self._pass(0.8)
            if kinds[questions[uid].kind].answerable:
                self._answer(began, questions[uid])
        return finish(began, now=self.clock)

    def _answer(self, attempt: Attempt, question: Question) -> None:
        """Answer one question, or say that it is not known."""
        knows, kind = self._knows(), kinds[question.kind]
        answer(
            attempt,
            question,
            kind.solution(filled(question, attempt.seed).spec) if knows else {},
            revision=0,
            confidence=self._confidence(knows=knows),
            now=self.clock,
            seconds=self.dice.uniform(8, 70),
            blank=not knows,
        )

    def _recall(self, until: datetime) -> None:
        """Review what is due."""
        for card in queue(self.learner, self.clock).cards:
            if self.clock >= until:
                return
            self._pass(0.4)
            self._turn(card)

    def _turn(self, card: Card) -> None:
        """Recall one card, or not."""
        knows, seconds = self._knows(), self.dice.uniform(4, 40)
        if card.kind == Kind.QUESTION:
            sure = Confidence(self._confidence(knows=knows))
            said = Answered(card.ref, self._id(), float(knows), seconds, confidence=sure)
            take_in(self.learner, [said], source=Source.REVIEW, now=self.clock)
        else:
            rating = Rating.Good if knows else Rating.Again
            judge(self.learner, card, rating, request_id=self._id(), seconds=seconds, now=self.clock)

    def _knows(self) -> bool:
        return self.dice.random() < self.character.skill

    def _confidence(self, *, knows: bool) -> str:
        """Return what the learner says of their answer: mostly fitting, sometimes not."""
        return self.dice.choices(("guess", "think", "know"), (1, 4, 5) if knows else (5, 4, 1))[0]

    def _pass(self, minutes: float) -> None:
        self.clock += timedelta(minutes=minutes * self.dice.uniform(0.7, 1.4))

    def _id(self) -> UUID:
        """Return the id of the next request of this learner."""
        self.told += 1
        return uuid5(SPACE, f"{self.learner.email} {self.told}")


def make_learner(number: int, *, weeks: int, seed: int, now: datetime) -> User | None:
    """Make the demo learner ``number`` (from 1) with ``weeks`` of history up to ``now``; None if they exist.

    Nobody can sign in as them until they are given a password.
    """
    email = f"learner-{seed}-{number}@{DOMAIN}"
    if User.objects.filter(email=email).exists():
        return None
    dice = Random(f"{seed}/{number}")  # noqa: S311 - a story, not a secret
    zone = ZoneInfo(dice.choice(ZONES))
    first = now.astimezone(zone).date() - timedelta(weeks=weeks)
    with transaction.atomic():
        learner = User.objects.create_user(email, name=NAMES[(number - 1) % len(NAMES)])
        learner.date_joined = _evening(first, zone, dice)
        learner.save(update_fields=["date_joined"])
        EmailAddress.objects.create(user=learner, email=email, verified=True, primary=True)
        Profile.objects.create(user=learner, zone=zone.key, zone_confirmed=True)
        live(learner, zone, first=first, dice=dice, now=now)
    return learner


def live(learner: User, zone: ZoneInfo, *, first: date, dice: Random, now: datetime) -> None:
    """Give ``learner`` a history from the day ``first`` to yesterday or today, as far as the hour allows."""
    story = Story(learner, _character(dice), dice, now)
    path = Lesson.objects.live().filter(track__weeks_min__isnull=False).select_related("version").iterator()
    patience = 1.0
    for day in range((now.astimezone(zone).date() - first).days + 1):
        today = first + timedelta(days=day)
        begins = _evening(today, zone, story.dice)
        if begins + timedelta(hours=4) > now:
            break
        if today.weekday() in story.character.weekdays and story.dice.random() < patience:
            story.evening(begins, path)
        patience = max(patience * story.character.keeps_at_it, 0.3)
    look_back(learner, first=first, now=now)


def _character(dice: Random) -> Character:
    return Character(
        weekdays=frozenset(dice.sample(range(7), dice.randint(3, 6))),
        minutes=dice.choice((40, 60, 75, 90, 120)),
        skill=dice.uniform(0.55, 0.95),
        keeps_at_it=dice.uniform(0.985, 1.0),
    )


def _evening(day: date, zone: ZoneInfo, dice: Random) -> datetime:
    """Return when a learner sits down on ``day``: around seven by their clock."""
    return datetime.combine(day, time(18, dice.randrange(60)), zone) + timedelta(minutes=dice.randrange(120))


def remove_learners() -> int:
    """Delete every demo learner with all they have; return how many."""
    learners = User.objects.filter(email__endswith=f"@{DOMAIN}")
    count = learners.count()
    learners.delete()
    return count
