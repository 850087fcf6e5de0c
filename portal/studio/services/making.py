"""New files, and files that get another place or another id: all of it drafts first."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.content.compile.places import peek_id
from portal.content.compile.source.paths import kind_of
from portal.content.models import SourceFile
from portal.core.errors import Refused
from portal.quizzes.kinds import kinds
from portal.studio.models import Draft
from portal.studio.rules import making as rules
from portal.studio.rules.aliases import NoPlace, with_id
from portal.studio.selectors.sheet import Sheet, sheet_of
from portal.studio.services.drafts import check_path, put

MOST_ALONG = 100
"""Files beside a lesson that move with it."""


@transaction.atomic
def make(author: User, what: str, *, folder: str, title: str, now: datetime) -> Draft:
    """Begin a new file as a draft and return it. ``folder`` is where, or for a quiz the path of its lesson.

    Raises ``Refused`` where there can be no such file, or is one.
    """
    title, folder = " ".join(title.split())[:120], folder.strip().strip("/")
    slug = rules.slug_of(title)
    if not slug:
        raise Refused("Give it a title with at least one letter or digit.")
    path, text = _begun(author, what, folder, title, slug)
    check_path(path)
    if sheet_of(author, path) is not None:
        raise Refused(f"There is a file {path} already. Open that one, or choose another title.")
    return put(author, path, text.encode(), now=now)


def _begun(author: User, what: str, folder: str, title: str, slug: str) -> tuple[str, str]:
    """Return the path of a new file and its text."""
    if what == "lesson":
        path = f"{folder}/{rules.next_number(_names(author, folder))}-{slug}.md"
        return path, rules.lesson_text(_track(author, folder), slug, title)
    if what == "quiz":
        lesson = sheet_of(author, folder)
        if lesson is None or lesson.kind != "lesson" or lesson.data is None:
            raise Refused(
                "A quiz stands beside its lesson: give the path of the lesson, such as 03-sql/01-core/02-joins.md."
            )
        name = peek_id(lesson.data).replace("/", "-") or slug
        return f"{folder.removesuffix('.md')}.quiz.md", rules.quiz_text(name, title, kinds["single"].sample)
    if what == "track":
        name = f"{rules.next_number(_names(author, ''))}-{slug}"
        return f"{name}/track.md", rules.track_text(slug, title)
    if what == "milestone":
        return f"{folder.partition('/')[0]}/milestone.md", rules.milestone_text(_milestones() + 1, title)
    raise Refused(f"Choose what to begin: {', '.join(rules.WHAT)}.")


def _names(author: User, folder: str) -> set[str]:
    prefix = f"{folder}/" if folder else ""
    paths = [*SourceFile.objects.filter(path__startswith=prefix).values_list("path", flat=True)]
    paths += Draft.objects.of(author).filter(path__startswith=prefix).values_list("path", flat=True)
    return {path.removeprefix(prefix).partition("/")[0] for path in paths}


def _track(author: User, folder: str) -> str:
    """Return the id of the track a folder belongs to."""
    name = folder.partition("/")[0]
    sheet = sheet_of(author, f"{name}/track.md")
    return (peek_id(sheet.data) if sheet and sheet.data else "") or name.partition("-")[2] or name


def _milestones() -> int:
    return SourceFile.objects.filter(path__endswith="/milestone.md").count()


@transaction.atomic
def move(author: User, path: str, to: str, *, new_id: str = "", now: datetime) -> Draft:
    """Give a file the path ``to``, and a lesson the id ``new_id`` if there is one; return the draft at its place.

    The id a lesson had becomes an alias. What belongs to a lesson, its quiz and its solutions, moves with it. A file
    that was never published leaves nothing behind. Raises ``Refused`` where that cannot be.
    """
    sheet, to = sheet_of(author, path), to.strip().strip("/")
    check_path(to)
    if sheet is None or sheet.data is None:
        raise Refused(f"There is no file {path} to move.")
    if kind_of(to) != sheet.kind:
        raise Refused(f"{to} would be a file of another kind. A file stays what it is when it moves.")
    data = _with_id(sheet, new_id)
    if to == path:
        return put(author, path, data, now=now, moved_from=sheet.draft.moved_from if sheet.draft else "")
    for old, new in _along(author, path, to).items():
        move_one(author, old, new, now=now)
    return move_one(author, path, to, now=now, data=data)


def _with_id(sheet: Sheet, new_id: str) -> bytes:
    data = sheet.data or b""
    if not new_id or sheet.kind != "lesson" or sheet.text is None:
        return data
    try:
        return with_id(data.decode(), new_id.strip()).encode()
    except NoPlace as none:
        raise Refused(f"The id could not be changed, as {none}. Write it in the file by hand.") from none


def _along(author: User, path: str, to: str) -> dict[str, str]:
    """Return where the files that belong to a lesson go, by where they are."""
    if kind_of(path) != "lesson":
        return {}
    stem, new = path.removesuffix(".md"), to.removesuffix(".md")
    beside = SourceFile.objects.filter(path__startswith=f"{stem}/").values_list("path", flat=True)
    mine = Draft.objects.of(author).filter(path__startswith=f"{stem}/", data__isnull=False)
    found = sorted({*beside, *mine.values_list("path", flat=True)})
    if len(found) > MOST_ALONG:
        raise Refused(
            f"{len(found)} files belong to this lesson; at most {MOST_ALONG} move along. Move it in Git."
        )
    if (quiz := sheet_of(author, f"{stem}.quiz.md")) is not None and quiz.data is not None:
        found.append(quiz.path)
    return {name: new + name.removeprefix(stem) for name in found}


def move_one(author: User, path: str, to: str, *, now: datetime, data: bytes | None = None) -> Draft:
    """Move one file: a draft where it comes to stand, and one of its removal where it was published."""
    sheet = sheet_of(author, path)
    if sheet is None or sheet.data is None:
        raise Refused(f"There is no file {path} to move.")
    if (other := sheet_of(author, to)) is not None and other.data is not None:
        raise Refused(f"There is a file {to} already.")
    origin = sheet.draft.moved_from if sheet.draft and sheet.draft.moved_from else path
    if sheet.served is None:
        Draft.objects.of(author).filter(path=path).delete()
        origin = "" if origin == path else origin
    else:
        put(author, path, None, now=now)
    return put(
        author,
        to,
        data if data is not None else sheet.data,
        now=now,
        moved_from="" if origin == to else origin,
    )
