"""How often somebody may send themselves a test, and the form of the page."""

from typing import Any, Final

from allauth.core.internal import ratelimit
from django.http import Http404

from portal.accounts.http import LearnerRequest
from portal.core.errors import Refused
from portal.outbox.channels.addressed import Addressed
from portal.outbox.forms import AddressForm
from portal.outbox.selectors.ways import addressed, mail_of, ways_of
from portal.outbox.vapid import public_key

TESTS: Final = 6
"""Tests an hour, by channel and learner."""


def count_test(request: LearnerRequest, slug: str) -> None:
    """Count a test; raises ``Refused`` over the limit."""
    rate = {"test": f"{TESTS}/h/key"}
    if not ratelimit.consume(
        request, app="outbox", action="test", config=rate, key=f"{request.user.pk}:{slug}"
    ):
        raise Refused(f"That were {TESTS} tests within an hour. Try again later.")


def offered(slug: str) -> Addressed:
    """Return the channel of an address; raises ``Http404`` for one this portal does not have."""
    for channel in addressed():
        if channel.slug == slug:
            return channel
    raise Http404


def page_of(request: LearnerRequest, bound: AddressForm | None = None) -> dict[str, Any]:
    """Return what the page of channels needs; ``bound`` is a form that was refused."""
    ways = [
        (way, bound if bound and bound.channel is way.channel else AddressForm(way.channel))
        for way in ways_of(request.user)
    ]
    return {"mail": mail_of(request.user), "ways": ways, "push_key": public_key(), "tests": TESTS}
