"""A small curriculum that is served, and the Studio's people at work on it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

from portal.accounts.models import User
from portal.content.models import Release, SourceFile
from portal.content.sync import sync
from portal.studio.models import Draft, Proposal
from portal.studio.parts import parts
from portal.studio.services.proposals import propose
from portal.studio.services.publishing import publish_proposal
from tests.content.compile.trees import BODY, FRONT, make_tree, replaced
from tests.content.publishing import NOON

LESSON: Final = FRONT + BODY
QUIZ_PATH: Final = "01-sql/01-core/02-windows.quiz.md"
QUIZ: Final = """\
---
id: windows-quiz
title: Windows
---

## What a window keeps {#keeps}

Does a window function keep every row of its input, or does it fold them?

Answer: [[keep]]

## What ranks with gaps {#gaps}

Which function ranks with gaps after ties, as in a race?

Answer: [[RANK]]
"""
MORE: Final = replaced(LESSON, "Ties.", "Ties, and more ties.")
OTHER: Final = replaced(LESSON, "It sorts.", "It sorts in memory.")
CLASH: Final = replaced(LESSON, "Ties.", "No ties.")
LATER: Final = NOON + timedelta(hours=1)


def serve(folder: Path) -> Path:
    """Serve the small curriculum with a quiz; return its folder."""
    tree = make_tree(folder / "tree", {QUIZ_PATH: QUIZ})
    sync(tree, now=NOON, jobs=1, parts=parts())
    return tree


def served(path: str) -> str:
    """Return what is served at a path."""
    return bytes(SourceFile.objects.select_related("blob").get(path=path).blob.data).decode()


def draft(author: User, path: str, text: str | None) -> Draft:
    """Make a draft of a file, on what is served."""
    row = SourceFile.objects.select_related("blob").filter(path=path).first()
    data = None if text is None else text.encode()
    values = {"base": row.blob if row else None, "data": data, "updated_at": NOON}
    return Draft.objects.create(author=author, path=path, **values)


def proposal(author: User, files: dict[str, str | None], message: str = "Better words") -> Proposal:
    """Make a proposal of files as they shall be."""
    for path, text in files.items():
        draft(author, path, text)
    return propose(author, list(files), message=message, now=NOON)


def publish(person: User, one: Proposal) -> Release:
    """Publish a proposal."""
    done = publish_proposal(person, one, now=LATER, jobs=1)
    assert isinstance(done, Release), done
    return done
