"""Reads for the page that strangers see."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from portal.content.models import PlanDocument
from portal.reading.routine import Day, draw_day
from portal.reading.selectors.plan import PathPage, path_page


@dataclass(frozen=True, slots=True)
class Landing:
    """What the front page shows; ``day`` is None when the plan has no routine."""

    title: str
    day: Day | None
    path: PathPage
    sign_up: bool


def landing(now: datetime) -> Landing:
    """Return the front page; without a curriculum it is empty, not broken."""
    plan = PlanDocument.objects.first()
    slots = plan.routine.get("daily", []) if plan else []
    return Landing(
        title=plan.title if plan else "",
        day=draw_day([(slot["title"], slot["minutes"][0], slot["minutes"][1]) for slot in slots]),
        path=path_page(None, now),
        sign_up=settings.SIGN_UP == "open",
    )
