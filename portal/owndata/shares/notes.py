"""What the learner wrote about lessons and days, with earlier versions, and their own links."""

from collections.abc import Iterator

from portal.accounts.models import User
from portal.index.services import put
from portal.notes.export import file_of, links_file, name_of
from portal.notes.models import Note, NoteVersion, OwnLink
from portal.notes.rules import tidy, too_long, wrong_address
from portal.notes.selectors.shelf import every_note
from portal.notes.services.finding import KIND, thing_of
from portal.owndata.intake import Intake, LessonKey, NotedKey, RowKey
from portal.owndata.rules.values import Wrong
from portal.owndata.shares import Paper, Share, shares
from portal.owndata.tables import Row, Table

_MADE = "made from the text when it is taken in"


def _check_note(note: Note) -> None:
    if (note.lesson is None) == (note.day is None):
        raise Wrong("it is not about one lesson or one day")
    _check_text(note)


def _check_text(row: Note | NoteVersion) -> None:
    if sentence := too_long(row.text):
        raise Wrong(f"“text”: {sentence}")
    if tidy(row.text) != row.text:
        raise Wrong("“text” has line ends that the portal does not write")


def _check_link(link: OwnLink) -> None:
    if sentence := wrong_address(link.url):
        raise Wrong(f"“url”: {sentence}")


def _subject(lesson: object, day: object) -> str:
    return f"lesson {lesson}" if lesson else f"day {day}"


def _same_note(row: Row) -> str:
    return _subject(row.get("lesson"), row.get("day"))


@shares.register
class NotesShare(Share):
    """Texts are taken along as they were written; their look is made again."""

    slug = "notes"
    label = "Notes and links"
    tables = (
        Table(
            file="notes.jsonl",
            model=Note,
            same=_same_note,
            keys={"lesson": NotedKey()},
            without={"html": _MADE, "fault": _MADE},
            ahead=frozenset(("day",)),
            check=_check_note,
        ),
        Table(
            file="note_versions.jsonl",
            model=NoteVersion,
            same=lambda row: None,
            owner="note__user",
            keys={"note": RowKey("notes.jsonl", ("note__lesson__uid", "note__day"), _subject)},
            check=_check_text,
        ),
        Table(
            file="links.jsonl",
            model=OwnLink,
            same=lambda row: (row.get("lesson"), row.get("url")),
            keys={"lesson": LessonKey()},
            check=_check_link,
        ),
    )

    def papers(self, learner: User) -> Iterator[Paper]:
        """Yield each note as a Markdown file, and the links."""
        for note in every_note(learner):
            yield f"notes/{name_of(note)}", (file_of(note),)
        if links := links_file(learner):
            yield "notes/links.md", (links,)

    def weave(self, intake: Intake) -> None:
        """Render every text."""
        for note in intake.rows("notes.jsonl"):
            prose = intake.prose(note.text)
            note.html, note.fault = prose.html, prose.fault[:400]

    def settle(self, learner: User, intake: Intake) -> None:
        """Let the notes be found."""
        notes = Note.objects.of(learner).live().select_related("lesson__track")
        put(KIND, {str(note.pk): thing_of(note) for note in notes})
