"""What lessons, tracks and milestones have in common: a title, code with roles, Markdown to render."""

from __future__ import annotations

import re
from collections.abc import Mapping

from portal.content.compile.body import Body
from portal.content.compile.fences import Fence, check_lesson_fence
from portal.content.compile.places import Place
from portal.content.compile.problems import Problems
from portal.content.compile.render import Rendered, render
from portal.content.compile.render.highlight import is_known
from portal.content.compile.render.page import Page

_ERROR = re.compile(r"error:[A-Za-z_][\w.]*")
_FILE = re.compile(r"(?!/)(?:[\w-][\w.-]*/)*[\w.-]*\w")


def check_title(body: Body, title: str, problems: Problems) -> range:
    """Check that ``# title`` is the first heading, and the only of its level; return the lines it takes."""
    for head in body.heads[1:]:
        if head.level == 1:
            problems.add(body.line(head.at), "a second heading with one #", "`##` for a section")
    if not body.heads or body.heads[0].level != 1:
        line = body.line(body.heads[0].at) if body.heads else body.first_line
        problems.add(line, "no title", f"`# {title}` first")
        return range(0)
    first = body.heads[0]
    if title and first.title != title:
        problems.add(body.line(first.at), f"the title {first.title!r}", f"{title!r}, as in the front matter")
    for at in range(first.at):
        if body.lines[at].strip():
            problems.add(body.line(at), "text before the title", f"`# {title}` first")
            break
    return range(first.at, first.at + 1)


def check_fences(fences: list[Fence], problems: Problems) -> None:
    """Check language, role and options of every code block."""
    for fence in fences:
        check_lesson_fence(fence, problems)
        if fence.language and not is_known(fence.language):
            problems.add(fence.line, f"the language {fence.language!r}", "one that Pygments knows, or `text`")
        error, file = fence.options.get("expect"), fence.options.get("file")
        if error is not None and not _ERROR.fullmatch(error):
            problems.add(fence.line, f"expect={error}", "expect=error:NameOfTheError")
        if file is not None and not _FILE.fullmatch(file):
            problems.add(fence.line, f"file={file}", "a path within the lesson's folder, such as src/app.py")


def render_body(
    path: str, body: Body, places: Mapping[str, Place], problems: Problems, prefix: str = ""
) -> tuple[Rendered, Page]:
    """Render the Markdown of a file."""
    page = Page(path, body.lines, body.first_line, problems, places.get, prefix, body.fences)
    return render(page), page
