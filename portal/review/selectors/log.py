"""The log: what can be taken back, and whether the cards say what it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from fsrs import Rating

from portal.accounts.models import User
from portal.review.models import MEMORY, Card, ReviewLog
from portal.review.rules.answers import Source
from portal.review.rules.memory import Graded, Memory, fold


@dataclass(frozen=True, slots=True)
class Difference:
    """A column of a card that is not what the log says."""

    ref: str
    column: str
    expected: object
    found: object


def graded(row: ReviewLog) -> Graded:
    """Return what the fold needs of an entry, which is a grade."""
    if row.rating is None:
        raise ValueError("taking back a grade is not a grade")
    return Graded(Rating(row.rating), row.reviewed_at, row.local_date, row.retention, row.proof)


def last_undoable(learner: User) -> ReviewLog | None:
    """Return the last grade given in review that still stands, with its card; None when there is none."""
    standing = ReviewLog.objects.of(learner).standing().filter(source=Source.REVIEW)
    return standing.select_related("card").order_by("-pk").first()


def differences(learner: User) -> Iterator[Difference]:
    """Yield where the learner's cards and the fold of their log disagree.

    A grade that was taken back is as if it had never been; a card without any that stand is as new.
    """
    cards = Card.objects.of(learner).order_by("pk")
    rows = ReviewLog.objects.of(learner).standing().order_by("card_id", "pk").iterator()
    by_card = groupby(rows, key=lambda row: row.card_id)
    owner, entries = next(by_card, (None, iter(())))
    for card in cards.iterator():
        grades = [graded(row) for row in entries] if card.pk == owner else []
        if card.pk == owner:
            owner, entries = next(by_card, (None, iter(())))
        yield from _compare(card, fold(Memory(due=card.created_at), grades))


def _compare(card: Card, expected: Memory) -> Iterator[Difference]:
    found = card.memory
    for name in MEMORY:
        if getattr(expected, name) != getattr(found, name):
            yield Difference(card.ref, name, getattr(expected, name), getattr(found, name))
