"""What review says of lessons and concepts: computed when asked, as memory fades by itself."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, TextField
from django.db.models.functions import Cast

from portal.accounts.models import User
from portal.review.models import Card, CardQuerySet, ReviewLog
from portal.review.rules.answers import PASSED
from portal.review.rules.mastery import Held, strength
from portal.review.selectors.terms import terms_of


@dataclass(frozen=True, slots=True)
class ConceptRecord:
    """What a learner showed of a concept in its cards, wherever they come from.

    ``shown`` answers were taken in, ``right`` of them right; ``last_shown`` is None before the first.
    ``strength`` is the share of the cards expected to be recalled now, None before one was seen.
    """

    concept: str
    cards: int
    shown: int
    right: int
    last_shown: datetime | None
    strength: float | None


def fading(learner: User, now: datetime) -> dict[int, float]:
    """Return the lessons proven and about to be lost: lesson id → share still recalled; two queries.

    A lesson fades while the mean retrievability of its cards is below the learner's desired retention.
    """
    goal = terms_of(learner).retention
    cards = Card.objects.of(learner).live().of_lessons()
    proven = cards.filter(lesson__states__user=learner, lesson__states__proven_at__isnull=False)
    held: dict[int, list[Held]] = defaultdict(list)
    columns = proven.values_list("lesson_id", "state", "stability", "last_review")
    for lesson, state, stability, seen in columns:
        held[lesson].append(Held(state, stability, seen))
    shares = {lesson: strength(cards, now) for lesson, cards in held.items()}
    return {lesson: share for lesson, share in shares.items() if share is not None and share < goal}


def concept_record(learner: User, concept: str, now: datetime) -> ConceptRecord:
    """Return the learner's record on ``concept``; two queries."""
    rows = _mentioning(learner, concept).values_list("pk", "state", "stability", "last_review")
    cards = [(pk, Held(state, stability, seen)) for pk, state, stability, seen in rows]
    said = _answers([pk for pk, _ in cards])
    return ConceptRecord(
        concept=concept,
        cards=len(cards),
        shown=said["shown"],
        right=said["right"],
        last_shown=said["last"],
        strength=strength((held for _, held in cards), now),
    )


def _mentioning(learner: User, concept: str) -> CardQuerySet:
    """Keep cards that name ``concept``, by its id in quotation marks: SQLite has no containment."""
    live = Card.objects.of(learner).live().annotate(list=Cast("concepts", TextField()))
    return live.filter(list__contains=f'"{concept}"')


def _answers(cards: Iterable[int]) -> dict[str, Any]:
    logs = ReviewLog.objects.standing().filter(card__in=cards)
    return logs.aggregate(
        shown=Count("pk"), right=Count("pk", filter=Q(correct__gte=PASSED)), last=Max("reviewed_at")
    )
