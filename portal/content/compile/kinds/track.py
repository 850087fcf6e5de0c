"""The introduction of a track, and the milestone at its end."""

from __future__ import annotations

from collections.abc import Mapping

from portal.content.compile.body import read_body
from portal.content.compile.kinds.prose import check_fences, check_title, render_body
from portal.content.compile.matter.front import Document
from portal.content.compile.matter.shapes import ID, MILESTONE_ID
from portal.content.compile.parts import MilestoneFile, TrackFile
from portal.content.compile.places import Place
from portal.content.compile.problems import Problems
from portal.content.compile.source.paths import Kind
from portal.content.compile.summary import Summary


def compile_track(
    path: str, document: Document, places: Mapping[str, Place], problems: Problems
) -> tuple[TrackFile, Summary]:
    """Check and render ``track.md``."""
    fields = document.fields
    head = fields.shaped("id", ID), fields.text("title", limit=120), fields.text("summary")
    fields.close()
    html, summary = _prose(path, "track", document, head, places, problems)
    return TrackFile(path, *head, html), summary


def compile_milestone(
    path: str, document: Document, places: Mapping[str, Place], problems: Problems
) -> tuple[MilestoneFile, Summary]:
    """Check and render ``milestone.md``; its ids stand behind its own, as it shares a page with the track."""
    fields = document.fields
    head = fields.shaped("id", MILESTONE_ID), fields.text("title", limit=120), fields.text("summary")
    steps = tuple(text for text, _ in fields.texts("steps", 3, 6, limit=160))
    fields.close()
    html, summary = _prose(path, "milestone", document, head, places, problems, prefix=f"{head[0] or 'm1'}-")
    return MilestoneFile(path, *head, steps, html), summary


def _prose(
    path: str,
    kind: Kind,
    document: Document,
    head: tuple[str, str, str],
    places: Mapping[str, Place],
    problems: Problems,
    prefix: str = "",
) -> tuple[str, Summary]:
    """Check and render the text; return it with the summary of the file."""
    body = read_body(document.body, document.first_line, problems)
    check_fences(body.fences, problems)
    title = check_title(body, head[1], problems)
    rendered, page = render_body(path, body.without(title), places, problems, prefix)
    return rendered.html, Summary(
        path=path,
        kind=kind,
        id=head[0],
        line=document.fields.line("id"),
        title=head[1],
        targets=tuple((target.path, target.anchor, target.line) for target in page.targets),
        stamps=tuple({target.path: places[target.path].stamp for target in page.targets}.items()),
    )
