"""Taking in answers: the card, its log entry, and what that proves, in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from uuid import UUID

from django.db import transaction
from fsrs import Rating

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.core.errors import Refused
from portal.review.models import MEMORY, Card, ReviewLog
from portal.review.rules.answers import Answered, Keep, Source, measured, rating_of
from portal.review.rules.memory import Graded, Memory, after
from portal.review.rules.pace import Kind
from portal.review.selectors.terms import terms_of, usual_seconds
from portal.review.services.lessons import settle_lesson_states


@dataclass(slots=True)
class TakenIn:
    """What answers changed: the grades (each with its card), the cards made, the lessons proven."""

    grades: list[ReviewLog] = field(default_factory=list)
    made: list[Card] = field(default_factory=list)
    proven: list[Lesson] = field(default_factory=list)


@transaction.atomic
def take_in(learner: User, answers: Sequence[Answered], *, source: Source, now: datetime) -> TakenIn:
    """Grade the cards of ``answers``, make those that are missing and wanted, and settle the lessons.

    A question with a card is always graded, wherever it was answered. One without gets a card by its
    ``keep``: ``ALL``; or ``MISSED``, if it was missed, or if its concept has no card from that lesson yet. So
    each concept of a passed quiz comes back at least once, or nothing of it could ever be proven. Give only
    first tries, and no drill that was not graded. Answers taken in before are passed over. 4 queries, and up
    to 7 more where cards are made or lessons proven.
    """
    terms = terms_of(learner, lock=True)
    fresh = _not_seen(learner, answers)
    if not fresh:
        return TakenIn()
    cards = {card.ref: card for card in Card.objects.of(learner).filter(ref__in={a.ref for a in fresh})}
    old = set(cards)
    wanted = cache(lambda: _concepts_held(learner, fresh))
    usual = cache(lambda: usual_seconds(learner))
    result = TakenIn()
    for answer in fresh:
        card = cards.get(answer.ref) or _card_for(learner, answer, wanted, now)
        if card is None:
            continue
        cards[answer.ref] = card
        rating = rating_of(answer, usual()[card.kind] if answer.seconds is not None else 0.0)
        proof = answer.unaided and source is Source.REVIEW
        result.grades.append(
            _grade(card, Graded(rating, now, terms.day(now), terms.retention, proof), answer, source)
        )
    result.made = [card for ref, card in cards.items() if ref not in old]
    _write([card for ref, card in cards.items() if ref in old], result)
    result.proven = settle_lesson_states(learner, result.grades, terms=terms, now=now)
    return result


@transaction.atomic
def judge(
    learner: User, card: Card, rating: Rating, *, request_id: UUID, seconds: float | None, now: datetime
) -> TakenIn:
    """Take in what the learner says of a card without a question: how well they knew its back.

    A judgement taken in before is passed over. Raises ``Refused`` for a question, which is graded by its
    answer, and for a card that was put aside meanwhile.
    """
    terms = terms_of(learner, lock=True)
    card = Card.objects.of(learner).get(pk=card.pk)
    answer = Answered(card.ref, request_id, float(rating > Rating.Again), seconds)
    if not _not_seen(learner, [answer]):
        return TakenIn()
    if card.kind == Kind.QUESTION:
        raise Refused("This card is a question. Answer it, and the answer is graded.")
    if card.suspended_at or card.retired_at:
        raise Refused("This card was put aside meanwhile, so nothing was graded.")
    graded = Graded(rating, now, terms.day(now), terms.retention, proof=rating > Rating.Again)
    result = TakenIn([_grade(card, graded, answer, Source.REVIEW)])
    _write([card], result)
    result.proven = settle_lesson_states(learner, result.grades, terms=terms, now=now)
    return result


def _not_seen(learner: User, answers: Sequence[Answered]) -> list[Answered]:
    """Return the answers that are not in the log, each once."""
    by_id = {answer.request_id: answer for answer in answers}
    logs = ReviewLog.objects.of(learner).filter(client_uuid__in=by_id)
    seen = set(logs.values_list("client_uuid", flat=True))
    return [answer for key, answer in by_id.items() if key not in seen]


def _concepts_held(learner: User, answers: Iterable[Answered]) -> set[tuple[int | None, str]]:
    """Return (lesson, concept) of the cards there are; the concept is empty for a card without one."""
    lessons = {answer.lesson_id for answer in answers}
    cards = Card.objects.of(learner).live().of_lessons().filter(lesson__in=lessons - {None})
    return {(lesson, c) for lesson, cs in cards.values_list("lesson_id", "concepts") for c in cs or [""]}


def _card_for(
    learner: User, answer: Answered, held: Callable[[], set[tuple[int | None, str]]], now: datetime
) -> Card | None:
    """Return a new card for the question, not saved, or None when it is not to come back."""
    if answer.keep is Keep.NONE:
        return None
    places = {(answer.lesson_id, concept) for concept in answer.concepts or ("",)}
    if answer.keep is Keep.MISSED and not answer.missed and (answer.lesson_id is None or places <= held()):
        return None
    held().update(places)
    return Card(
        user=learner,
        kind=Kind.QUESTION,
        ref=answer.ref,
        seed=answer.seed,
        lesson_id=answer.lesson_id,
        concepts=list(answer.concepts),
        created_at=now,
        due=now,
    )


def _grade(card: Card, graded: Graded, answer: Answered, source: Source) -> ReviewLog:
    """Change ``card`` and return the entry of the log; neither is saved."""
    before: Memory = card.memory
    card.memory = after(before, graded)
    return ReviewLog(
        user_id=card.user_id,
        card=card,
        client_uuid=answer.request_id,
        kind=card.kind,
        source=source,
        rating=int(graded.rating),
        retention=graded.retention,
        reviewed_at=graded.at,
        local_date=graded.day,
        seconds=measured(answer.seconds),
        correct=answer.correct,
        hints=answer.hints,
        confidence=answer.confidence or "",
        help_used=answer.help_used,
        first=before.is_new,
        proof=graded.proof,
        miscalibrated=answer.miscalibrated,
        before=before.as_json(),
        after=card.memory.as_json(),
    )


def _write(changed: Sequence[Card], result: TakenIn) -> None:
    """Save cards, then the log; a made card gets its id before its entries name it."""
    Card.objects.bulk_create(result.made)
    if len(changed) == 1:
        changed[0].save(update_fields=MEMORY)
    else:
        Card.objects.bulk_update(changed, MEMORY, batch_size=200)
    for entry in result.grades:
        entry.card = entry.card  # now that it has an id
    ReviewLog.objects.bulk_create(result.grades)
