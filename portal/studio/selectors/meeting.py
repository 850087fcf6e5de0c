"""Where a file of a proposal meets what somebody else published of it, also when one of them moved it."""

from __future__ import annotations

from dataclasses import dataclass

from portal.content.models import Blob
from portal.content.selectors import place_now
from portal.studio.models import Proposal, ProposalFile
from portal.studio.selectors.proposals import served_blob


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two changes of one file. ``file`` is where the proposal left it, ``mine`` holds the text the author made of it.

    The two are one, unless the proposal moves the file. ``path`` is where it is served now, and ``served`` what.
    """

    file: ProposalFile
    mine: ProposalFile
    path: str
    served: Blob | None

    @property
    def token(self) -> str:
        """Return what names the published side: its digest, "" for no such file."""
        return self.served.sha256 if self.served else ""

    @property
    def moved(self) -> str:
        """Return the new path of a file that one of the two moved, or ""."""
        return next((path for path in (self.mine.path, self.path) if path != self.file.path), "")


def meeting_of(proposal: Proposal, path: str) -> Meeting | None:
    """Return both changes of the file that was at ``path`` when the proposal began; None if it does not change it."""
    files = {file.path: file for file in proposal.files.select_related("blob", "base")}
    if (file := files.get(path)) is None:
        return None
    moved = [other for other in files.values() if other.moved_from == path and other.blob is not None]
    if moved and file.blob is None:
        return Meeting(file, moved[0], path, served_blob(path))
    now = place_now(path) if file.blob is not None and served_blob(path) is None else path
    now = path if now in files else now
    return Meeting(file, file, now, served_blob(now))
