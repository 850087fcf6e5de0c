"""Look at the files that changed, and keep what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from portal.content.compile import RENDERER
from portal.content.compile.fences import Fence, fences_of
from portal.content.compile.kinds.facts import compile_facts
from portal.content.compile.problems import Problems
from portal.content.compile.source.paths import kind_of
from portal.content.models import Blob, Lesson, Milestone, PlanDocument, SourceFile, Track
from portal.health.models import LinkCheck, Survey, Use
from portal.health.rules.code import blocks_of, lacks, questions_of
from portal.health.rules.links import addresses_in
from portal.health.selectors import changed_files
from portal.quizzes.models import Quiz

BATCH: Final = 200
KINDS: Final = ("lesson", "quiz", "track", "milestone", "plan", "facts")
Rows = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one file."""

    survey: Survey
    links: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)


def survey(*, now: datetime, most: int | None = None) -> int:
    """Look at the files that changed since they were looked at, all or ``most``; return how many.

    Run again after all, it finds nothing to do.

    Files that left the curriculum are forgotten, and so are addresses that nothing uses any more.
    """
    looked = 0
    while (most is None or looked < most) and (files := list(changed_files()[:BATCH])):
        with transaction.atomic():
            rows = _rows_of(files)
            _write([_look(file, rows) for file in files], now)
        looked += len(files)
    left = Survey.objects.exclude(path__in=SourceFile.objects.values("path")).delete()[0]
    if looked or left:
        LinkCheck.objects.exclude(url__in=Use.objects.filter(kind=Use.Kind.LINK).values("ref")).delete()
    return looked


def _rows_of(files: Iterable[SourceFile]) -> Rows:
    """Return what the release made of these files, by path."""
    uids = {str(file.summary.get("id", "")): file for file in files}
    paths = {file.path: file for file in files}
    lessons = Lesson.objects.filter(uid__in=uids).select_related("version")
    rows: dict[str, Any] = {uids[lesson.uid].path: lesson for lesson in lessons}
    for model in (Track, Milestone):
        rows |= {uids[row.uid].path: row for row in model._default_manager.filter(uid__in=uids)}
    quizzes = Quiz.objects.filter(path__in=paths, retired_at=None).select_related("version", "lesson")
    rows |= {quiz.path: quiz for quiz in quizzes}
    if "plan.yml" in paths:
        rows["plan.yml"] = PlanDocument.objects.first()
    return {**rows, "": Blob.objects.in_bulk([file.blob_id for file in files])}


def _look(file: SourceFile, rows: Rows) -> Seen:
    """Return what is in a file."""
    row, kind = rows.get(file.path), kind_of(file.path)
    found = Survey(path=file.path, blob=file.blob_id, compiler=RENDERER)
    if kind not in KINDS:
        return Seen(found)
    text = bytes(rows[""][file.blob_id].data).decode("utf-8", "replace")
    if kind == "facts":
        found.facts = list(_facts_in(text))
    if isinstance(row, Lesson):
        found.lesson = row
        blocks = blocks_of(_fences(text))
        found.executed, found.static, found.shown = blocks.executed, blocks.static, blocks.shown
    elif isinstance(row, Quiz):
        found.lesson = row.lesson
        _look_at_drills(found, text)
    facts = [str(ref[0]) for ref in file.summary.get("facts", ())]
    return Seen(found, list(_links_of(row)), list(dict.fromkeys(facts)))


def _look_at_drills(found: Survey, text: str) -> None:
    """Count the drills of a quiz and what keeps them from being proved."""
    for question in questions_of(text, _fences(text)):
        for drill in question.of_role("drill"):
            wrong = [[line, f"{question.id}: {words}"] for line, words in lacks(question, drill)]
            found.drills += 1
            found.lacking += bool(wrong)
            found.untested += wrong


def _facts_in(text: str) -> Iterator[list[Any]]:
    for fact in compile_facts(text, Problems("facts.yml")):
        checked = fact.checked.isoformat() if fact.checked else ""
        yield [fact.id, fact.text, checked, fact.status, fact.line, [topic for topic, _ in fact.topics]]


def _fences(text: str) -> list[Fence]:
    return list(fences_of(text, Problems("")))


def _links_of(row: object) -> Iterator[str]:
    """Yield the addresses that what is served of a file leads to."""
    match row:
        case Lesson():
            version = row.version
            html = version.html if version else ""
            more = [link["url"] for link in version.page.get("links", ())] if version else []
        case Track() | Milestone():
            html, more = row.html, []
        case Quiz():
            html, more = "".join(_texts(row.version.spec if row.version else {})), []
        case PlanDocument():
            html, more = "", [blog["url"] for blog in row.blogs]
        case _:
            return
    yield from dict.fromkeys(
        [*addresses_in(html), *(a for url in more for a in addresses_in(f'href="{url}"'))]
    )


def _texts(value: object) -> Iterator[str]:
    """Yield every text of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def _write(seen: list[Seen], now: datetime) -> None:
    """Put what was found in the place of what was known."""
    Survey.objects.filter(path__in=[one.survey.path for one in seen]).delete()
    Survey.objects.bulk_create(one.survey for one in seen)
    uses = [
        Use(survey=one.survey, kind=kind, ref=ref)
        for one in seen
        for kind, refs in ((Use.Kind.LINK, one.links), (Use.Kind.FACT, one.facts))
        for ref in refs
    ]
    Use.objects.bulk_create(uses, batch_size=500)
    urls = {use.ref for use in uses if use.kind == Use.Kind.LINK}
    LinkCheck.objects.bulk_create((LinkCheck(url=url, next_at=now) for url in urls), ignore_conflicts=True)
