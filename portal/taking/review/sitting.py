"""A sitting as its addresses carry it, and the page of review as values for its templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.urls import reverse
from fsrs import Rating

from portal.accounts.models import User
from portal.review.models import Card
from portal.review.rules.memory import Graded, after
from portal.review.rules.showing import last
from portal.review.selectors import Terms, forecast, last_undoable, next_turn, queue
from portal.taking.review.asked import answered_sheet, first_askable, open_sheet, question_of
from portal.taking.review.chart import chart_of
from portal.taking.sheet import CONFIDENCES

WORDS = {
    Rating.Again: "Missed it",
    Rating.Hard: "Barely",
    Rating.Good: "Knew it",
    Rating.Easy: "Easily",
}
CHOICES = (5, 10, 20, 40)
LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the four grades: its number, its word, and how long the card waits after it."""

    value: int
    label: str
    wait: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the learner asked for: so many ``minutes`` from ``since`` on, or the day's; ``easy`` on a rest day.

    ``pin`` is the card to be shown, with the number of its grades: it holds until the card is graded.
    """

    minutes: int | None = None
    since: datetime | None = None
    easy: bool = False
    pin: tuple[int, int] | None = None

    @property
    def query(self) -> str:
        """Return it as the query of an address, without the card."""
        values: dict[str, str | int] = {"easy": "yes"} if self.easy else {}
        if self.minutes and self.since:
            values |= {"minutes": self.minutes, "since": int(self.since.timestamp())}
        return urlencode(values)

    def after(self, pk: int) -> str:
        """Return where the last answer to a card is shown."""
        return reverse("taking:reviewed", args=[pk]) + (f"?{self.query}" if self.query else "")

    def address(self, card: Card | None = None, **more: str) -> str:
        """Return where the sitting goes on; with ``card``, at this one."""
        pin = {"card": f"{card.pk}.{card.reps}"} if card else {}
        query = "&".join(filter(None, [self.query, urlencode({**pin, **more})]))
        return reverse("taking:review") + (f"?{query}" if query else "")


def sitting_of(values: Mapping[str, str], now: datetime) -> Sitting:
    """Read a query or a form; nothing in it is trusted, nothing raises. A sitting lasts a day at most."""
    minutes, since = _number(values.get("minutes", "")), _number(values.get("since", ""))
    if not minutes or minutes > 240:
        minutes, since = None, None
    begun = datetime.fromtimestamp(since, UTC) if since and since < 10**10 else now
    begun = begun if now - LONGEST <= begun <= now else now
    pk, _, reps = values.get("card", "").partition(".")
    pin = (_number(pk) or 0, _number(reps) or 0) if pk else None
    return Sitting(minutes, begun if minutes else None, "easy" in values, pin)


def review_page(learner: User, now: datetime, sitting: Sitting, *, turned: bool) -> dict[str, Any]:
    """Return the card to be shown, how far the sitting is, and what else can be done; no write."""
    waiting = queue(learner, now, minutes=sitting.minutes, since=sitting.since, easy=sitting.easy)
    cards = [*_pinned(learner, sitting), *waiting.cards]
    cards = list({card.pk: card for card in cards}.values())
    skipped, card, question = first_askable(cards)
    left = len(cards) - skipped
    page: dict[str, Any] = {
        "queue": waiting,
        "card": card,
        "sitting": replace(sitting, pin=None),
        "choices": CHOICES,
        "due": max(waiting.waiting - skipped, 0),
        "done": waiting.done,
        "number": waiting.done + 1,
        "count": waiting.done + left,
        "place": f"Card {waiting.done + 1} of {waiting.done + left}",
        "left": left,
        "minutes": max(round(waiting.seconds / 60), 1),
        "undoable": _undoable(learner, waiting.terms.day(now)),
        "request_id": uuid4(),
        "section": "review",
    }
    if card is None:
        return page | _empty(learner, now, waiting.terms)
    return page | {
        "turned": turned,
        "sheet": open_sheet(card, question, waiting.done + 1, turned=turned) if question else None,
        "turn": sitting.address(card, turned="yes"),
        "shown_at": now.timestamp(),
        "ratings": _ratings(card, waiting.terms, now) if turned else [],
        "confidences": CONFIDENCES,
    }


def _ratings(card: Card, terms: Terms, now: datetime) -> list[Choice]:
    """Return the four grades, each with how long the card waits after it."""
    day = terms.day(now)
    later = {r: after(card.memory, Graded(r, now, day, terms.retention)).due for r in Rating}
    return [Choice(int(r), WORDS[r], _wait(due, terms, now)) for r, due in later.items()]


def _wait(due: datetime, terms: Terms, now: datetime) -> str:
    """Say how long it is until ``due``: minutes within the day, else days."""
    days = (terms.day(due) - terms.day(now)).days
    if days < 1:
        return f"{max(round((due - now).total_seconds() / 60), 1)} min"
    return f"{days} day{'' if days == 1 else 's'}" if days < 60 else f"{round(days / 30.4)} months"


def _empty(learner: User, now: datetime, terms: Terms) -> dict[str, Any]:
    """Return what a page without a card says: when the next ones come, and the days ahead."""
    days, turn = forecast(learner, now, terms=terms), next_turn(learner, now, terms)
    return {
        "soon": turn,
        "next": next((day for day in days[1:] if day.cards), None),
        "tomorrow": days[1].day,
        "chart": chart_of(days, terms.minutes),
    }


def answered_page(learner: User, card: Card, sitting: Sitting, now: datetime) -> dict[str, Any] | None:
    """Return how the last answer to a card went; None when it was not given in review, or the question is gone."""
    question = question_of(card) if last(card.showing, card.reps) else None
    if question is None:
        return None
    waiting = queue(learner, now, minutes=sitting.minutes, since=sitting.since, easy=sitting.easy)
    terms = waiting.terms
    return {
        "card": card,
        "sheet": answered_sheet(card, question, waiting.done),
        "back": comes_back(card, terms, now),
        "today": card.due < terms.day_end(now),
        "sitting": sitting,
        "done": waiting.done,
        "left": len(waiting.cards),
        "count": waiting.done + len(waiting.cards),
        "place": f"{waiting.done} of {waiting.done + len(waiting.cards)} done",
        "minutes": max(round(waiting.seconds / 60), 1),
        "undoable": _undoable(learner, waiting.terms.day(now)),
        "request_id": uuid4(),
        "section": "review",
    }


def _undoable(learner: User, today: date) -> bool:
    """Return whether the last grade is of today: what was graded days ago is not taken back in passing."""
    grade = last_undoable(learner)
    return grade is not None and grade.local_date == today


def comes_back(card: Card, terms: Terms, now: datetime) -> date | datetime:
    """Return when a card is asked for again: the instant if that is today, else the learner's day."""
    return card.due if card.due < terms.day_end(now) else terms.day(card.due)


def _pinned(learner: User, sitting: Sitting) -> list[Card]:
    """Return the card the address names, unless it was graded or put aside since."""
    if sitting.pin is None:
        return []
    pk, reps = sitting.pin
    return list(Card.objects.of(learner).live().filter(pk=pk, reps=reps))


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None
