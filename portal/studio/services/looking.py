"""Have a file looked at by the compiler, and remember of a draft what came of it."""

from __future__ import annotations

from datetime import date

from portal.accounts.models import User
from portal.content.compile.problems import Problem
from portal.content.compile.source.paths import kind_of
from portal.core.workers import Busy, Slow, Workers
from portal.studio.models import Draft
from portal.studio.preview import line
from portal.studio.preview.looking import Looked
from portal.studio.selectors.around import around_of

lookers = Workers("portal.studio.preview.child")


def look(author: User, path: str, data: bytes, today: date) -> Looked:
    """Return what the compiler makes of ``data`` at ``path``. Thread-safe; never raises for a text.

    A text that takes too long, or comes while all are at work, is answered with one problem that says so.
    """
    try:
        return line.looked(lookers.ask(line.question(path, data, around_of(author, path, data), today)))
    except Slow:
        problem = Problem(path, 0, "takes too long to render", "a simpler or shorter text")
    except Busy:
        problem = Problem(
            path, 0, "could not be looked at just now: the portal is busy", "save again in a moment"
        )
    return Looked(kind_of(path) or "data", (problem,))


def look_at(draft: Draft, today: date) -> Looked:
    """Look at a draft that has a text, and keep the number of errors and the summary with it."""
    looked = look(draft.author, draft.path, bytes(draft.data or b""), today)
    Draft.objects.filter(pk=draft.pk, revision=draft.revision).update(
        errors=len(looked.problems), summary=dict(looked.summary)
    )
    draft.errors = len(looked.problems)
    return looked
