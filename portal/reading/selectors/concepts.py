"""Reads for the pages of concepts: where each is taught, where it is asked about, and what a reader showed of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, FilteredRelation, Q
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.selectors import day_terms
from portal.content.models import LessonConcept, QuestionConcept
from portal.core.dates import local_day
from portal.progress.rules import Level, level
from portal.quizzes.models import Quiz
from portal.quizzes.vars.fill import filled
from portal.reading.rules import percent
from portal.review.selectors import ConceptRecord, concept_record


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson that declares a concept, the objective it stands for there, and how far the reader is with it."""

    title: str
    url: str
    objective: str
    level: Level = Level.NONE


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a concept: its title as HTML, sanitised when it was compiled, and its quiz. No answer."""

    html: str
    quiz: str
    url: str


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """One concept. ``record`` is None for strangers; ``last_on`` is the reader's day of ``record.last_shown``."""

    concept: str
    lessons: list[Taught]
    questions: list[Asked]
    record: ConceptRecord | None
    last_on: date | None

    @property
    def strength(self) -> int | None:
        """Return the share of the reader's cards they would recall now, in percent; None before one was shown."""
        return percent(self.record.strength) if self.record else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept as the list has it; ``url`` is its page."""

    concept: str
    url: str
    objective: str
    lessons: list[Taught]
    questions: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """The concepts that a track is the first to declare."""

    track: str
    uid: str
    entries: list[Entry]


def shelves() -> list[Shelf]:
    """Return all concepts in the order of the plan; two queries, whatever there are."""
    counts = QuestionConcept.objects.order_by().values_list("concept").annotate(Count("pk"))
    asked = dict(counts)
    found: dict[str, Entry] = {}
    tracks: dict[str, Shelf] = {}
    declared = LessonConcept.objects.order_by("lesson__position", "position")
    columns = (
        "concept",
        "objective",
        "lesson__uid",
        "lesson__short",
        "lesson__track__uid",
        "lesson__track__short",
    )
    for concept, objective, uid, short, track, track_short in declared.values_list(*columns):
        if concept not in found:
            url = reverse("reading:concept", args=[concept])
            found[concept] = Entry(concept, url, objective, [], asked.get(concept, 0))
            tracks.setdefault(track, Shelf(track_short, track, [])).entries.append(found[concept])
        found[concept].lessons.append(Taught(short, _lesson_url(uid), objective))
    return list(tracks.values())


def concept_page(concept: str, reader: User | None, now: datetime) -> ConceptPage | None:
    """Return one concept, or None when no lesson declares it; three queries, and three for a reader's record."""
    lessons = _lessons(concept, reader, now)
    if not lessons:
        return None
    record = concept_record(reader, concept, now) if reader else None
    return ConceptPage(
        concept=concept,
        lessons=lessons,
        questions=list(_questions(concept)),
        record=record,
        last_on=_day(reader, record.last_shown) if reader and record and record.last_shown else None,
    )


def _lessons(concept: str, reader: User | None, now: datetime) -> list[Taught]:
    """Return the lessons that declare the concept, in the order of the plan."""
    state = FilteredRelation("lesson__states", condition=Q(lesson__states__user=reader))
    rows = LessonConcept.objects.filter(concept=concept).annotate(state=state).order_by("lesson__position")
    times = ("state__read_at", "state__practised_at", "state__proven_at", "state__fades_at")
    return [
        Taught(
            short,
            _lesson_url(uid),
            objective,
            level(read, practised, proven, fades is not None and fades <= now),
        )
        for short, uid, objective, read, practised, proven, fades in rows.values_list(
            "lesson__short", "lesson__uid", "objective", *times
        )
    ]


def _questions(concept: str) -> Iterable[Asked]:
    """Yield the questions about the concept in the order of their files; values that vary are those of one seed."""
    refs = [ref.split("#") for ref in _refs(concept)]
    quizzes = Quiz.objects.filter(uid__in={uid for uid, _ in refs}, retired_at=None).select_related("version")
    served = {quiz.uid: quiz for quiz in quizzes.defer("version__spec", "version__stamps")}
    for uid, key in refs:
        quiz = served.get(uid)
        question = quiz.version.question(key) if quiz and quiz.version else None
        if quiz and question:
            yield Asked(filled(question, 0).title_html, quiz.title, quiz.get_absolute_url())


def _refs(concept: str) -> list[str]:
    return list(
        QuestionConcept.objects.filter(concept=concept).order_by("path", "pk").values_list("ref", flat=True)
    )


def _day(reader: User, at: datetime) -> date:
    """Return the reader's own day of an instant."""
    profile = day_terms(reader)
    return local_day(at, profile.zone_info, profile.rollover_hour)


def _lesson_url(uid: str) -> str:
    """A lesson's id is its address below the path, see ``Lesson.get_absolute_url``."""
    return f"{reverse('reading:path')}{uid}/"
