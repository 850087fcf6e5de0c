"""From drafts to a proposal, and what may become of it before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.core.errors import Refused
from portal.studio.models import WAITING, Draft, Proposal, ProposalFile
from portal.studio.rules.aliases import NoPlace, with_lesson_alias, with_question_alias
from portal.studio.selectors.meeting import Meeting
from portal.studio.services.drafts import blob_of

State = Proposal.State
DECIDED = "This proposal has been decided meanwhile. Load its page to see how."


@transaction.atomic
def propose(author: User, paths: Sequence[str], *, message: str, now: datetime) -> Proposal:
    """Make the author's drafts of ``paths`` one proposal, and return it; a move goes with both its halves.

    The drafts are the proposal from then on. Sent twice, the second finds none and is refused.
    """
    message = " ".join(message.split())[:200]
    if not message:
        raise Refused("Say in a few words what changes; it stands in the history.")
    if not paths:
        raise Refused("Tick at least one draft.")
    drafts = _with_halves(author, set(paths))
    if not drafts:
        raise Refused("None of these drafts is there any more: they were proposed or discarded meanwhile.")
    proposal = Proposal.objects.create(author=author, message=message, created_at=now)
    ProposalFile.objects.bulk_create(
        ProposalFile(
            proposal=proposal,
            path=draft.path,
            base_id=draft.base_id,
            blob=None if draft.data is None else blob_of(bytes(draft.data)),
            moved_from=draft.moved_from,
        )
        for draft in drafts
    )
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    return proposal


def _with_halves(author: User, paths: set[str]) -> list[Draft]:
    """Return the drafts of these paths; of one that moves, what it moved from, and the other way round."""
    drafts = list(Draft.objects.of(author).select_for_update())
    chosen = paths | {draft.moved_from for draft in drafts if draft.path in paths and draft.moved_from}
    chosen |= {draft.path for draft in drafts if draft.moved_from in paths}
    return [draft for draft in drafts if draft.path in chosen]


@transaction.atomic
def withdraw(person: User, proposal: Proposal, *, now: datetime) -> None:
    """Take a proposal back; its texts are the author's drafts again."""
    if person != proposal.author:
        raise Refused("Only who proposed this can withdraw it.")
    _decide(proposal, State.WITHDRAWN, person, now)
    _drafts_again(proposal, now)


@transaction.atomic
def send_back(publisher: User, proposal: Proposal, *, word: str, now: datetime) -> None:
    """Return a proposal to its author with a word; its texts are their drafts again."""
    if not word.strip():
        raise Refused("Write a word to the author: what is to be different?")
    _decide(proposal, State.RETURNED, publisher, now, note=word.strip()[:2000])
    _drafts_again(proposal, now)


def schedule(publisher: User, proposal: Proposal, *, at: datetime | None, now: datetime) -> None:
    """Let a proposal be published at ``at``, or (None) not by itself any more."""
    if at is not None and at <= now:
        raise Refused("That moment is over. Choose a later one, or publish now.")
    state = State.OPEN if at is None else State.SCHEDULED
    _decide(proposal, state, None if at is None else publisher, None, publish_at=at, note="")


def _decide(proposal: Proposal, state: str, person: User | None, at: datetime | None, **more: object) -> None:
    """Change a proposal that is still waiting; whoever comes second is told."""
    waiting = Proposal.objects.filter(pk=proposal.pk, state__in=WAITING)
    if not waiting.update(state=state, decided_by=person, decided_at=at, **more):
        raise Refused(DECIDED)


def _drafts_again(proposal: Proposal, now: datetime) -> None:
    """Make the files of a proposal drafts of its author; a draft they have begun since stays."""
    if proposal.author is None:
        return
    there = set(Draft.objects.of(proposal.author).values_list("path", flat=True))
    Draft.objects.bulk_create(
        Draft(
            author=proposal.author,
            path=file.path,
            base_id=file.base_id,
            data=bytes(file.blob.data) if file.blob else None,
            moved_from=file.moved_from,
            updated_at=now,
        )
        for file in proposal.files.select_related("blob")
        if file.path not in there
    )


@transaction.atomic
def write_alias(person: User, proposal: Proposal, path: str, *, old: str, new: str = "") -> None:
    """Write into a file of the proposal that a lesson, or its question ``new``, was called ``old`` before."""
    file = _waiting_file(person, proposal, path)
    text = bytes(file.blob.data).decode() if file.blob else ""
    try:
        text = with_question_alias(text, old, new) if new else with_lesson_alias(text, old)
    except NoPlace as none:
        raise Refused(f"The alias could not be written, as {none}. Write it in the file by hand.") from none
    file.blob = blob_of(text.encode())
    file.save(update_fields=["blob"])


@transaction.atomic
def take_merge(person: User, proposal: Proposal, meeting: Meeting, *, data: bytes | None) -> None:
    """Let a file of the proposal be ``data``, made of the author's text and what is served now, where it is now.

    The author's text before goes into the history when this is published.
    """
    file = _waiting_file(person, proposal, meeting.file.path)
    mine = _waiting_file(person, proposal, meeting.mine.path)
    blob = None if data is None else blob_of(data)
    served = meeting.served.sha256 if meeting.served else None
    files = proposal.files.filter
    files(pk=file.pk).update(base=served, path=meeting.path)
    files(pk=mine.pk).update(merged=mine.merged_id or mine.blob_id, blob=blob)


def _waiting_file(person: User, proposal: Proposal, path: str) -> ProposalFile:
    """Return a file of a proposal that waits, for its author or a publisher; held until the transaction ends."""
    if person != proposal.author and not person.may_publish:
        raise Refused("Only who proposed this, or a publisher, can change it.")
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    files = ProposalFile.objects.select_related("blob").filter(proposal__state__in=WAITING)
    file = files.filter(proposal=proposal, path=path).first()
    if file is None:
        raise Refused(DECIDED)
    return file
