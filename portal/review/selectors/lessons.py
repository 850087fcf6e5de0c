"""What review says of lessons and concepts.

A card counts for its own lesson, and for every lesson that declares a concept its question asks about.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, FilteredRelation, Max, Q, TextField
from django.db.models.functions import Cast

from portal.accounts.models import User
from portal.content.models import Lesson, LessonConcept, QuestionConcept
from portal.review.models import Card, CardQuerySet, ReviewLog
from portal.review.rules.answers import PASSED
from portal.review.rules.mastery import Evidence, Held, fades_at, strength
from portal.review.rules.pace import Kind
from portal.review.selectors.log import Difference
from portal.review.selectors.terms import terms_of


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a learner is with a lesson, and the concepts it declares."""

    lesson: int
    uid: str
    declared: frozenset[str]
    practised_at: datetime | None
    proven_at: datetime | None
    fades_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counted:
    """A card that counts for a lesson: what it shows, and how well it is held."""

    ref: str
    evidence: Evidence
    held: Held


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


def stands_of_cards(learner: User, cards: Iterable[Card]) -> list[Stand]:
    """Return the lessons for which ``cards`` count; one query, and none for cards the learner wrote."""
    telling = [card for card in cards if card.kind != Kind.OWN]
    if not telling:
        return []
    asked = QuestionConcept.objects.filter(ref__in={card.ref for card in telling}).order_by()
    sharing = LessonConcept.objects.filter(concept__in=asked.values("concept")).order_by()
    own = {card.lesson_id for card in telling} - {None}
    return _stands(learner, Q(pk__in=own) | Q(pk__in=sharing.values("lesson")))


def stands_proven(learner: User) -> list[Stand]:
    """Return the lessons the learner has proven; one query."""
    return _stands(learner, Q(state__proven_at__isnull=False))


def counted_for(learner: User, stands: Sequence[Stand]) -> dict[int, list[Counted]]:
    """Return the cards that count for each lesson; two queries.

    The concepts of a question are those it asks about now; of one that left the files, those it did then.
    """
    declared = {concept for stand in stands for concept in stand.declared}
    asks: dict[str, set[str]] = defaultdict(set)
    for ref, concept in QuestionConcept.objects.filter(concept__in=declared).values_list("ref", "concept"):
        asks[ref].add(concept)
    cards = Card.objects.of(learner).live().exclude(kind=Kind.OWN).order_by("pk")
    cards = cards.filter(Q(lesson__in=[stand.lesson for stand in stands]) | Q(ref__in=list(asks)))
    columns = (
        "ref",
        "lesson_id",
        "concepts",
        "learned_on",
        "recalled_on",
        "state",
        "stability",
        "last_review",
    )
    counted: dict[int, list[Counted]] = {stand.lesson: [] for stand in stands}
    sharing = _by_concept(stands)
    for ref, lesson, concepts, learned, recalled, *held in cards.values_list(*columns):
        names = tuple(sorted(asks.get(ref, concepts)))
        for each in {
            lesson,
            *(other for name in asks.get(ref, ()) for other in sharing[name]),
        } & counted.keys():
            evidence = Evidence(names, learned, recalled, own=each == lesson)
            counted[each].append(Counted(ref, evidence, Held(*held)))
    return counted


def fading_differences(learner: User) -> Iterator[Difference]:
    """Yield the proven lessons whose ``fades_at`` is not what their cards say; four queries."""
    goal, stands = terms_of(learner).retention, stands_proven(learner)
    counted = counted_for(learner, stands)
    for stand in stands:
        expected = fades_at((card.held for card in counted[stand.lesson]), goal)
        if expected != stand.fades_at:
            yield Difference(stand.uid, "fades_at", expected, stand.fades_at)


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


def _stands(learner: User, wanted: Q) -> list[Stand]:
    """Return the lessons that are ``wanted``, each with its concepts."""
    state = FilteredRelation("states", condition=Q(states__user=learner))
    times = ("state__practised_at", "state__proven_at", "state__fades_at")
    rows = Lesson.objects.annotate(state=state).filter(wanted).order_by("pk")
    found: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for concept, *row in rows.values_list("concepts__concept", "pk", "uid", *times):
        found[tuple(row)].update([concept] if concept else [])
    return [Stand(row[0], row[1], frozenset(names), *row[2:]) for row, names in found.items()]


def _by_concept(stands: Iterable[Stand]) -> Mapping[str, list[int]]:
    """Return the lessons that declare each concept."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for stand in stands:
        for concept in stand.declared:
            sharing[concept].append(stand.lesson)
    return sharing


def _mentioning(learner: User, concept: str) -> CardQuerySet:
    """Keep cards that name ``concept``, by its id in quotation marks: SQLite has no containment."""
    live = Card.objects.of(learner).live().annotate(list=Cast("concepts", TextField()))
    return live.filter(list__contains=f'"{concept}"')


def _answers(cards: Iterable[int]) -> dict[str, Any]:
    logs = ReviewLog.objects.standing().filter(card__in=cards)
    return logs.aggregate(
        shown=Count("pk"), right=Count("pk", filter=Q(correct__gte=PASSED)), last=Max("reviewed_at")
    )
