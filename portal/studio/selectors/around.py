"""What stands around a file, as far as the file speaks of it: few rows, whatever the size of the curriculum."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.urls import reverse

from portal.accounts.models import User
from portal.content.compile import SourceText
from portal.content.compile.places import peek_id
from portal.content.compile.source.paths import kind_of, lesson_beside
from portal.content.compile.summary import Summary
from portal.content.models import Blob, Lesson, LessonAlias, LessonConcept, SourceFile
from portal.quizzes.models import Quiz
from portal.studio.models import Draft
from portal.studio.preview.looking import Around
from portal.studio.rules.texts import names_in

_READ = ("plan.yml", "facts.yml")


@dataclass(slots=True)
class _Found:
    """What was read so far. ``gone`` are the ids of lessons whose files the author is changing."""

    author: User
    path: str
    data: bytes
    drafts: dict[str, Draft]
    served: dict[str, SourceFile] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def is_open(self, path: str) -> bool:
        """Return whether what is served at a path holds for the author: it is neither this file nor a draft."""
        return path != self.path and path not in self.drafts


def around_of(author: User, path: str, data: bytes) -> Around:
    """Return what the file at ``path`` needs of the others, the author's drafts before what is served."""
    drafts = {draft.path: draft for draft in Draft.objects.of(author).defer("data")}
    drafts.pop(path, None)
    paths, lessons, concepts = names_in(path, data)
    wanted = {*paths, *_READ, path, lesson_beside(path)} - {""}
    found = _Found(author, path, data, drafts)
    rows = SourceFile.objects.filter(path__in={*wanted, *drafts}).only("path", "blob_id", "summary")
    found.served = {row.path: row for row in rows}
    changed = (row for row in found.served.values() if not found.is_open(row.path))
    found.gone = {str(row.summary.get("id", "")) for row in changed}
    texts = {text.path: text for text in _texts(found, wanted)}
    plan, facts = (texts.pop(name, None) for name in _READ)
    return Around(
        texts=tuple(texts.values()),
        ids={name: _id(found, name) for name in texts if kind_of(name) == "lesson"},
        addresses={name: _address(name, texts[name]) for name in texts if _is_new_picture(found, name)},
        summaries=tuple(_summaries(found, wanted, lessons, concepts)),
        plan=plan.data if plan else b"",
        facts=facts.data if facts else b"",
    )


def _texts(found: _Found, wanted: Collection[str]) -> Iterator[SourceText]:
    """Yield the files that can be linked to or shown; of those that are only linked to, without their bytes."""
    drawn = {row.blob_id for row in found.served.values() if row.path in wanted and _is_read(row.path)}
    blobs = Blob.objects.in_bulk(drawn)
    for row in found.served.values():
        if row.path in wanted and found.is_open(row.path):
            data = bytes(blobs[row.blob_id].data) if row.blob_id in blobs else b""
            yield SourceText(row.path, data, row.blob_id)
    mine = [name for name in found.drafts if name in wanted]
    for draft in Draft.objects.of(found.author).filter(path__in=mine, data__isnull=False):
        data = bytes(draft.data or b"")
        yield SourceText(draft.path, data, sha256(data).hexdigest())


def _is_read(path: str) -> bool:
    return path in _READ or kind_of(path) == "drawing"


def _is_new_picture(found: _Found, path: str) -> bool:
    return path in found.drafts and kind_of(path) == "picture"


def _address(path: str, text: SourceText) -> str:
    return f"{reverse('studio:picture', args=[path])}?{text.sha256[:12]}"


def _id(found: _Found, path: str) -> str:
    summary = found.drafts[path].summary if path in found.drafts else found.served[path].summary
    return str(summary.get("id", ""))


def _summaries(
    found: _Found, wanted: Collection[str], lessons: Collection[str], concepts: Collection[str]
) -> Iterator[Summary]:
    """Yield the files that a check across files may need; those known by their id alone have a path in brackets."""
    for row in found.served.values():
        if row.path in wanted and found.is_open(row.path) and row.summary:
            yield Summary.from_json(row.summary)
    for draft in found.drafts.values():
        if draft.summary and draft.errors is not None:
            yield Summary.from_json(draft.summary)
    yield from _lessons(found, lessons)
    declared = LessonConcept.objects.filter(concept__in=concepts).exclude(lesson__uid__in=found.gone)
    names = declared.values_list("concept", flat=True).distinct()
    yield Summary("(concepts)", "lesson", status="written", concepts=tuple((name, 0) for name in names))
    own = peek_id(found.data)
    for quiz in Quiz.objects.filter(uid=own, retired_at=None).exclude(path__in=[found.path, *found.drafts]):
        yield Summary(f"({quiz.path})", "quiz", id=own)
    if kind_of(found.path) == "plan":
        yield from _folders(found)


def _lessons(found: _Found, names: Iterable[str]) -> Iterator[Summary]:
    """Yield the lessons with one of these ids, and those that had one before."""
    known = {row.summary.get("id") for row in found.served.values()} | found.gone
    live = Lesson.objects.live().filter(uid__in=names).values_list("uid", flat=True)
    yield from (
        Summary(f"(the lesson {uid})", "lesson", id=uid, status="written") for uid in live if uid not in known
    )
    aliases = LessonAlias.objects.filter(uid__in=names, lesson__retired_at=None).select_related("lesson")
    for alias in aliases:
        if alias.lesson.uid not in found.gone:
            path = f"(the lesson {alias.lesson.uid})"
            yield Summary(path, "lesson", id=alias.lesson.uid, status="written", aliases=((alias.uid, 0),))


def _folders(found: _Found) -> Iterator[Summary]:
    """Yield, for the plan, the introduction of each track and one lesson of each module."""
    paths = [row for row in SourceFile.objects.values_list("path", flat=True) if row not in found.drafts]
    paths += [name for name, draft in found.drafts.items() if draft.summary]
    seen: set[str] = set()
    for name in sorted(paths):
        kind, folder = kind_of(name), name.rpartition("/")[0]
        if kind in ("track", "lesson") and f"{kind} {folder}" not in seen:
            seen.add(f"{kind} {folder}")
            yield Summary(name, kind)
