"""What happened in one week of one learner: eight statements, whatever the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.progress.models import Mark, ProgressEvent, StudyDay
from portal.progress.rules import Kind
from portal.quizzes.models import Response
from portal.retros.models import Chosen, Retrospective
from portal.retros.rules.facts import Answer, Carried, Day, Reached, Recall, Topic, WeekFacts
from portal.retros.rules.weeks import DAY, Week, week_before
from portal.retros.selectors.terms import terms_of
from portal.review.models import ReviewLog
from portal.review.rules.answers import Source
from portal.routine.selectors.frame import Frame, frame
from portal.taking.services import ref_of

OF_LESSONS = frozenset((Kind.DONE, Kind.REOPENED, Kind.PRACTISED, Kind.PROVEN, Kind.UNPROVEN))
DRILLS = frozenset(("pydrill", "sqldrill"))


@dataclass(frozen=True)
class Bounds:
    """A week of a learner, its instants, and the first day of the week before."""

    learner: User
    week: Week
    began_at: datetime
    ended_at: datetime
    before: date

    @cached_property
    def frame(self) -> Frame:
        """Return the learner's routine."""
        return frame(self.learner)


def bounds_of(learner: User, week: Week, rows: Iterable[Retrospective] | None = None) -> Bounds:
    """Return the week with its instants: those it had when it was computed, or where the week before ended.

    ``rows`` may hold the retrospectives of this week and the one before, if they are loaded.
    """
    terms = terms_of(learner)
    before = week_before(week, terms.starts)
    if rows is None:
        rows = Retrospective.objects.of(learner).filter(first__in=(week.first, before.first))
    known = {row.first: row for row in rows}
    mine, last = known.get(week.first), known.get(before.first)
    if mine is not None and mine.last == week.last:
        return Bounds(learner, week, mine.began_at, mine.ended_at, before.first)
    began = last.ended_at if last is not None and last.last == before.last else terms.begins(week.first)
    return Bounds(learner, week, began, terms.begins(week.last + DAY), before.first)


def facts_of(bounds: Bounds) -> WeekFacts:
    """Return what the log tells of the week; what was said of the week before comes with it."""
    learner, week = bounds.learner, bounds.week
    events = _events(learner, week)
    answers = _responses(bounds)
    return WeekFacts(
        week=week,
        days=_days(bounds),
        reached=_reached(events),
        ticks=_standing_ticks(events),
        answers=_answers(answers),
        recalls=_recalls(learner, week),
        carried=_carried(learner, bounds.before),
        repeated=_repeated(learner, week),
        titles={slot.id: slot.title for slot in bounds.frame.calendar.on(week.last).slots}
        | {"short": "Short day"},
    )


Said = tuple[str, str, date]


def _events(learner: User, week: Week) -> list[Said]:
    """Return what was said of lessons and of points in them, in the order it was taken in."""
    mine = ProgressEvent.objects.of(learner).filter(local_date__range=(week.first, week.last))
    kinds = [*OF_LESSONS, Kind.TICKED, Kind.UNTICKED]
    return list(mine.filter(kind__in=kinds).in_order().values_list("kind", "object_id", "local_date"))


def _reached(events: Iterable[Said]) -> tuple[Reached, ...]:
    told = [event for event in events if event[0] in OF_LESSONS]
    topics = _topics({uid for _, uid, _ in told}) if told else {}
    return tuple(Reached(topics.get(uid, Topic(uid, uid)), kind, day) for kind, uid, day in told)


def _topics(uids: set[str]) -> dict[str, Topic]:
    """Return the lessons by the id the log has, present or old."""
    rows = Lesson.objects.filter(Q(uid__in=uids) | Q(aliases__uid__in=uids)).order_by()
    found: dict[str, Topic] = {}
    for uid, short, alias in rows.values_list("uid", "short", "aliases__uid"):
        found[uid] = Topic(uid, short)
        if alias in uids:
            found[alias] = Topic(uid, short)
    return found


def _standing_ticks(events: Iterable[Said]) -> int:
    """Return the points ticked in the week and not taken back in it."""
    ticked: set[str] = set()
    for kind, name, _ in events:
        if kind == Kind.TICKED:
            ticked.add(name)
        elif kind == Kind.UNTICKED:
            ticked.discard(name)
    return len(ticked)


def _days(bounds: Bounds) -> tuple[Day, ...]:
    week, calendar = bounds.week, bounds.frame.calendar
    rows = StudyDay.objects.filter(user=bounds.learner, day__range=(week.first, week.last))
    told = {row.day: row.as_value() for row in rows}
    days = []
    for day in week.days:
        known = told.get(day)
        slots = calendar.slots(day, known.shape if known else "")
        minutes = (
            {name: block["minutes"] for name, block in known.blocks.items() if block.get("minutes")}
            if known
            else {}
        )
        days.append(
            Day(day, tuple((s.id, s.title, s.minutes) for s in slots), minutes, bool(known and known.studied))
        )
    return tuple(days)  # fmt: skip


def _responses(bounds: Bounds) -> list[Response]:
    """Return the graded answers of the week, with whether the question was answered before."""
    asked_before = Response.objects.filter(
        attempt__user=bounds.learner,
        attempt__version__quiz=OuterRef("attempt__version__quiz"),
        question=OuterRef("question"),
        answered_at__lt=OuterRef("answered_at"),
    )
    given = Response.objects.filter(
        attempt__user=bounds.learner,
        answered_at__gte=bounds.began_at,
        answered_at__lt=bounds.ended_at,
        credit__isnull=False,
    )
    loaded = given.select_related("attempt__version__quiz__lesson", "attempt__version__quiz__version")
    heavy = [
        f"attempt__version__{path}{column}"
        for path in ("", "quiz__version__")
        for column in ("spec", "stamps")
    ]
    plain = loaded.defer(*heavy, "value", "first", "grade", "attempt__version__quiz__lesson__nav")
    return list(plain.annotate(again=Exists(asked_before)).order_by("answered_at", "pk"))


def _answers(responses: Iterable[Response]) -> tuple[Answer, ...]:
    answers = []
    for response in responses:
        version = response.attempt.version
        question = version.question(response.question)
        if question is None or question.void or response.credit is None:
            continue
        lesson = version.quiz.lesson
        answers.append(
            Answer(
                ref=ref_of(response.attempt, question),
                topic=Topic(lesson.uid, lesson.short) if lesson else None,
                credit=response.credit,
                first=not response.again,  # type: ignore[attr-defined]  # annotated above
                confidence=response.confidence,
                drill=question.kind in DRILLS,
            )
        )
    return tuple(answers)


def _recalls(learner: User, week: Week) -> tuple[Recall, ...]:
    """Return the cards answered in review, without grades that were taken back."""
    logs = ReviewLog.objects.of(learner).standing().filter(local_date__range=(week.first, week.last))
    columns = ("card__ref", "card__lesson__uid", "card__lesson__short", "rating", "first", "confidence")
    rows = logs.filter(source=Source.REVIEW).order_by("pk").values_list(*columns)
    return tuple(
        Recall(ref, Topic(uid, short) if uid else None, rating > 1, first, confidence)
        for ref, uid, short, rating, first, confidence in rows
    )


def _carried(learner: User, before: date) -> tuple[Carried, ...]:
    rows = Chosen.objects.filter(user=learner, first=before)
    columns = ("lesson__uid", "lesson__short", "question", "deed")
    return tuple(
        Carried(Topic(uid, short), question, deed)
        for uid, short, question, deed in rows.values_list(*columns)
    )


def _repeated(learner: User, week: Week) -> frozenset[str]:
    """Return the topics the learner said they repeated, of those suggested for this week."""
    head = f"repeat:{week.first}:"
    marks = Mark.objects.filter(user=learner, object_id__startswith=head)
    return frozenset(name.removeprefix(head) for name in marks.values_list("object_id", flat=True))
