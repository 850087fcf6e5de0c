"""Computing weeks. The same log gives the same row, however often; the learner's words are in rows of their own."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from portal.accounts.models import User
from portal.outbox.selectors.reach import channels_of
from portal.outbox.services import Entry, domain_of, put
from portal.retros.models import Retrospective
from portal.retros.rules.weeks import Week, week_after, week_of
from portal.retros.sections import figures_of
from portal.retros.selectors.facts import bounds_of, facts_of
from portal.retros.selectors.stale import fingerprint_of
from portal.retros.selectors.terms import Terms, terms_of

KIND: Final = "retros.week"
KEPT: Final = timedelta(days=2)
"""How long a mail about a week is worth sending."""
FIELDS: Final = ("last", "began_at", "ended_at", "figures", "fingerprint", "computed_at")


def compute(learner: User, week: Week, *, now: datetime, tell: bool = True) -> Retrospective:
    """Make the row of a week equal to what the log says; the first time, with ``tell``, put its mail into the outbox.

    What the log holds is read first, so that what comes while the figures are made is noticed by the next look. A row
    that says so already is not written.
    """
    fingerprint = fingerprint_of(learner, week)
    bounds = bounds_of(learner, week)
    made = Retrospective(
        user=learner,
        first=week.first,
        last=week.last,
        began_at=bounds.began_at,
        ended_at=bounds.ended_at,
        figures=figures_of(facts_of(bounds)),
        fingerprint=fingerprint,
        computed_at=now,
    )
    stored = Retrospective.objects.of(learner).filter(first=week.first).first()
    if stored and all(getattr(stored, name) == getattr(made, name) for name in FIELDS[:-1]):
        return stored
    with transaction.atomic():
        Retrospective.objects.bulk_create(
            [made], update_conflicts=True, unique_fields=["user", "first"], update_fields=FIELDS
        )
        if stored is None and tell:
            put(_entries(learner, week, now), now=now)
    return made


def compute_by_key(user_id: int, first: str, last: str, *, now: datetime) -> None:
    """Compute a week as it was handed to a worker; nothing for an account that is gone."""
    people = User.objects.select_related("profile", "retro_settings")
    if learner := people.filter(pk=user_id).first():
        compute(learner, Week(date.fromisoformat(first), date.fromisoformat(last)), now=now)


def compute_again(learner: User, week: Week, *, now: datetime) -> None:
    """Compute the week after ``week`` again, if it was: it says what became of what was chosen in ``week``."""
    after = week_after(week, terms_of(learner).starts)
    if Retrospective.objects.of(learner).filter(first=after.first).exists():
        compute(learner, after, now=now)


def compute_past(learner: User, first_day: date, *, now: datetime) -> int:
    """Compute every week of a history that came at once, from ``first_day`` on; no mail. Return how many."""
    terms = terms_of(learner)
    weeks = list(weeks_between(first_day, terms.day(now), terms))
    for week in weeks:
        compute(learner, week, now=now, tell=False)
    return len(weeks)


def weeks_between(first_day: date, today: date, terms: Terms) -> Iterator[Week]:
    """Yield the weeks from the one of ``first_day`` to the last that is over."""
    week, running = week_of(first_day, terms.starts), week_of(today, terms.starts)
    while week.first < running.first:
        yield week
        week = week_after(week, terms.starts)


def _entries(learner: User, week: Week, now: datetime) -> Iterator[Entry]:
    """Yield the mail about the week, one for each channel, unless it is too late or not wanted."""
    terms = terms_of(learner)
    due_at = terms.mail_at(week)
    if not terms.mail or now >= due_at + KEPT:
        return
    for channel in channels_of([learner.pk]).get(learner.pk, ()):
        yield Entry(
            user_id=learner.pk,
            channel=channel,
            kind=KIND,
            local_date=week.last,
            due_at=due_at,
            expires_at=due_at + KEPT,
            domain=domain_of(channel, learner.email),
            payload={"first": week.first.isoformat(), "last": week.last.isoformat()},
        )
