"""What each app holds of a learner: one module each, found by the registry; nothing else is edited to add one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Model

from portal.accounts.models import User
from portal.core.registry import Registry
from portal.owndata.intake import Intake
from portal.owndata.tables import Table

Paper = tuple[str, Iterable[str | bytes]]


class Share:
    """One app's share of an archive.

    ``tables`` are taken in as they stand, those that others refer to first. ``derived`` names the models whose rows
    follow from them, each with how: they are not written, but made again by ``settle``. ``rank`` orders the shares:
    a share may use what those of a lower rank have settled.
    """

    slug: str
    label: str
    rank: int = 0
    tables: tuple[Table, ...] = ()
    derived: Mapping[type[Model], str] = {}

    def papers(self, learner: User) -> Iterator[Paper]:
        """Yield files for people, which are never taken in: name, and its text or bytes in pieces."""
        yield from ()

    def weave(self, intake: Intake) -> None:
        """Complete the rows that were read, before anything is written; raises ``Wrong``."""

    def settle(self, learner: User, intake: Intake) -> None:
        """Make what is derived, in the transaction that wrote the rows."""


shares: Registry[Share] = Registry(__name__)


def in_order() -> list[Share]:
    """Return the shares as they are taken in."""
    return sorted(shares, key=lambda share: (share.rank, share.slug))


def every_table() -> list[Table]:
    """Return the tables as they are taken in."""
    return [table for share in in_order() for table in share.tables]
