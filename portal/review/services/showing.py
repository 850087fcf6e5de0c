"""What is kept of a card while it is shown, and a look at it that no other tab can change meanwhile."""

from uuid import UUID

from portal.accounts.models import User
from portal.review.models import Card, ReviewLog
from portal.review.rules.showing import Showing
from portal.review.selectors.terms import terms_of


def hold_card(learner: User, pk: int) -> Card | None:
    """Return the learner's card, locked with the learner until the transaction ends; None when it is gone."""
    terms_of(learner, lock=True)
    return Card.objects.of(learner).filter(pk=pk).first()


def is_taken_in(learner: User, request_id: UUID) -> bool:
    """Return whether the answer with this id is in the log."""
    return ReviewLog.objects.of(learner).filter(client_uuid=request_id).exists()


def keep_showing(card: Card, showing: Showing) -> None:
    """Store what was done at a showing of ``card``, which the caller holds."""
    card.showing = showing.as_json()
    card.save(update_fields=["showing"])
