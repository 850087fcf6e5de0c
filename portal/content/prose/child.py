"""Render texts in a process of their own: ``python -m portal.content.prose.child <descriptor of a socket>``."""

import json
import sys
from dataclasses import asdict

from portal.content.compile.guard import TooSlow, time_limit
from portal.content.prose.narrow import Prose, narrow
from portal.core.workers import serve

SECONDS = 1.5
"""Processor time for one text."""


def rendered(text: str) -> Prose:
    """Return the HTML of ``text``, or why there is none."""
    try:
        with time_limit(SECONDS):
            return narrow(text)
    except TooSlow:
        return Prose(
            "", f"takes more than {SECONDS:g} seconds to render. Allowed: simpler or shorter Markdown."
        )


if __name__ == "__main__":
    narrow("*warm*\n\n```sql\nselect 1\n```\n")
    serve(sys.argv[1], lambda text: json.dumps(asdict(rendered(text.decode()))).encode())
