"""Reads for the pages: the plan, and how far one reader is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, FilteredRelation, Max, OuterRef, Q, Subquery
from django.urls import reverse

from portal.accounts.models import User
from portal.content.models import Lesson, Milestone, Track
from portal.progress.rules import Meter, level
from portal.progress.selectors import Step, meter, steps_of
from portal.quizzes.models import Attempt
from portal.reading.drawing import Drawing, Stop, draw
from portal.reading.rules import Onward, Strata, Topic, onward, percent, strata, weeks

TOPIC_FIELDS = (
    "uid",
    "short",
    "summary",
    "track_id",
    "module__uid",
    "module__title",
    "status",
    "minutes_read",
    "minutes_practice",
)
READER_FIELDS = (
    "state__read_at",
    "state__practised_at",
    "state__proven_at",
    "state__fades_at",
    "place__anchor",
    "place__heading",
    "place__seen_at",
)


@dataclass(frozen=True, slots=True)
class Leg:
    """A track as the path lists it."""

    number: int
    track: Track
    milestone: Milestone | None
    bar: Strata
    weeks: str
    now: bool


@dataclass(frozen=True, slots=True)
class PathPage:
    """What the path shows. ``onward`` is None for strangers and when all is done."""

    legs: list[Leg]
    drawing: Drawing | None
    bar: Strata
    written: int
    milestones: int
    weeks: int
    onward: Onward | None


@dataclass(frozen=True, slots=True)
class Group:
    """A module as its track lists it."""

    uid: str
    title: str
    topics: list[Topic]

    @property
    def minutes(self) -> int:
        """Return how long its lessons take."""
        return sum(topic.minutes for topic in self.topics)


@dataclass(frozen=True, slots=True)
class Project:
    """A milestone with its steps."""

    milestone: Milestone
    steps: tuple[Step, ...]

    @property
    def meter(self) -> Meter:
        """Return how many of the steps are ticked."""
        return meter(self.steps)


@dataclass(frozen=True, slots=True)
class TrackPage:
    """What a track's page shows."""

    track: Track
    groups: list[Group]
    projects: list[Project]
    bar: Strata
    weeks: str
    minutes: int
    onward: Onward | None


def topics_of(learner: User | None, now: datetime, track: Track | None = None) -> list[Topic]:
    """Return the live lessons in the plan's order, of one track or of all, with what ``learner`` did in each.

    Only those of one track have the learner's scores.
    """
    lessons = Lesson.objects.live().order_by("position")
    lessons = lessons.in_track(track) if track else lessons.filter(track__retired_at=None)
    prefix = reverse("reading:path")
    if learner is None:
        return [_topic(prefix, now, *row) for row in lessons.values_list(*TOPIC_FIELDS)]
    mine = lessons.annotate(
        state=FilteredRelation("states", condition=Q(states__user=learner)),
        place=FilteredRelation("places", condition=Q(places__user=learner)),
    )
    if track is None:
        return [_topic(prefix, now, *row) for row in mine.values_list(*TOPIC_FIELDS, *READER_FIELDS)]
    scored = mine.annotate(best=_best(learner))
    return [_topic(prefix, now, *row) for row in scored.values_list(*TOPIC_FIELDS, *READER_FIELDS, "best")]


def _best(learner: User) -> Subquery:
    """Return the best share, 0 to 1, of the learner's finished attempts at the quiz of an outer lesson."""
    done = Attempt.objects.of(learner).done().filter(possible__gt=0)
    here = done.filter(version__quiz__lesson=OuterRef("pk"), version__quiz__retired_at=None).order_by()
    shares = here.values("version__quiz__lesson").annotate(best=Max(F("earned") / F("possible")))
    return Subquery(shares.values("best"))


def path_page(learner: User | None, now: datetime) -> PathPage:
    """Return the whole path in four queries, whatever its size."""
    tracks = list(Track.objects.filter(retired_at=None))
    milestones = list(Milestone.objects.filter(retired_at=None).order_by("uid"))
    last = {milestone.track_id: milestone for milestone in reversed(milestones)}
    topics = topics_of(learner, now)
    by_track: dict[int, list[Topic]] = {track.pk: [] for track in tracks}
    for topic in topics:
        by_track[topic.track_id].append(topic)
    on_road = {track.pk for track in tracks if track.weeks_max}
    ahead = _onward(topics, on_road) if learner else None
    here = ahead.topic if ahead else None
    legs = [
        Leg(
            number=number,
            track=track,
            milestone=last.get(track.pk),
            bar=strata(topic.level for topic in by_track[track.pk]),
            weeks=weeks(track.weeks_min, track.weeks_max),
            now=here is not None and here.track_id == track.pk,
        )
        for number, track in enumerate(tracks, start=1)
    ]
    return PathPage(
        legs=legs,
        drawing=_drawing(legs, by_track, here),
        bar=strata(topic.level for topic in topics),
        written=sum(topic.written for topic in topics),
        milestones=len(milestones),
        weeks=sum(track.weeks_max or 0 for track in tracks),
        onward=ahead,
    )


def track_page(track: Track, learner: User | None, now: datetime) -> TrackPage:
    """Return one track with its modules and lessons, in three queries."""
    topics = topics_of(learner, now, track)
    groups: dict[str, Group] = {}
    for topic in topics:
        groups.setdefault(topic.module_uid, Group(topic.module_uid, topic.module, [])).topics.append(topic)
    milestones = list(Milestone.objects.filter(track=track, retired_at=None).order_by("uid"))
    steps = steps_of(milestones, learner)
    return TrackPage(
        track=track,
        groups=list(groups.values()),
        projects=[Project(milestone, steps[milestone.uid]) for milestone in milestones],
        bar=strata(topic.level for topic in topics),
        weeks=weeks(track.weeks_min, track.weeks_max),
        minutes=sum(topic.minutes for topic in topics),
        onward=onward(topics) if learner else None,
    )


def _onward(topics: Sequence[Topic], on_road: set[int]) -> Onward | None:
    """Return where to go on: on the road, unless the reader was last beside it or the road is done."""
    anywhere = onward(topics)
    if anywhere and anywhere.begun:
        return anywhere
    return onward([topic for topic in topics if topic.track_id in on_road]) or anywhere


def _drawing(legs: Sequence[Leg], by_track: Mapping[int, list[Topic]], here: Topic | None) -> Drawing | None:
    """Return the map of the tracks that take weeks; the others run beside it."""
    stops = [
        Stop(
            leg.track.short,
            leg.track.get_absolute_url(),
            leg.track.weeks_max,
            by_track[leg.track.pk],
            leg.milestone.uid.upper() if leg.milestone else "",
        )
        for leg in legs
        if leg.track.weeks_max
    ]
    beside = [f"{leg.number} {leg.track.short}" for leg in legs if not leg.track.weeks_max]
    return draw(stops, beside, here.uid if here else "")


def _topic(
    prefix: str,
    now: datetime,
    uid: str,
    short: str,
    summary: str,
    track_id: int,
    module_uid: str,
    module: str,
    status: str,
    read: int,
    practice: int,
    read_at: datetime | None = None,
    practised_at: datetime | None = None,
    proven_at: datetime | None = None,
    fades_at: datetime | None = None,
    anchor: str | None = None,
    heading: str | None = None,
    seen_at: datetime | None = None,
    best: float | None = None,
) -> Topic:
    """Read one row of ``topics_of``. A lesson's id is its address below the path, see ``Lesson.get_absolute_url``."""
    return Topic(
        uid=uid,
        short=short,
        summary=summary,
        url=f"{prefix}{uid}/",
        track_id=track_id,
        module_uid=module_uid,
        module=module,
        written=status == Lesson.Status.WRITTEN,
        minutes=read + practice,
        level=level(read_at, practised_at, proven_at, fades_at is not None and fades_at <= now),
        anchor=anchor or "",
        heading=heading or "",
        seen_at=seen_at,
        read_at=read_at,
        best=percent(best),
    )
