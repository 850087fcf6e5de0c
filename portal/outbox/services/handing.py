"""One batch under way: handing messages over one after the other, and writing down what became of each.

One message is one commit: what became of the one before, and that this one is being sent now. So a sender that is
killed leaves at most one message of which nobody knows whether it arrived.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from portal.outbox.channels import Busy, Channel, Line, NotTaken
from portal.outbox.messages import Silence, writer_of
from portal.outbox.models import Delivery, Lane, Rest, State
from portal.outbox.rules import next_try, rest_after
from portal.outbox.services.claiming import LEASE, MISSED, TOO_LATE, let_go

if TYPE_CHECKING:
    from portal.outbox.services.sending import Means

log = logging.getLogger(__name__)
STEP: Final = """
    UPDATE outbox_delivery SET
        state = CASE WHEN id = %(last)s THEN %(became)s ELSE %(sending)s END,
        owner = CASE WHEN id = %(last)s THEN '' ELSE owner END,
        lease_until = CASE WHEN id = %(last)s THEN NULL ELSE %(lease)s END,
        answer = CASE WHEN id = %(last)s THEN %(answer)s ELSE answer END,
        tries = CASE WHEN id = %(last)s THEN %(tries)s ELSE tries END,
        uncertain = CASE WHEN id = %(last)s THEN %(uncertain)s ELSE uncertain END,
        try_at = CASE WHEN id = %(last)s THEN %(try_at)s ELSE try_at END,
        ended_at = CASE WHEN id = %(last)s THEN %(ended_at)s ELSE ended_at END
    WHERE (id = %(last)s AND owner IN (%(owner)s, %(missed)s) AND state = %(sending)s)
        OR (id = %(next)s AND owner = %(owner)s AND state IN (%(claimed)s, %(sending)s))
    RETURNING id
"""
"""What became of one letter and that the next is being sent, each if it is still its owner's; the ids of those it was.

By hand: one statement is one commit, and it stands between any two letters.
"""
NOT_REACHED: Final = "The learner cannot be reached this way any more."
FRESH: Final = timedelta(seconds=0.5)
"""How old what is known of a learner may be when their message goes."""
PATIENCE: Final = 30
"""How often, once a second, a database that is away is asked again by a sender with a message that was taken."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one delivery: its new state, the other columns that change, and whom to leave alone."""

    delivery: Delivery
    state: State
    answer: str
    busy: Busy = ""
    values: dict[str, Any] = field(default_factory=dict)


class Round:
    """Sends one batch of one channel over one line."""

    def __init__(self, channel: Channel, line: Line, means: Means, ends: datetime) -> None:
        """Begin; no message is begun after ``ends``."""
        self.channel, self.line, self.means, self.ends = channel, line, means, ends
        self.last: Outcome | None = None
        self.busy: set[str] = set()
        self.struck = dict(Rest.objects.filter(channel=channel.slug).values_list("domain", "strikes"))
        self.seen: dict[int, Delivery] = {}
        self.reached: set[int] = set()
        self.seen_at = means.clock()
        self.sent = self.dead = self.doubts = 0

    def go(self, rows: Sequence[tuple[int, str]]) -> None:
        """Send the rows, ``(id, domain)``, in their order.

        Those of a domain that was found busy meanwhile go back as they were, as do those there is no time for.
        """
        left, ids = [], [pk for pk, _ in rows]
        for place, (pk, domain) in enumerate(rows):
            if "" in self.busy or (domain and domain in self.busy) or self.means.clock() >= self.ends:
                left.append(pk)
            elif self._commit(pk) and (delivery := self._look_at(pk, ids[place:])):
                self.last = self._attempt(delivery)
                self._leave_alone(self.last)
        self._commit(None)
        let_go(left, owner=self.means.owner)
        self._count()

    def _look_at(self, pk: int, waiting: Sequence[int]) -> Delivery | None:
        """Return a delivery with its learner, half a second old at most; None if both were deleted just now.

        Those that ``waiting`` names are read along with it, and who of them is reached.
        """
        now = self.means.clock()
        if pk not in self.seen or not self.seen_at <= now <= self.seen_at + FRESH:
            self.seen, self.seen_at = Delivery.objects.select_related("user__profile").in_bulk(waiting), now
            self.reached = self.channel.reached({delivery.user_id for delivery in self.seen.values()})
        return self.seen.get(pk)

    def _attempt(self, delivery: Delivery) -> Outcome:
        """Hand one message over, if it is still to be sent. What breaks here is one failure of one message."""
        now = self.means.clock()
        try:
            if now >= delivery.expires_at:
                return Outcome(delivery, State.SKIPPED, TOO_LATE)
            if delivery.user_id not in self.reached:
                return Outcome(delivery, State.SKIPPED, NOT_REACHED)
            message = writer_of(delivery.kind).write(delivery, now)
            if isinstance(message, Silence):
                return Outcome(delivery, State.SKIPPED, message.reason[:500])
            return Outcome(
                delivery, State.SENT, self.line.send(delivery.user, message, delivery.message_id)[:500]
            )
        except NotTaken as refusal:
            return self._refused(delivery, refusal)
        except Exception as error:
            log.exception("delivery %s broke", delivery.pk)
            return self._refused(delivery, NotTaken(f"{type(error).__name__}: {error}"))

    def _refused(self, delivery: Delivery, refusal: NotTaken) -> Outcome:
        """Return when to try again, or that it is dead."""
        now = self.means.clock()
        doubt = {"uncertain": delivery.uncertain + 1} if refusal.doubtful else {}
        if refusal.busy == "channel" and not refusal.permanent:
            # Twice as long as the channel rests: should this very message be the cause, the others come first.
            again = now + 2 * rest_after(self.struck.get("", 0) + 1, whole_channel=True)
            return Outcome(delivery, State.DUE, refusal.answer, refusal.busy, {"try_at": again, **doubt})
        tries = delivery.tries + 1
        roll = self.means.rng.random()
        at = (
            None if refusal.permanent else next_try(tries, now=now, expires_at=delivery.expires_at, roll=roll)
        )
        if at is None:
            return Outcome(delivery, State.DEAD, refusal.answer, refusal.busy, {"tries": tries, **doubt})
        values = {"tries": tries, "try_at": at, **doubt}
        return Outcome(delivery, State.DUE, refusal.answer, refusal.busy, values)

    def _leave_alone(self, outcome: Outcome) -> None:
        if outcome.busy and (outcome.busy == "channel" or outcome.delivery.domain):
            self.busy.add(_who(outcome))

    def _commit(self, pk: int | None) -> bool:
        """Write down the last outcome and that ``pk`` is being sent, in one; return whether it still is ours to send.

        A database that is away is asked again: what was just taken must not be sent twice for that.
        """
        for _ in range(PATIENCE):
            try:
                ours = self._written(pk)
                break
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block:
                    raise
                log.warning("a sender waits for the database", exc_info=True)
                connection.close()
                self.means.wait(1.0)
        else:
            ours = self._written(pk)
        self.last = None
        return ours

    def _written(self, pk: int | None) -> bool:
        """Take one step. ``pk`` found in ``sending`` is ours: the line broke before we heard that it was taken."""
        if self.last is None and pk is None:
            return False
        with connection.cursor() as cursor:
            cursor.execute(STEP, self._values(pk))
            ours = {found for (found,) in cursor.fetchall()}
        if self.last and self.last.delivery.pk in ours:
            self.sent += self.last.state == State.SENT
            self.dead += self.last.state == State.DEAD
            self.doubts += "uncertain" in self.last.values
            self._rest(self.last, self.means.clock())
        return pk in ours

    def _values(self, pk: int | None) -> dict[str, Any]:
        """Return the values of a step; without a last letter, those of nobody's."""
        now, last = self.means.clock(), self.last
        delivery, changed = (last.delivery, last.values) if last else (Delivery(try_at=now), {})
        became = last.state if last else State.DUE
        return {
            "last": delivery.pk,
            "next": pk,
            "owner": self.means.owner,
            "missed": self.means.owner + MISSED,
            "claimed": State.CLAIMED,
            "sending": State.SENDING,
            "lease": _stamp(now + LEASE),
            "became": became,
            "answer": last.answer if last else "",
            "tries": changed.get("tries", delivery.tries),
            "uncertain": changed.get("uncertain", delivery.uncertain),
            "try_at": _stamp(changed.get("try_at", delivery.try_at)),
            "ended_at": None if became == State.DUE else _stamp(now),
        }

    def _rest(self, outcome: Outcome, now: datetime) -> None:
        """Keep for all senders whom to leave alone, and who is well again."""
        slug, domain = self.channel.slug, outcome.delivery.domain
        if outcome.busy and (who := _who(outcome)) in self.busy:
            strikes = self.struck.get(who, 0) + 1
            until = now + rest_after(strikes, whole_channel=not who)
            values = {"until": until, "strikes": strikes, "answer": outcome.answer}
            Rest.objects.update_or_create(channel=slug, domain=who, defaults=values)
        elif outcome.state == State.SENT and (well := {domain, ""} & self.struck.keys()):
            Rest.objects.filter(channel=slug, domain__in=well).delete()
            self.struck = {who: strikes for who, strikes in self.struck.items() if who not in well}

    def _count(self) -> None:
        """Add this batch to the counters of the channel."""
        lane = Lane.objects.filter(channel=self.channel.slug)
        lane.update(
            sent=F("sent") + self.sent,
            dead=F("dead") + self.dead,
            uncertain=F("uncertain") + self.doubts,
        )
        if self.sent:
            lane.update(sent_at=self.means.clock())


def _stamp(moment: datetime) -> Any:
    """Return an instant as the database takes it."""
    return connection.ops.adapt_datetimefield_value(moment)


def _who(outcome: Outcome) -> str:
    """Return the domain to leave alone; empty for the whole channel."""
    return "" if outcome.busy == "channel" else outcome.delivery.domain
