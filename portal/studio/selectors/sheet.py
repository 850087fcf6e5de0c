"""One file as its author has it before them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.accounts.models import User
from portal.accounts.selectors import zone_of
from portal.content.compile.source.paths import Kind, kind_of
from portal.content.models import SourceFile
from portal.studio.models import Draft
from portal.studio.rules.snippets import Snippet, snippets_for
from portal.studio.rules.texts import text_in

PICTURES = ("picture", "drawing")
NONE = "0.0"
"""The token of a page that saw no draft."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file: ``data`` is what the author has of it, their draft or what is served; None when it is to go."""

    path: str
    kind: Kind
    data: bytes | None
    draft: Draft | None
    served: str | None
    zone: ZoneInfo

    @property
    def name(self) -> str:
        """Return the last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        """Return the path of the folder."""
        return self.path.rpartition("/")[0]

    @property
    def text(self) -> str | None:
        """Return what a text box holds, or None for what is no text."""
        if self.data is None or self.kind == "picture":
            return None
        return text_in(self.data)

    @property
    def token(self) -> str:
        """Return what names this state of the draft."""
        return token_of(self.draft)

    @property
    def saved(self) -> str:
        """Return when the draft was saved, as the author's clock shows it."""
        return clock(self.draft.updated_at, self.zone) if self.draft else ""

    @property
    def is_behind(self) -> bool:
        """Return whether somebody has published the file since the draft began."""
        if self.draft is None or self.draft.moved_from:
            return False
        return self.draft.base_id != self.served

    @property
    def snippets(self) -> list[Snippet]:
        """Return what can be put into it."""
        return snippets_for(self.kind)

    @property
    def language(self) -> str:
        """Return what the editor reads it as."""
        return (
            "yaml" if self.kind in ("plan", "facts") else "markdown" if self.path.endswith(".md") else "plain"
        )


def token_of(draft: Draft | None) -> str:
    """Return what names this state of a draft, and never another one of the same file."""
    return f"{draft.pk}.{draft.revision}" if draft else NONE


def sheet_of(author: User, path: str) -> Sheet | None:
    """Return the file at ``path``; None when there is none, neither served nor as a draft of the author."""
    kind = kind_of(path)
    draft = Draft.objects.of(author).filter(path=path).first()
    row = SourceFile.objects.filter(path=path).select_related("blob").first()
    if kind is None or (draft is None and row is None):
        return None
    data = None
    if draft is not None:
        data = bytes(draft.data) if draft.data is not None else None
    elif row is not None:
        data = bytes(row.blob.data)
    return Sheet(path, kind, data, draft, row.blob_id if row else None, zone_of(author))


def pictures_near(author: User, path: str) -> list[str]:
    """Return the names of the pictures a text at ``path`` can show: those in ``assets`` beside it."""
    prefix = f"{path.rpartition('/')[0]}/assets/"
    served = SourceFile.objects.filter(path__startswith=prefix).values_list("path", flat=True)
    drafts = Draft.objects.of(author).filter(path__startswith=prefix)
    gone = set(drafts.filter(data=None).values_list("path", flat=True))
    mine = drafts.exclude(data=None).values_list("path", flat=True)
    return sorted(name.removeprefix(prefix) for name in {*served, *mine} - gone)


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Return a time as the author's clock shows it."""
    return f"{at.astimezone(zone):%H:%M}"
