"""Deleting notes, with a way back."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from portal.accounts.models import User
from portal.notes.models import Note, NoteVersion
from portal.notes.services.finding import follow
from portal.notes.services.notes import Draft, save


@transaction.atomic
def set_binned(learner: User, note: Note, *, binned: bool, now: datetime) -> bool:
    """Put ``note`` into the bin or take it out, as it was; return whether that changed anything.

    A page that has the note open is out of date then, so that it cannot bring back or overwrite unseen.
    """
    mine = Note.objects.of(learner).filter(pk=note.pk, retired_at__isnull=binned)
    changed = mine.update(retired_at=now if binned else None, revision=F("revision") + 1, writer="") > 0
    follow(note.pk)
    return changed


@transaction.atomic
def erase(learner: User, note: Note) -> bool:
    """Delete a note in the bin for good, with its versions; return whether there was one."""
    pk = note.pk
    gone, _ = Note.objects.of(learner).binned().filter(pk=pk).delete()
    follow(pk)
    return gone > 0


def bring_back(learner: User, version: NoteVersion, *, now: datetime) -> Note:
    """Make a note say what it said in ``version``; what it says now is kept as a version."""
    note = version.note
    return save(learner, note.subject, Draft(version.text, note.revision), now=now, keep=True)
