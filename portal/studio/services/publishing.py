"""Publishing proposals, at once or when they are due, and taking a release back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.content.compile import Problem
from portal.content.models import Release
from portal.content.sync import ContentRefused, SyncedMeanwhile
from portal.content.sync.publishing import Meeting, NothingChanges, Outdated, publish, undoing
from portal.core.errors import Refused
from portal.studio.models import WAITING, Proposal
from portal.studio.parts import parts
from portal.studio.selectors.proposals import edits_of
from portal.studio.services.proposals import DECIDED

BUSY = "Others are publishing just now. Try again in a moment."
MOST = 3


@dataclass(frozen=True, slots=True)
class Stuck:
    """Why something could not be published; nothing was written."""

    reason: str
    meetings: tuple[Meeting, ...] = ()
    problems: tuple[Problem, ...] = ()


def publish_proposal(
    publisher: User | None, proposal: Proposal, *, now: datetime, jobs: int | None = None
) -> Release | Stuck:
    """Publish a proposal that waits; return the release, or why there is none. Raises ``Refused`` if it was decided.

    The release is its author's; who published it stands in the proposal.
    """

    def record(release: Release) -> None:
        waiting = Proposal.objects.filter(pk=proposal.pk, state__in=WAITING)
        person = publisher or proposal.decided_by
        done = {"state": Proposal.State.PUBLISHED, "decided_by": person, "decided_at": now, "note": ""}
        if not waiting.update(release=release, **done):
            raise Refused(DECIDED)

    if not Proposal.objects.filter(pk=proposal.pk, state__in=WAITING).exists():
        raise Refused(DECIDED)
    about = {"author": proposal.author, "message": proposal.message, "now": now}
    try:
        return publish(edits_of(proposal), parts=parts, jobs=jobs, beside=record, **about)  # type: ignore[arg-type]  # the values are of these types
    except (Outdated, ContentRefused, NothingChanges, SyncedMeanwhile) as error:
        return stuck_by(error)


def publish_due(*, now: datetime) -> int:
    """Publish every proposal whose time has come; return how many.

    Safe to run several times at once. One that cannot be published waits for a person, with the reason.
    """
    due = Proposal.objects.filter(state=Proposal.State.SCHEDULED, publish_at__lte=now)
    return sum(_publish_scheduled(proposal, now) for proposal in due.order_by("publish_at", "pk"))


def _publish_scheduled(proposal: Proposal, now: datetime) -> bool:
    """Publish one, or write down what keeps it; one that another worker decides meanwhile is theirs."""
    try:
        done = publish_proposal(None, proposal, now=now, jobs=1)
    except Refused:
        return False
    if isinstance(done, Release):
        return True
    if done.reason != BUSY:
        scheduled = Proposal.objects.filter(pk=proposal.pk, state=Proposal.State.SCHEDULED)
        scheduled.update(state=Proposal.State.OPEN, note=done.reason)
    return False


def undo(publisher: User, release: Release, *, now: datetime) -> Release:
    """Take back what a release changed, as a release of its own. Raises ``Refused``, and says why.

    A file that was changed since keeps all from being taken back: nothing is done by halves.
    """
    edits = undoing(release)
    message = f"Undo: {release.message or f'release {release.pk}'}"
    try:
        return publish(edits, author=publisher, message=message, now=now, parts=parts, undoes=release)
    except (Outdated, ContentRefused, SyncedMeanwhile) as error:
        raise Refused(f"This cannot be taken back in one step. {stuck_by(error).reason}") from error


def stuck_by(error: Exception) -> Stuck:
    """Return why nothing was published, as a sentence."""
    if isinstance(error, Outdated):
        names = [meeting.path for meeting in error.meetings]
        return Stuck(f"Changed since: {_some(names)}.", meetings=tuple(error.meetings))
    if isinstance(error, ContentRefused):
        lines = [str(problem) for problem in error.problems]
        return Stuck(f"The files have problems: {_some(lines)}.", problems=tuple(error.problems))
    return Stuck(error.reason if isinstance(error, Refused) else BUSY)


def _some(entries: list[str]) -> str:
    """Return the first entries, and how many more there are."""
    more = f"; and {len(entries) - MOST} more" if len(entries) > MOST else ""
    return "; ".join(entries[:MOST]) + more
