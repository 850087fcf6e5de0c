"""What grades prove: a lesson whose every concept was recalled, a week or more after it was learned; and its fading.

``LessonState.fades_at`` is written whenever what it follows from changes, so that a page only compares it with the
clock: the cards that count for a lesson, and the learner's desired retention.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.core.dates import local_day
from portal.progress.models import LessonState, ProgressEvent
from portal.progress.services import set_fades_at, set_proven
from portal.review.models import Card, ReviewLog
from portal.review.rules.mastery import fades_at, is_proven
from portal.review.selectors.lessons import Counted, Stand, counted_for, stands_of_cards, stands_proven
from portal.review.selectors.terms import Terms, terms_of


def settle_lesson_states(
    learner: User, grades: Sequence[ReviewLog], *, terms: Terms, now: datetime
) -> list[Lesson]:
    """Mark as proven the lessons that ``grades`` prove; return them. In the transaction of the grades.

    A lesson once proven stays so: what is forgotten makes it fade, and from when on is written here, too. One
    query where no lesson is proven and no grade can prove one, else three, one for each lesson that fades at
    another time now, and three for each lesson proven.
    """
    stands = stands_of_cards(learner, [grade.card for grade in grades])
    if not any(grade.proof for grade in grades):
        stands = [stand for stand in stands if stand.proven_at]
    if not stands:
        return []
    counted = counted_for(learner, stands)
    proven = []
    for stand in stands:
        telling = _telling(stand, counted[stand.lesson], grades)
        if stand.proven_at or telling is None or not _proves(stand, counted[stand.lesson], terms):
            continue
        lesson = Lesson.objects.get(pk=stand.lesson)
        set_proven(
            learner, lesson, proven=True, at=now, request_id=_event_id(telling.client_uuid, stand.lesson)
        )
        proven.append(lesson)
    named = {lesson.pk for lesson in proven}
    _write_fading(learner, [s for s in stands if s.proven_at or s.lesson in named], counted, terms.retention)
    return proven


def retract(grade: ReviewLog, *, request_id: UUID, now: datetime) -> None:
    """Take back what ``grade``, which is being taken back, has proven; if anything. Its card is as before it."""
    learner, stands = grade.user, stands_of_cards(grade.user, [grade.card])
    ids = {_event_id(grade.client_uuid, stand.lesson): stand.lesson for stand in stands if stand.proven_at}
    events = ProgressEvent.objects.filter(user=learner, client_uuid__in=ids)
    told = {ids[key] for key in events.values_list("client_uuid", flat=True)}
    for lesson in Lesson.objects.filter(pk__in=told):
        set_proven(learner, lesson, proven=False, at=now, request_id=_event_id(request_id, lesson.pk))
    left = [stand for stand in stands if stand.proven_at and stand.lesson not in told]
    _write_fading(learner, left, counted_for(learner, left), terms_of(learner).retention)


@transaction.atomic
def settle_fading(learner: User, cards: Iterable[Card] | None = None) -> int:
    """Write from when on the lessons that the learner has proven fade: all, or those for which ``cards`` count.

    Return for how many that is another time than before.
    """
    terms = terms_of(learner, lock=True)
    stands = stands_proven(learner) if cards is None else stands_of_cards(learner, cards)
    stands = [stand for stand in stands if stand.proven_at]
    return _write_fading(learner, stands, counted_for(learner, stands), terms.retention)


def settle_all_fading() -> int:
    """Write the same for everybody: the lessons declare other concepts now, or the quizzes ask about others."""
    proven = LessonState.objects.filter(proven_at__isnull=False).values("user")
    return sum(settle_fading(learner) for learner in User.objects.filter(pk__in=proven).order_by("pk"))


def _telling(stand: Stand, cards: Iterable[Counted], grades: Iterable[ReviewLog]) -> ReviewLog | None:
    """Return the last of ``grades`` that may prove the lesson."""
    refs = {card.ref for card in cards}
    proofs = [grade for grade in grades if grade.proof and grade.card.ref in refs]
    return proofs[-1] if proofs else None


def _proves(stand: Stand, cards: Iterable[Counted], terms: Terms) -> bool:
    """Return whether ``cards`` prove the lesson."""
    practised = stand.practised_at
    practised_on = local_day(practised, terms.zone, terms.rollover_hour) if practised else None
    return is_proven((card.evidence for card in cards), practised_on, stand.declared)


def _write_fading(
    learner: User, stands: Iterable[Stand], counted: Mapping[int, Sequence[Counted]], goal: float
) -> int:
    """Write from when on each of ``stands``, all of them proven, fades; only what changes, and return how many."""
    changed = 0
    for stand in stands:
        at = fades_at((card.held for card in counted[stand.lesson]), goal)
        if at != stand.fades_at:
            set_fades_at(learner, stand.lesson, at)
            changed += 1
    return changed


def _event_id(answer: UUID, lesson: int) -> UUID:
    """Return the id of the event that follows from an answer for a lesson: the same for the same two."""
    return uuid5(answer, f"lesson-state:{lesson}")
