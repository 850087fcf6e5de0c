"""What the health page says: how far the curriculum is, and what in it needs a look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from portal.content.compile import RENDERER
from portal.content.compile.parts import OLD
from portal.content.models import Lesson, SourceFile, Track
from portal.health.models import LinkCheck, Survey, Use
from portal.taking.statistics.pages import flagged_questions

MOST: Final = 50
"""Findings of a kind that the page names; it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Row:
    """A track: lessons that are written and outlines, and what becomes of the blocks of code."""

    track: Track
    written: int
    outline: int
    executed: int = 0
    static: int = 0
    shown: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A file in which something was found, the line (0: the file as a whole), and the lesson it belongs to."""

    path: str
    line: int = 0
    lesson: Lesson | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at, what is to be said of it, and where it is."""

    what: str
    why: str
    places: list[Place] = field(default_factory=list)
    url: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """All of a kind: as many as the page names, and how many there are."""

    found: list[Finding]
    count: int

    @property
    def more(self) -> int:
        """Return how many are not named."""
        return self.count - len(self.found)


@dataclass(frozen=True, slots=True)
class Links:
    """How the links do: how many there are, were never asked, and failed once so far."""

    total: int
    waiting: int
    failing: int


def changed_files() -> QuerySet[SourceFile]:
    """Return the files that nobody has looked at as they are now."""
    same = Survey.objects.filter(path=OuterRef("path"), blob=OuterRef("blob_id"), compiler=RENDERER)
    return SourceFile.objects.exclude(Exists(same)).order_by("path")


def tracks() -> list[Row]:
    """Return every track with its lessons and blocks, in the order of the plan; two queries."""
    live = Q(lessons__retired_at=None)
    counted = Track.objects.filter(retired_at=None).annotate(
        written=Count("lessons", filter=live & Q(lessons__status=Lesson.Status.WRITTEN)),
        outline=Count("lessons", filter=live & Q(lessons__status=Lesson.Status.OUTLINE)),
    )
    sums = Survey.objects.filter(lesson__retired_at=None, lesson__isnull=False).order_by()
    summed = sums.values_list("lesson__track").annotate(Sum("executed"), Sum("static"), Sum("shown"))
    blocks = {track: counts for track, *counts in summed}
    return [
        Row(track, track.written, track.outline, *blocks.get(track.pk, ()))
        for track in counted.order_by("position")
    ]


def old_facts(today: date) -> Findings:
    """Return the facts that were not checked for 180 days, the oldest first, with the lessons that use them."""
    facts = Survey.objects.filter(path="facts.yml").values_list("facts", flat=True).first() or []
    before = (today - OLD).isoformat()
    old = sorted((fact for fact in facts if fact[2] < before), key=lambda fact: (fact[2], fact[0]))
    named = old[:MOST]
    using = _using(Use.Kind.FACT, [fact[0] for fact in named])
    found = []
    for uid, text, checked, _, line, _ in named:
        why = f"checked on {checked}" if checked else "never checked"
        found.append(Finding(text, why, [Place("facts.yml", line), *using.get(uid, ())]))
    return Findings(found, len(old))


def dead_links() -> Findings:
    """Return the links that are dead, those longest so first, with the files that lead there."""
    dead = LinkCheck.objects.dead().order_by("-failed_days", "pk")
    named = list(dead[:MOST])
    using = _using(Use.Kind.LINK, [link.url for link in named])
    found = [
        Finding(
            link.url, f"{link.problem} Failed on {link.failed_days} days.", using.get(link.url, []), link.url
        )
        for link in named
    ]
    return Findings(found, len(named) if len(named) < MOST else dead.count())


def links() -> Links:
    """Return how the links do, in one query."""
    counts = LinkCheck.objects.aggregate(
        total=Count("pk"),
        waiting=Count("pk", filter=Q(checked_at=None)),
        failing=Count("pk", filter=Q(failed_days=1)),
    )
    return Links(**counts)


def untested_drills() -> Findings:
    """Return the drills that cannot be proved, with what they lack."""
    rows = Survey.objects.filter(lacking__gt=0)
    total = rows.aggregate(n=Sum("lacking"))["n"] or 0
    found = [
        Finding(str(words), "", [Place(row.path, line, row.lesson)])
        for row in rows.select_related("lesson").order_by("path")[:MOST]
        for line, words in row.untested
    ]
    return Findings(found[:MOST], max(total, len(found)))


def flagged() -> Findings:
    """Return the questions that look broken by what learners answered."""
    found = [
        Finding(
            one.title,
            " ".join(f"{flag.name}: {flag.reason}" for flag in one.item.flags if not flag.weak),
            [Place(one.quiz.path, 0, one.quiz.lesson)],
            one.address,
        )
        for one in flagged_questions()
    ]
    return Findings(found[:MOST], len(found))


def _using(kind: Use.Kind, refs: Iterable[str]) -> dict[str, list[Place]]:
    """Return the files that use each of these things; one query."""
    places: dict[str, list[Place]] = {}
    uses = Use.objects.filter(kind=kind, ref__in=list(refs)).select_related("survey__lesson")
    for use in uses.order_by("survey__path"):
        places.setdefault(use.ref, []).append(Place(use.survey.path, 0, use.survey.lesson))
    return places
