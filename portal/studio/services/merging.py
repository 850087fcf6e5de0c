"""Taking the text a person made of two, for a file of a proposal or for a conflict."""

from __future__ import annotations

from collections.abc import Mapping

from portal.accounts.models import User
from portal.content.models import Blob
from portal.studio.models import Proposal
from portal.studio.rules.merges import undecided
from portal.studio.rules.texts import bytes_of
from portal.studio.selectors.meeting import Meeting
from portal.studio.services.proposals import take_merge

AGAIN = "Somebody published this file once more. Below is their text as it is now; yours is still in the box."


def chosen(sent: Mapping[str, str], ours: Blob | None, theirs: Blob | None) -> bytes | None:
    """Return what a form chose of two sides: one of them, or the text made of both."""
    choice = sent.get("choice", "text")
    if choice in ("ours", "theirs"):
        side = ours if choice == "ours" else theirs
        return bytes(side.data) if side else None
    return bytes_of(sent.get("text", ""), bytes(ours.data) if ours else b"")


def unfinished(sent: Mapping[str, str]) -> str:
    """Return what is wrong with the text a form holds, as a sentence; "" when it chose a side, or nothing is."""
    line = (
        undecided(sent.get("text", "").replace("\r\n", "\n")) if sent.get("choice", "text") == "text" else 0
    )
    wrong = f"Line {line} still holds a mark between the two texts. Choose one, and take the marks out."
    return wrong if line else ""


def merge_into(person: User, proposal: Proposal, meeting: Meeting, sent: Mapping[str, str]) -> str:
    """Let a file of a proposal be what a form chose; return "", or the sentence that says why it could not be."""
    if meeting.token != sent.get("served", ""):
        return AGAIN
    if wrong := unfinished(sent):
        return wrong
    take_merge(person, proposal, meeting, data=chosen(sent, meeting.served, meeting.mine.blob))
    return ""
