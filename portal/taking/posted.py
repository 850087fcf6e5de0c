"""What a form of a question holds beside the answer itself. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.taking.sheet import CONFIDENCES


@dataclass(frozen=True, slots=True)
class Posted:
    """The button that was pressed, and the arguments for the service."""

    do: str
    answer: Mapping[str, Any]


def posted_of(form: Mapping[str, list[str]], now: datetime) -> Posted:
    """Read a form; nothing in it is trusted, nothing raises."""
    last = {name: values[-1] for name, values in form.items() if values}
    revision, confidence = last.get("revision", ""), last.get("confidence", "")
    return Posted(
        do=last.get("do", "check"),
        answer={
            "data": {
                name.removeprefix("a-"): values for name, values in form.items() if name.startswith("a-")
            },
            "revision": int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
            "confidence": confidence if confidence in CONFIDENCES else "",
            "now": now,
            "seconds": seconds_between(last.get("shown", ""), now),
            "by": [name for name in form.get("by", [])[:5] if 0 < len(name) <= 36],
        },
    )


def seconds_between(shown: str, now: datetime) -> float | None:
    """Return how long a question stood there, by the page's own stamp; None when it says nothing sensible."""
    try:
        took = now.timestamp() - float(shown)
    except ValueError:
        return None
    return took if 0 <= took <= 3600 else None
