"""What the learner did: the log of events, and where they were last in each lesson."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.accounts.models import User
from portal.owndata.intake import Intake, LessonKey
from portal.owndata.rules.events import check_event
from portal.owndata.rules.sheets import sheet
from portal.owndata.shares import Paper, Share, shares
from portal.owndata.tables import Table
from portal.progress.ledger import rebuild
from portal.progress.models import ItemTick, LessonState, Mark, ProgressEvent, ReadingPlace, StudyDay
from portal.progress.rules import Kind


def _check(event: ProgressEvent) -> None:
    check_event(event.kind, event.object_id, event.payload)


def _note(row: Mapping[str, Any], intake: Intake) -> None:
    """Count an event about a lesson or a point that is not here. It is kept: the lesson may come."""
    if row.get("kind") not in frozenset(Kind):
        return
    uid, _, key = str(row["object_id"]).partition("#")
    lesson = intake.lesson_of(uid)
    if lesson is None:
        intake.unknown[f"the lesson {uid[:120]} (its events are kept)"] += 1
    elif key and (lesson, key) not in intake.items:
        intake.unknown[f"the point {uid}#{key[:60]} (its events are kept)"] += 1


@shares.register
class ProgressShare(Share):
    """The log is taken along; ticks, states, days and marks are its fold."""

    slug = "progress"
    label = "Progress"
    rank = 1
    tables = (
        Table(
            file="events.jsonl",
            model=ProgressEvent,
            same=lambda row: row.get("client_uuid"),
            check=_check,
            note=_note,
            light=True,
        ),
        Table(
            file="places.jsonl",
            model=ReadingPlace,
            same=lambda row: row.get("lesson"),
            keys={"lesson": LessonKey()},
            replaces=True,
        ),
    )
    derived = {
        ItemTick: "the fold of the events",
        LessonState: "the fold of the events; when a lesson fades follows from the cards",
        StudyDay: "the fold of the events",
        Mark: "the fold of the events",
    }

    def papers(self, learner: User) -> Iterator[Paper]:
        """Yield the lessons, the points ticked, the days and the marks."""
        states = LessonState.objects.filter(user=learner).order_by("lesson__position", "lesson__uid")
        columns = ("read_on", "read_at", "practised_at", "proven_at", "fades_at")
        reached = states.exclude(**dict.fromkeys(columns))
        lessons = reached.values_list("lesson__uid", "lesson__title", *columns)
        yield "lessons.csv", sheet(("lesson", "title", *columns), lessons.iterator())
        ticks = ItemTick.objects.filter(user=learner).order_by("item__lesson__uid", "item__key")
        ticked = ticks.values_list("item__lesson__uid", "item__key", "ticked_at")
        yield "ticks.csv", sheet(("lesson", "point", "ticked_at"), ticked.iterator())
        days = StudyDay.objects.filter(user=learner).order_by("day")
        head = ("day", "acted", "minutes", "blocks_done", "edited", "minutes_ahead_of_utc")
        shown = days.values_list("day", "acted", "minutes", "done", "edited", "offset")
        yield "days.csv", sheet(head, shown.iterator())
        marks = Mark.objects.filter(user=learner).order_by("object_id")
        said = marks.values_list("object_id", "mark", "marked_at")
        yield "marks.csv", sheet(("what", "mark", "marked_at"), said.iterator())

    def settle(self, learner: User, intake: Intake) -> None:
        """Fold the log."""
        rebuild(learner)
