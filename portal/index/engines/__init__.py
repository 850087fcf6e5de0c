"""How each database looks words up. Both keep their index over ``Document`` by themselves, whatever writes to it.

An engine says how that index is made (``create``, ``remove``), which documents it finds for a query (``found``), and
how others are kept from writing meanwhile (``lock``).
"""

from typing import Protocol

from django.db import connection

from portal.index.engines import postgres, sqlite
from portal.index.rules.facets import Scope
from portal.index.rules.query import Query


class Engine(Protocol):
    """What ``sqlite`` and ``postgres`` have."""

    create: list[str]
    remove: list[str]
    lock: list[str]
    compact: list[str]
    found: str
    """Finds ``id``, ``tier`` (0: all in the title, 1: in title or heading, 2: elsewhere), ``rough`` (not by whole words
    there), ``score`` (less: better)."""

    def looked_up(self, query: Query, scope: Scope) -> dict[str, str]:
        """Return the parameters of ``found``."""


ENGINES: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgres}


def engine() -> Engine:
    """Return the engine of the database that is used."""
    return ENGINES[connection.vendor]
