"""The mail about a week: its figures, the three questions, and the way to stop it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from portal.accounts.mail import rendered
from portal.accounts.models import User
from portal.outbox.messages import Message, Silence
from portal.outbox.models import Delivery
from portal.retros.models import Retrospective
from portal.retros.rules.words import count, percent, spoken
from portal.retros.selectors.closed import is_closed
from portal.retros.selectors.terms import terms_of
from portal.retros.stopping import address_for
from portal.retros.writers import writers


@dataclass(frozen=True, slots=True)
class Line:
    """A block: its minutes, and how much of its bar is full, in percent."""

    title: str
    real: int
    planned: int
    full: int

    @property
    def text(self) -> str:
        """Return the line of the plain text."""
        return f"{self.title:<12}{self.real:>4} min {self.planned:>4} min"

    @property
    def rest(self) -> int:
        """Return how much of the bar is empty."""
        return 100 - self.full


@writers.register
class WeekWriter:
    """Writes the mail from the stored figures, at the moment it is sent."""

    slug = "week"
    label = "Retrospective of the week"
    weekly = True

    def write(self, delivery: Delivery, now: datetime) -> Message | Silence:
        """Return the mail, or why none is sent: it was stopped, or the learner has closed the week already."""
        learner, first = delivery.user, date.fromisoformat(delivery.payload["first"])
        row = Retrospective.objects.of(learner).filter(first=first).first()
        if not learner.is_active:
            return Silence("The account is not active.")
        if not terms_of(learner).mail:
            return Silence("The learner has stopped the weekly mail.")
        if row is None:
            return Silence("The week has no retrospective.")
        if is_closed(learner, row.week):
            return Silence("The learner has closed the week already.")
        return _message(learner, row)


def _message(learner: User, row: Retrospective) -> Message:
    url = settings.SITE_URL + row.get_absolute_url()
    stop = settings.SITE_URL + address_for(learner)
    values = {
        "week": row.week,
        "time": _spoken(row.figures),
        "summary": summary_of(row.figures),
        "lines": lines_of(row.figures),
        "url": url,
        "stop_url": stop,
        "settings_url": settings.SITE_URL + reverse("retros:index") + "#settings",
        "when": f"{row.week.last:%A}",
        "site_url": settings.SITE_URL,
        "site_name": settings.SITE_NAME,
        "to": learner.email,
    }
    subject, text, html = rendered("retro", values)
    return Message(
        subject=subject,
        text=text,
        html=html,
        short=f"{subject}. {values['summary']}"[:200],
        url=url,
        actions=((f"Close week {row.week.number}", url),),
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _spoken(figures: Mapping[str, Any]) -> str:
    time = figures.get("time", {"real": 0, "planned": 0})
    return f"{spoken(time['real'])} of {spoken(time['planned'])}" if time["planned"] else spoken(time["real"])


def summary_of(figures: Mapping[str, Any]) -> str:
    """Return the week in two or three sentences."""
    said = [f"{count(figures['topics']['read'], 'topic')} finished"]
    quiz, cards = figures["accuracy"]["quiz"], figures["cards"]
    if quiz["of"]:
        said.append(f"{percent(quiz['right'], quiz['of'])} % of {count(quiz['of'], 'quiz answer')} right")
    if cards["due"]:
        said.append(f"{cards['kept']} of {count(cards['due'], 'review')} recalled")
    sentence = ", ".join(said) + "."
    if weak := figures["weak"]["topics"]:
        sentence += f" {weak[0]['title']} gave you the most trouble: {weak[0]['why']}."
    return sentence


def lines_of(figures: Mapping[str, Any]) -> list[Line]:
    """Return the blocks, all bars to one scale."""
    blocks = figures.get("time", {}).get("blocks", [])
    most = max((max(block["real"], block["planned"]) for block in blocks), default=0) or 1
    return [
        Line(block["title"], block["real"], block["planned"], round(100 * block["real"] / most)) for block in blocks
    ]  # fmt: skip
