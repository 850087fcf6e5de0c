"""The processes that render what learners write, seen from the process that asks them."""

from __future__ import annotations

import json

from portal.content.prose.narrow import Prose
from portal.core.workers import Busy, Slow, Workers

SLOW = Prose("", "takes too long to render. Allowed: simpler or shorter Markdown.")
BUSY = Prose("", "could not be rendered just now: the portal is busy. Save again in a moment.")
renderers = Workers("portal.content.prose.child")


def prose_of(text: str) -> Prose:
    """Return the HTML of the Markdown ``text``, with what is wrong with it. Thread-safe; never raises for a text.

    The caller limits the length: 20 KB of ordinary Markdown take about 0.1 s, any text less than two.
    """
    try:
        answer = renderers.ask(text.replace("\r\n", "\n").replace("\r", "\n").encode())
    except Slow:
        return SLOW
    except Busy:
        return BUSY
    return Prose(**json.loads(answer))
