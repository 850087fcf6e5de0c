"""A lesson, or the outline of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.content.compile.body import Body, read_body
from portal.content.compile.kinds.checklist import read_checklist
from portal.content.compile.kinds.lesson_front import LessonFront, read_front
from portal.content.compile.kinds.prose import check_fences, check_title, render_body
from portal.content.compile.kinds.sections import OUTLINE, WRITTEN, check_points, check_sections
from portal.content.compile.matter.fields import Line
from portal.content.compile.matter.front import Document
from portal.content.compile.parts import Item, LessonFile
from portal.content.compile.places import Place
from portal.content.compile.problems import Problems
from portal.content.compile.render import Rendered
from portal.content.compile.render.page import Page
from portal.content.compile.summary import Summary

_RUN_IN_CORE = ("sql", "python")


def compile_lesson(
    path: str, document: Document, places: Mapping[str, Place], problems: Problems
) -> tuple[LessonFile, Summary]:
    """Check and render a lesson; where there are problems, only the summary is of use."""
    front = read_front(document.fields)
    body = read_body(document.body, document.first_line, problems)
    check_fences(body.fences, problems)
    _check_lane(body, front.lane, problems)
    title = check_title(body, front.title, problems)
    checklist = check_sections(body, WRITTEN if front.status == "written" else OUTLINE, problems)
    if front.status == "outline":
        check_points(body, problems)
    items = read_checklist(body, checklist, problems) if checklist else ()
    taken = range(checklist.at, body.end_of(checklist)) if checklist else range(0)
    rendered, page = render_body(path, body.without(title, taken), places, problems)
    return _lesson(path, front, items, rendered, page), _summary(document, front, rendered, page, places)


def _check_lane(body: Body, lane: str, problems: Problems) -> None:
    """Check that the lane can run what is to be run."""
    for fence in body.fences:
        if fence.role not in ("run", "starter", "solution") or "file" in fence.options:
            continue
        if lane == "none":
            problems.add(
                fence.line, f"a block with the role {fence.role} in a lesson whose lane is none", "a lane"
            )
        elif lane == "core" and fence.language not in _RUN_IN_CORE:
            problems.add(
                fence.line, f"{fence.language} cannot be run in the lane core", "sql or python, or `static`"
            )


def _texts(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return lines without their numbers."""
    return tuple(text for text, _ in lines)


def _lesson(
    path: str, front: LessonFront, items: tuple[Item, ...], rendered: Rendered, page: Page
) -> LessonFile:
    """Return the value of the file."""
    return LessonFile(
        path=path,
        id=front.id,
        title=front.title,
        short=front.short,
        summary=front.summary,
        status=front.status,
        level=front.level,
        lane=front.lane,
        minutes_read=front.minutes_read,
        minutes_practice=front.minutes_practice,
        prerequisites=_texts(front.prerequisites),
        objectives=_texts(front.aims.objectives),
        concepts=_texts(front.aims.concepts),
        facts=_texts(front.facts),
        aliases=_texts(front.aliases),
        verified_on=front.aims.verified_on,
        links=front.aims.links,
        items=items,
        headings=rendered.headings,
        html=rendered.html,
        targets=tuple((target.path, target.line) for target in page.targets),
    )


def _summary(
    document: Document, front: LessonFront, rendered: Rendered, page: Page, places: Mapping[str, Place]
) -> Summary:
    """Return what the other files need to know."""
    return Summary(
        path=page.path,
        kind="lesson",
        id=front.id,
        line=document.fields.line("id"),
        title=front.title,
        status=front.status,
        aliases=tuple(front.aliases),
        prerequisites=tuple(front.prerequisites),
        facts=tuple(front.facts),
        concepts=tuple(front.aims.concepts),
        anchors=rendered.anchors,
        targets=tuple((target.path, target.anchor, target.line) for target in page.targets),
        stamps=tuple({target.path: places[target.path].stamp for target in page.targets}.items()),
    )
