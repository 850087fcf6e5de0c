"""A check that says so when the machine's SQLite cannot search."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import connection


@register("portal")
def full_text(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a SQLite without FTS5, as no table for the search can be made there."""
    if connection.vendor != "sqlite" or "ENABLE_FTS5" in compile_options():
        return []
    hint = "Use a Python whose SQLite has it (python.org's and Debian's have), or name a PostgreSQL in DATABASE_URL."
    return [
        Error(
            "This Python's SQLite was built without FTS5, which the search needs.",
            hint=hint,
            id="portal.E003",
        )
    ]


def compile_options() -> set[str]:
    """Return what the SQLite of this Python was built with."""
    memory = sqlite3.connect(":memory:")
    try:
        return {name for (name,) in memory.execute("PRAGMA compile_options")}
    finally:
        memory.close()
