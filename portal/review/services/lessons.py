"""What grades prove: a lesson whose every concept was recalled, a week or more after it was learned."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.core.dates import local_day
from portal.progress.models import LessonState, ProgressEvent
from portal.progress.services import set_proven
from portal.review.models import Card, ReviewLog
from portal.review.rules.mastery import Evidence, is_proven
from portal.review.selectors.terms import Terms


def settle_lesson_states(
    learner: User, grades: Sequence[ReviewLog], *, terms: Terms, now: datetime
) -> list[Lesson]:
    """Mark as proven the lessons that ``grades`` prove; return them. In the transaction of the grades.

    A lesson once proven stays so: what is forgotten makes it fade, which ``selectors.fading`` sees when
    asked. No query where no grade can prove anything, else two, and two more for each lesson proven.
    """
    telling = {grade.card.lesson_id: grade for grade in grades if grade.proof}
    telling.pop(None, None)
    if not telling:
        return []
    proven = []
    for lesson in _open(learner, set(telling), terms):
        event_id = _event_id(telling[lesson.pk].client_uuid)
        set_proven(learner, lesson, proven=True, at=now, request_id=event_id)
        proven.append(lesson)
    return proven


def retract(grade: ReviewLog, *, request_id: UUID, now: datetime) -> None:
    """Take back what ``grade``, which is being taken back, has proven; if anything."""
    told = ProgressEvent.objects.filter(user=grade.user_id, client_uuid=_event_id(grade.client_uuid)).first()
    lesson = grade.card.lesson
    if told is None or lesson is None:
        return
    set_proven(grade.user, lesson, proven=False, at=now, request_id=_event_id(request_id))


def _open(learner: User, lessons: set[int | None], terms: Terms) -> list[Lesson]:
    """Return those of ``lessons`` that were not proven and are now."""
    cards = Card.objects.of(learner).live().of_lessons().filter(lesson__in=lessons)
    shown: dict[Lesson, list[Evidence]] = defaultdict(list)
    for card in cards.select_related("lesson"):
        if card.lesson:
            shown[card.lesson].append(Evidence(tuple(card.concepts), card.learned_on, card.recalled_on))
    states = {s.lesson_id: s for s in LessonState.objects.filter(user=learner, lesson__in=lessons)}
    found = []
    for lesson, evidence in shown.items():
        state = states.get(lesson.pk, LessonState())
        practised = state.practised_at
        practised_on = local_day(practised, terms.zone, terms.rollover_hour) if practised else None
        if not state.proven_at and is_proven(evidence, practised_on):
            found.append(lesson)
    return found


def _event_id(answer: UUID) -> UUID:
    """Return the id of the event that follows from an answer: the same for the same answer."""
    return uuid5(answer, "lesson-state")
