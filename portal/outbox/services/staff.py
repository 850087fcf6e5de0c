"""What staff do to a delivery: send it again, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from portal.core.errors import Refused
from portal.outbox.models import Delivery, State

CANCELLED: Final = "Cancelled by staff."
UNDER_WAY: Final = "This message is being sent at this moment. Look again in a minute."


@transaction.atomic
def retry(pk: int, *, now: datetime) -> None:
    """Make a delivery due now, as if it had never been tried; its message id stays. Raises ``Refused``.

    Its writer is asked again, so what has been settled since is still not sent.
    """
    delivery = _held(pk)
    if delivery.state == State.SENT:
        raise Refused("This message was taken already. Sending it again would bring it twice.")
    if now >= delivery.expires_at:
        raise Refused("The time of this message is over, so it is not sent any more.")
    Delivery.objects.filter(pk=pk).update(
        state=State.DUE, try_at=now, tries=0, uncertain=0, answer="", ended_at=None
    )


@transaction.atomic
def cancel(pk: int, *, now: datetime) -> None:
    """See to it that a waiting delivery is not sent; nothing happens to one that has ended. Raises ``Refused``."""
    delivery = _held(pk)
    if delivery.state == State.DUE:
        Delivery.objects.filter(pk=pk).update(state=State.SKIPPED, answer=CANCELLED, ended_at=now)


def _held(pk: int) -> Delivery:
    """Return a delivery, locked; raises ``DoesNotExist``, and ``Refused`` if it is under way."""
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    if delivery.state in (State.CLAIMED, State.SENDING):
        raise Refused(UNDER_WAY)
    return delivery
