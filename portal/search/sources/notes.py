"""Notes, each found by its owner alone. They enter the index when they are saved, see ``notes.services.finding``."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse

from portal.index.selectors import Hit
from portal.index.services import Thing
from portal.notes.models import Note
from portal.notes.services.finding import KIND, stamp, thing_of
from portal.search.sources import sources


@sources.register
class Notes:
    """All notes that say something and are not in the bin."""

    slug = KIND
    label = "Note"
    plural = "Your notes"
    open = False

    def stamps(self) -> dict[str, str]:
        """Return the revision of each note and what it is about: a lesson may have another title by now."""
        notes = Note.objects.live().select_related("lesson__track").defer("text", "html", "fault")
        return {str(note.pk): stamp(note) for note in notes.iterator(chunk_size=500)}

    def things(self, refs: Collection[str]) -> dict[str, Thing]:
        """Return each note."""
        notes = Note.objects.live().filter(pk__in=[int(ref) for ref in refs]).select_related("lesson__track")
        return {str(note.pk): thing_of(note) for note in notes}

    def address(self, hit: Hit) -> str:
        """Return the page of the note: a lesson's by the two parts of its id, a day's by its date."""
        subject = hit.place.split("/", 1)
        return reverse("notes:lesson" if len(subject) == 2 else "notes:day", args=subject)
