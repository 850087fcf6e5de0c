"""The index follows the curriculum: in the transaction of a sync, behind everything it reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from portal.content.compile import Place, Problem, SourceText
from portal.core.batches import batched
from portal.index import services as index
from portal.index.selectors import stamps
from portal.search.sources import Source, sources

BATCH: Final = 500
STEP: Final = 50  # things of a rebuild in one transaction, so that others wait but briefly


class SearchPart:
    """The index' part in a sync, the last one: has work when anything that can be found is not as it was."""

    name = "search entries"

    def check(self, files: Sequence[SourceText], places: Mapping[str, Place]) -> list[Problem]:
        """Find nothing wrong: nothing of this is in the files."""
        return []

    @property
    def stale(self) -> bool:
        """Return whether anything is found as it was, or not at all."""
        return any(stamps(source.slug) != source.stamps() for source in sources)

    def write(self, now: datetime) -> int:
        """Bring the index up to date; return how many things that changed."""
        return bring_up_to_date()


@transaction.atomic
def bring_up_to_date() -> int:
    """Put what is new or changed into the index, take out what is gone; return how much that was.

    Who saves meanwhile waits, as else what they save could be overwritten by what was read before.
    """
    index.lock()
    return sum(_follow(source) for source in sources)


def rebuild() -> int:
    """Write everything there is into the index once more, and count its words; return how many things are in it.

    Many short transactions, so that others can save between them; what is written already and what is not yet
    are found all the time. Safe to end in the middle, and to call again.
    """
    count = 0
    for source in sources:
        for refs in batched(list(source.stamps()), STEP):
            count += _write_again(source, refs)
    bring_up_to_date()  # what came and went meanwhile
    for owner in index.owners():
        index.recount(owner)
    index.compact()
    return count


@transaction.atomic
def _write_again(source: Source, refs: Sequence[str]) -> int:
    index.lock()
    things = source.things(refs)
    index.put(source.slug, things)
    return len(things)


def _follow(source: Source) -> int:
    held, wanted = stamps(source.slug), source.stamps()
    changed = [ref for ref, stamp in wanted.items() if held.get(ref) != stamp]
    gone, count = held.keys() - wanted.keys(), 0
    index.drop(source.slug, gone)
    for refs in batched(changed, BATCH):
        things = source.things(refs)
        index.put(source.slug, things)
        count += len(things)
    return count + len(gone)
