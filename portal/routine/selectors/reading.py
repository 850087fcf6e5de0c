"""The book, the blogs and their posts, for one learner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import CharField, F, OuterRef, Subquery, Value, Window
from django.db.models.functions import Cast, Concat, RowNumber

from portal.accounts.models import User
from portal.progress.models import Mark
from portal.routine.models import BlogPost
from portal.routine.selectors.found import chapter_ids
from portal.routine.selectors.frame import frame

EACH: Final = 3


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter of the book; ``uid`` is what the log calls it. ``page``: where the learner stopped, or empty."""

    uid: str
    number: int
    title: str
    part: str
    read: bool
    page: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post with what the learner says of it: read, saved, skipped, or nothing."""

    name: str
    title: str
    url: str
    mark: str


@dataclass(frozen=True, slots=True)
class BlogRow:
    """A blog with its newest posts; without any its own page is the way."""

    title: str
    url: str
    posts: tuple[PostRow, ...]


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """The reading list. ``book`` is empty when the plan has none."""

    book: str
    authors: str
    chapters: tuple[ChapterRow, ...]
    read: int
    saved: tuple[PostRow, ...]
    blogs: tuple[BlogRow, ...]


def number_of(learner: User, object_id: str) -> int | None:
    """Return the number of a chapter or of a milestone's step, as the log calls it; None for what has none."""
    kind, _, uid = object_id.partition(":")
    if kind == "step":
        number = uid.rpartition("#")[2]
        return int(number) if number.isdecimal() else None
    ids = chapter_ids(frame(learner).book) if kind == "chapter" else []
    return ids.index(uid) + 1 if uid in ids else None


def reading_page(learner: User) -> ReadingPage:
    """Return the reading list in three statements."""
    around = frame(learner)
    book: Mapping[str, Any] = around.book or {}
    chapters = tuple(
        ChapterRow(
            uid,
            number,
            chapter["title"],
            chapter.get("part") or "",
            read=f"chapter:{uid}" in around.marked,
            page=around.marked.get(f"page:{uid}", ""),
        )
        for number, (uid, chapter) in enumerate(
            zip(chapter_ids(around.book), book.get("chapters", ()), strict=True), 1
        )
    )
    posts = _newest(learner)
    return ReadingPage(
        book=book.get("title", ""),
        authors=", ".join(book.get("authors", ())),
        chapters=chapters,
        read=sum(chapter.read for chapter in chapters),
        saved=tuple(_row(post) for post in _with_marks(learner).filter(said="saved")[:50]),
        blogs=tuple(
            BlogRow(blog["title"], blog["url"], tuple(posts.get(blog["id"], ()))) for blog in around.blogs
        ),
    )


def _with_marks(learner: User) -> Any:
    name = Concat(Value("post:"), Cast("pk", CharField()))
    mine = Mark.objects.filter(user=learner, object_id=OuterRef("name"))
    return BlogPost.objects.annotate(name=name, said=Subquery(mine.values("mark")[:1])).order_by(
        "-published_at"
    )


def _newest(learner: User) -> dict[str, list[PostRow]]:
    """Return the newest posts of each blog."""
    rank = Window(RowNumber(), partition_by="blog", order_by=F("published_at").desc())
    found: dict[str, list[PostRow]] = {}
    for post in _with_marks(learner).annotate(rank=rank).filter(rank__lte=EACH):
        found.setdefault(post.blog, []).append(_row(post))
    return found


def _row(post: Any) -> PostRow:
    return PostRow(post.name, post.title, post.url, post.said or "")
