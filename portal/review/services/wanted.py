"""Cards of questions that a learner names as hard, whatever their quiz keeps by itself."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.content.models import Lesson, QuestionConcept
from portal.review.models import Card
from portal.review.rules.pace import Kind
from portal.review.selectors.terms import terms_of


@transaction.atomic
def want_questions(learner: User, lesson: Lesson, refs: Iterable[str], *, now: datetime) -> int:
    """Make a card, new and due at ``now``, of each question (``<quiz id>#<question id>``) without one; return how many.

    A card that is there already keeps its turn: it is the log of its grades, and no wish, that says when it is due.
    """
    terms_of(learner, lock=True)
    wanted = list(dict.fromkeys(refs))
    have = set(Card.objects.of(learner).filter(ref__in=wanted).values_list("ref", flat=True))
    fresh = [ref for ref in wanted if ref not in have]
    asks: dict[str, list[str]] = {ref: [] for ref in fresh}
    for ref, concept in QuestionConcept.objects.filter(ref__in=fresh).values_list("ref", "concept"):
        asks[ref].append(concept)
    cards = [
        Card(user=learner, kind=Kind.QUESTION, ref=ref, lesson=lesson, concepts=asks[ref], created_at=now, due=now)
        for ref in fresh
    ]  # fmt: skip
    Card.objects.bulk_create(cards, ignore_conflicts=True)
    return len(cards)
