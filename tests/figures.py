"""What a fault test has counted, for the table of ``make faults``."""

import json
import os
from pathlib import Path

from django.conf import settings

LONG = os.environ.get("FAULTS") == "long"


def form() -> str:
    """Return the form of the portal whose database this run of the tests has."""
    return "P" if settings.DATABASES["default"]["ENGINE"].endswith("postgresql") else "S"


def note(promise: str, where: str, done: str, **figures: object) -> None:
    """Note for one promise what was done to the portal and what was counted; only when the table is written.

    ``where`` is P or S. The names of the figures are words of the table, ``_`` for a space.
    """
    if path := os.environ.get("FIGURES"):
        counted = {name.replace("_", " "): str(value) for name, value in figures.items()}
        row = {"promise": promise, "form": where, "done": done, "counted": counted}
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
