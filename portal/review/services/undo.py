"""Taking back the last grade."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.review.models import MEMORY, Card, ReviewLog
from portal.review.rules.memory import Memory
from portal.review.selectors.log import last_undoable
from portal.review.selectors.terms import terms_of
from portal.review.services.lessons import retract


@transaction.atomic
def undo_last(learner: User, *, request_id: UUID, now: datetime) -> Card:
    """Take back the last grade given in review, with what it proved; return its card as it was before.

    The log keeps both, the grade and its undoing. Called again with another request, it goes back one grade
    further. Raises ``Refused`` when there is none, and when the card was graded elsewhere since.
    """
    terms = terms_of(learner, lock=True)
    again = ReviewLog.objects.of(learner).filter(client_uuid=request_id).select_related("card").first()
    if again:
        return again.card
    last = last_undoable(learner)
    if last is None:
        raise Refused("There is no grade to take back.")
    card = last.card
    if card.memory != Memory.from_json(last.after):
        raise Refused("This question was answered again since, so its last review stays as it is.")
    card.memory = Memory.from_json(last.before)
    card.save(update_fields=MEMORY)
    ReviewLog.objects.create(
        user=learner,
        card=card,
        client_uuid=request_id,
        kind=last.kind,
        source=last.source,
        retention=last.retention,
        reviewed_at=now,
        local_date=terms.day(now),
        before=last.after,
        after=last.before,
        undoes=last,
    )
    retract(last, request_id=request_id, now=now)
    return card
