"""One note and what stands around it, with times as the learner's clocks show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from portal.accounts.models import User
from portal.accounts.selectors import day_terms, zone_of
from portal.content.models import Lesson
from portal.core.dates import local_day
from portal.notes.models import Note, NoteVersion, OwnLink, address_of


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page of one note. ``saved`` says when it was saved last, and is empty when it never was."""

    subject: Lesson | date
    title: str
    note: Note | None
    saved: str
    key: str
    links: Sequence[OwnLink] = ()
    versions: Sequence[tuple[int, datetime, int]] = ()

    @property
    def address(self) -> str:
        """Return where the note stands by itself."""
        return address_of(self.subject)

    @property
    def save(self) -> str:
        """Return where it is sent to."""
        return address_of(self.subject, "save")

    @property
    def add(self) -> str:
        """Return where a new link is sent to; a day has none."""
        return address_of(self.subject, "link") if self.lesson else ""

    @property
    def lesson(self) -> Lesson | None:
        """Return the lesson it is about, if it is about one."""
        return self.subject if isinstance(self.subject, Lesson) else None

    @property
    def binned(self) -> bool:
        """Return whether the note lies in the bin."""
        return self.note is not None and self.note.retired_at is not None

    @property
    def text(self) -> str:
        """Return what the editor holds; one that lies in the bin is not edited."""
        return self.note.text if self.note and not self.binned else ""

    @property
    def revision(self) -> int:
        """Return what a save from this page is made from."""
        return self.note.revision if self.note else 0


def sheet_of(learner: User, subject: Lesson | date, *, now: datetime, whole: bool = True) -> Sheet:
    """Return the learner's note on ``subject`` with the links beside it; ``whole`` adds its older versions."""
    note = Note.objects.of(learner).about(subject).first()
    zone = zone_of(learner)
    kept = note.versions.values_list("pk", "kept_at", "text") if note and whole else ()
    return Sheet(
        subject=subject,
        title=subject.short if isinstance(subject, Lesson) else day_name(subject),
        note=note,
        saved=clock(note.changed_at, zone, now) if note else "",
        key=f"{learner.pk}:{subject.uid if isinstance(subject, Lesson) else subject.isoformat()}",
        links=links_of(learner, subject) if isinstance(subject, Lesson) else (),
        versions=[(pk, at, len(text.split())) for pk, at, text in kept],
    )


def links_of(learner: User, lesson: Lesson) -> Sequence[OwnLink]:
    """Return the learner's links beside ``lesson``, oldest first."""
    return list(OwnLink.objects.filter(user=learner, lesson=lesson, retired_at=None))


def version_of(learner: User, pk: int) -> NoteVersion | None:
    """Return an older version of one of the learner's notes."""
    return NoteVersion.objects.select_related("note__lesson").filter(pk=pk, note__user=learner).first()


def today_of(learner: User, now: datetime) -> date:
    """Return the learner's own day at ``now``."""
    profile = day_terms(learner)
    return local_day(now, profile.zone_info, profile.rollover_hour)


def clock(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """Return an instant as clocks in ``zone`` show it: ``14:02``, with the day before it unless that is today."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"{local:%H:%M}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%B}{year}, {local:%H:%M}"


def day_name(day: date) -> str:
    """Return a day in words: ``Tuesday, 24 November 2026``."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"
