"""How the outbox stands: for the staff page and for the metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Min

from portal.outbox.channels import channels
from portal.outbox.messages import writer_of
from portal.outbox.models import Delivery, Lane, Pulse, Rest, State
from portal.outbox.rules import rests

PAGE: Final = 50
SILENT_AFTER: Final = timedelta(minutes=5)
"""The scheduler comes round each minute; after five something is wrong."""
VIEWS: Final[dict[str, tuple[str, tuple[State, ...]]]] = {
    "waiting": ("Waiting", (State.DUE,)),
    "under-way": ("Under way", (State.CLAIMED, State.SENDING)),
    "dead": ("Not taken", (State.DEAD,)),
    "skipped": ("Skipped", (State.SKIPPED,)),
    "sent": ("Sent", (State.SENT,)),
}


@dataclass(frozen=True, slots=True)
class Road:
    """One channel with its counters; ``rate`` is a second, 0 for no limit."""

    label: str
    lane: Lane
    rate: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How the outbox stands at ``now``; ``oldest`` is since when the oldest waits that may be sent."""

    now: datetime
    counts: dict[str, int]
    oldest: datetime | None
    ticked_at: datetime | None
    roads: list[Road]
    resting: list[Rest]

    @property
    def silent(self) -> bool:
        """Return whether the scheduler has not come round for minutes."""
        return self.ticked_at is None or self.now - self.ticked_at > SILENT_AFTER


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery as the staff page shows it."""

    delivery: Delivery
    what: str
    channel: str
    view: str
    can_retry: bool


def standing(now: datetime) -> Standing:
    """Return how the outbox stands; five statements."""
    counts = dict(Delivery.objects.values_list("state").annotate(Count("id")).order_by())
    waiting = Delivery.objects.filter(state=State.DUE, due_at__lte=now)
    pulse = Pulse.objects.first()
    return Standing(
        now=now,
        counts={state: counts.get(state, 0) for state in State.values},
        oldest=waiting.aggregate(oldest=Min("due_at"))["oldest"],
        ticked_at=pulse.ticked_at if pulse else None,
        roads=[
            Road(label_of(lane.channel), lane, settings.SEND_RATES.get(lane.channel, 0))
            for lane in Lane.objects.order_by("channel")
        ],
        resting=[rest for rest in Rest.objects.order_by("channel", "domain") if rests(rest.until, now)],
    )


def tabs_of(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    """Return the views with their names and how many are in each; all of them first, under no name."""
    named = [(name, label, sum(counts[one] for one in states)) for name, (label, states) in VIEWS.items()]
    return [("", "All", sum(counts.values())), *named]


def page_of(view: str, number: str) -> Page[Delivery]:
    """Return a page of the deliveries in a view; what waits is in the order of sending, the rest newest first."""
    rows = Delivery.objects.select_related("user")
    rows = rows.filter(state__in=VIEWS[view][1]) if view in VIEWS else rows
    rows = rows.order_by("weekly", "due_at", "id") if view == "waiting" else rows.order_by("-id")
    return Paginator(rows, PAGE).get_page(number)


def line_of(delivery: Delivery, now: datetime) -> Line:
    """Return a delivery with the words people know it by."""
    try:
        what = writer_of(delivery.kind).label
    except KeyError:
        what = delivery.kind
    view = next(name for name, (_, states) in VIEWS.items() if delivery.state in states)
    can_retry = now < delivery.expires_at and delivery.state in (State.DUE, State.DEAD, State.SKIPPED)
    return Line(delivery, what, label_of(delivery.channel), view, can_retry)


def label_of(channel: str) -> str:
    """Return the name of a channel; its slug when there is no such channel any more."""
    return channels[channel].label if channel in channels else channel
