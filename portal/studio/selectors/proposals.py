"""What a proposal would change, and what it would mean: its files beside what is served, its problems, its impact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.content.compile import Problem
from portal.content.compile.source.paths import kind_of
from portal.content.models import Blob, SourceFile
from portal.content.sync import ContentRefused
from portal.content.sync.publishing import Edit, NothingChanges, Outdated, rehearse
from portal.content.sync.writing import Entry
from portal.studio.models import WAITING, Draft, Proposal, ProposalFile
from portal.studio.parts import parts
from portal.studio.rules.diffing import Row, side_by_side
from portal.studio.rules.texts import text_in
from portal.studio.selectors.effects import Effect
from portal.studio.selectors.impact import impact_of
from portal.studio.selectors.seen import MOST_SEEN, Seen, both_sides
from portal.studio.selectors.sheet import PICTURES
from portal.studio.selectors.vanishing import vanishing

RECENT = 20


@dataclass(frozen=True, slots=True)
class Change:
    """One file beside what is served; ``rows`` is empty and ``is_text`` false for a picture.

    ``seen`` are both sides of a picture or a drawing of a proposal, to be looked at.
    """

    path: str
    what: str
    rows: list[Row]
    is_text: bool
    seen: Sequence[Seen] = ()


@dataclass(frozen=True, slots=True)
class Prospect:
    """What publishing would do. ``problems`` or ``outdated`` paths keep it from being done."""

    effects: list[Effect] = field(default_factory=list)
    own: list[Problem] = field(default_factory=list)
    others: list[Problem] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)
    nothing: str = ""

    @property
    def is_ready(self) -> bool:
        """Return whether nothing keeps it from being published."""
        return not (self.own or self.others or self.outdated or self.nothing)

    @property
    def count(self) -> int:
        """Return the number of problems."""
        return len(self.own) + len(self.others)


def waiting() -> QuerySet[Proposal]:
    """Return the proposals nobody has decided, the oldest first."""
    found = Proposal.objects.filter(state__in=WAITING).select_related("author", "decided_by")
    return found.order_by("pk")


def decided() -> QuerySet[Proposal]:
    """Return the newest proposals that were decided."""
    found = Proposal.objects.exclude(state__in=WAITING).select_related("author", "decided_by", "release")
    return found.order_by("-decided_at", "-pk")[:RECENT]


def drafts_of(author: User) -> QuerySet[Draft]:
    """Return the author's drafts, without their texts."""
    return Draft.objects.of(author).light()


def edits_of(proposal: Proposal) -> list[Edit]:
    """Return the files of a proposal as edits; the halves of a move stand in it as two files."""
    return [
        Edit(file.path, bytes(file.blob.data) if file.blob else None, file.base_id, merged=file.merged_id)
        for file in proposal.files.select_related("blob")
    ]


def prospect_of(proposal: Proposal, *, now: datetime) -> Prospect:
    """Compile the proposal with what is served, and say what would come of it. Writes nothing."""
    edits = edits_of(proposal)
    try:
        return Prospect(effects=impact_of(rehearse(edits, parts=parts, entry=Entry(now))))
    except Outdated as outdated:
        return Prospect(outdated=[meeting.path for meeting in outdated.meetings])
    except NothingChanges as nothing:
        return Prospect(nothing=nothing.reason)
    except ContentRefused as refused:
        paths = {edit.path for edit in edits}
        own = [problem for problem in refused.problems if problem.path in paths]
        others = [problem for problem in refused.problems if problem.path not in paths]
        return Prospect(effects=vanishing(edits), own=own, others=others)


def changes_of(proposal: Proposal) -> list[Change]:
    """Return each file of a proposal beside what it began with."""
    files = list(proposal.files.select_related("blob", "base"))
    pictures = [file for file in files if kind_of(file.path) in PICTURES][:MOST_SEEN]
    seen = {file.pk: both_sides(file) for file in pictures}
    return [
        replace(change(file.path, file.base, file.blob, _what(file)), seen=seen.get(file.pk, ()))
        for file in files
    ]


def change(path: str, before: Blob | None, after: Blob | None, what: str = "") -> Change:
    """Return one file beside what it was."""
    old, new = (text_of(blob) for blob in (before, after))
    word = what or ("new" if before is None else "removed" if after is None else "changed")
    if old is None or new is None:
        return Change(path, word, [], is_text=False)
    return Change(path, word, side_by_side(old, new), is_text=True)


def text_of(blob: Blob | None) -> str | None:
    """Return the text of a file, "" for none, or None when it is no text."""
    text = text_in(bytes(blob.data)) if blob else ""
    return None if text is None else text.replace("\r\n", "\n")


def _what(file: ProposalFile) -> str:
    return f"moved from {file.moved_from}" if file.moved_from else ""


def served_blob(path: str) -> Blob | None:
    """Return what is served at a path, or None."""
    row = SourceFile.objects.select_related("blob").filter(path=path).first()
    return row.blob if row else None
