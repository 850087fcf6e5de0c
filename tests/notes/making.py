"""Notes and links for tests: each ``make_*`` makes one, and what it needs around it."""

from datetime import date, datetime

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.notes.models import Note, OwnLink
from portal.notes.services import Draft, add_link, save
from tests.factories import NOON

DAY = date(2026, 11, 24)


def make_note(
    learner: User, subject: Lesson | date = DAY, text: str = "Tied rows share a rank.", *, at: datetime = NOON
) -> Note:
    """Make the learner's note on ``subject`` say ``text``, whatever it said before."""
    found = Note.objects.of(learner).about(subject).first()
    return save(learner, subject, Draft(text, found.revision if found else 0), now=at)


def make_link(
    learner: User, lesson: Lesson, url: str = "https://example.org/rank", title: str = "Ranks"
) -> OwnLink:
    """Make a link of the learner's own beside ``lesson``."""
    return add_link(learner, lesson, title=title, url=url, now=NOON)
