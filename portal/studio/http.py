"""The preview and the problems of a file as pieces of a page, and a picture that is not published."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.content.compile.problems import Problem
from portal.content.compile.source.paths import kind_of
from portal.content.views import IMAGE_TYPES
from portal.studio.preview.looking import Looked
from portal.taking.sheet import Sheet as Question

MOST_QUESTIONS = 60
"""Questions drawn in a preview; a longer quiz says how many more there are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem as a page lists it, with the line it is about; ``is_here`` when that is of the file shown."""

    problem: Problem
    is_error: bool
    is_here: bool
    excerpt: str

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.problem.path.rpartition("/")[2]


def preview_of(path: str, looked: Looked, *, is_draft: bool) -> SafeString:
    """Return what the file looks like; nothing in it can be sent or acts. A picture that is a draft is the author's."""
    asked = looked.shown.get("questions", [])
    questions = [_question(shown, number) for number, shown in enumerate(asked[:MOST_QUESTIONS], start=1)]
    context = {"path": path, "kind": looked.kind, "shown": looked.shown, "questions": questions}
    picture = {"is_draft": is_draft, "extension": path.rpartition(".")[2]}
    return render_to_string(
        "studio/edit/_preview.html", {**context, **picture, "more": len(asked) - len(questions)}
    )


def problems_of(path: str, data: bytes, looked: Looked) -> SafeString:
    """Return the list of what is wrong with a file."""
    context = {"errors": len(looked.problems), "warnings": len(looked.warnings)}
    return render_to_string(
        "studio/edit/_problems.html", {"faults": list(_faults(path, data, looked)), **context}
    )


def _faults(path: str, data: bytes, looked: Looked) -> Iterator[Fault]:
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    for problem in [*looked.problems, *looked.warnings]:
        here = problem.path == path
        excerpt = lines[problem.line - 1].strip()[:120] if here and 0 < problem.line <= len(lines) else ""
        yield Fault(problem, problem in looked.problems, here, excerpt)


def _question(shown: dict[str, Any], number: int) -> tuple[Question, Question, int]:
    """Return a question as it is asked, as it is answered, and the line it begins in."""
    right = shown["right"] or {"none": True}
    asked = Question(shown["ask"], number, {}, shown["hints"])
    answered = Question(shown["ask"], number, {}, [], right=right, explanation=shown["explanation"])
    return asked, answered, int(shown["line"])


def picture_answer(path: str, data: bytes) -> HttpResponse:
    """Return a picture that is not published, for this person alone; no drawing, and no other file: those can act."""
    if kind_of(path) != "picture":
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=IMAGE_TYPES[path.rpartition(".")[2]], headers=headers)
