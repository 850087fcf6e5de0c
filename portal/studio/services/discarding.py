"""Giving drafts up: a move with both its halves, and with what moved along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from portal.accounts.models import User
from portal.content.compile.source.paths import kind_of
from portal.studio.models import Draft
from portal.studio.selectors.sheet import sheet_of
from portal.studio.services.making import move_one


@transaction.atomic
def discard(author: User, path: str, *, now: datetime) -> list[str]:
    """Delete the author's draft of ``path``, and return the paths of all the drafts that are no more. Twice is none.

    A move goes with its other half. What moved along with a lesson goes back beside it: there, a file that says what it
    began with is a draft no more, and every other text stays one.
    """
    drafts = Draft.objects.of(author)
    draft = drafts.filter(path=path).first()
    if draft is None:
        return []
    before = set(drafts.values_list("path", flat=True))
    moves = list(_moves(draft))
    for home, place in moves:
        if kind_of(place) == "lesson":
            _bring_back(author, place, home, now)
    drafts.filter(path__in={path, *(place for _, place in moves)}).delete()
    drafts.filter(path__in=[home for home, _ in moves], data=None).delete()
    return sorted(before - set(drafts.values_list("path", flat=True)))


def _moves(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield from where to where files moved of which this draft is one half."""
    if draft.moved_from:
        yield draft.moved_from, draft.path
    if draft.data is None:
        moved = Draft.objects.of(draft.author).filter(moved_from=draft.path)
        yield from ((draft.path, place) for place in moved.values_list("path", flat=True))


def _bring_back(author: User, place: str, home: str, now: datetime) -> None:
    """Let what moved along with the lesson at ``place`` stand beside ``home`` again, unless there is another file."""
    stem, new = place.removesuffix(".md"), home.removesuffix(".md")
    mine = Draft.objects.of(author).filter(data__isnull=False)
    beside = mine.filter(Q(path=f"{stem}.quiz.md") | Q(path__startswith=f"{stem}/"))
    for there in beside.exclude(moved_from="", base__isnull=False).values_list("path", flat=True):
        here = new + there.removeprefix(stem)
        if (other := sheet_of(author, here)) is None or other.data is None:
            _drop_if_same(move_one(author, there, here, now=now))


def _drop_if_same(draft: Draft) -> None:
    """Delete a draft that says what it began with, at its place."""
    if draft.base and not draft.moved_from and bytes(draft.data or b"") == bytes(draft.base.data):
        draft.delete()
