"""Render texts in a process of their own: ``python -m portal.content.prose.child <descriptor of a socket>``.

The limit on time works in the main thread of a process only, and a regular expression holds all threads of its process
still while it searches; so a web process cannot do this itself. Knows no settings, no database and no secret.
"""

import json
import sys
from dataclasses import asdict
from multiprocessing.connection import Connection

from portal.content.compile.guard import TooSlow, time_limit
from portal.content.prose.narrow import Prose, narrow

SECONDS = 1.5
"""Processor time for one text."""


def serve(line: Connection) -> None:
    """Say that we are ready, then answer each text with its HTML, until the other side has gone."""
    narrow("*warm*\n\n```sql\nselect 1\n```\n")
    line.send_bytes(b"ready")
    while True:
        try:
            text = line.recv_bytes().decode()
            line.send_bytes(json.dumps(asdict(rendered(text))).encode())
        except (EOFError, OSError):
            return


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
    serve(Connection(int(sys.argv[1])))
