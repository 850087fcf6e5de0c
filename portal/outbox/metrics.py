"""The outbox in figures, as Prometheus reads them (text format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.outbox.selectors.queue import standing


def exposition(now: datetime) -> str:
    """Return the figures; instants are seconds since 1970, and what is not known is left out."""
    found = standing(now)
    waited = (now - found.oldest).total_seconds() if found.oldest else 0.0
    lanes = [road.lane for road in found.roads]
    parts = [
        _metric("deliveries", "gauge", "Deliveries kept, by state.", _by("state", found.counts.items())),
        _metric("oldest_due_seconds", "gauge", "For how long the oldest due delivery waits.", [("", waited)]),
        _metric(
            "sent_total", "counter", "Messages taken.", _by("channel", ((x.channel, x.sent) for x in lanes))
        ),
        _metric(
            "dead_total",
            "counter",
            "Messages given up.",
            _by("channel", ((x.channel, x.dead) for x in lanes)),
        ),
        _metric(
            "uncertain_total",
            "counter",
            "Messages found half sent.",
            _by("channel", ((x.channel, x.uncertain) for x in lanes)),
        ),
        _metric("resting", "gauge", "Domains and channels left alone now.", [("", len(found.resting))]),
    ]
    if found.ticked_at:
        tick = [("", found.ticked_at.timestamp())]
        parts.append(
            _metric("last_tick_timestamp_seconds", "gauge", "When the scheduler last came round.", tick)
        )
    return "".join(parts)


def _by(label: str, values: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return [(f'{{{label}="{name}"}}', value) for name, value in values]


def _metric(name: str, kind: str, text: str, values: Iterable[tuple[str, float]]) -> str:
    lines = "".join(f"portal_outbox_{name}{labels} {value:.15g}\n" for labels, value in values)
    return f"# HELP portal_outbox_{name} {text}\n# TYPE portal_outbox_{name} {kind}\n{lines}"
