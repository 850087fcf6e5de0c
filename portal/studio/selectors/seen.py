"""A picture or a drawing of a proposal as it was and as it would be, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from portal.content.compile.problems import Problems
from portal.content.compile.source.paths import kind_of
from portal.content.compile.svg import inline
from portal.content.models import Blob
from portal.studio.models import ProposalFile

MOST_SEEN = 20
"""Files of a proposal that are shown like this; to draw one takes about ten milliseconds."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One side: the ``address`` of a picture, or a drawing as ``html``, written anew; "" when it has problems."""

    side: str
    is_there: bool
    address: str = ""
    html: str = ""


def both_sides(file: ProposalFile) -> tuple[Seen, ...]:
    """Return what a picture or a drawing was and would be; nothing for other files.

    What is published has an address that anybody may have; what is not is sent to editors alone. A drawing is never
    sent as a file, because one can act.
    """
    kind = kind_of(file.path)
    if kind == "drawing":
        return _drawn("Before", file.base, f"before-{file.pk}-"), _drawn(
            "After", file.blob, f"after-{file.pk}-"
        )
    if kind != "picture":
        return ()
    ending = file.path.rpartition(".")[2]
    before = reverse("content:asset", args=[file.base_id, ending]) if file.base_id else ""
    after = reverse("studio:proposed-picture", args=[file.proposal_id, file.path]) if file.blob_id else ""
    return Seen("Before", bool(before), before), Seen("After", bool(after), after)


def _drawn(side: str, blob: Blob | None, prefix: str) -> Seen:
    html = inline(bytes(blob.data), Problems("drawing"), prefix=prefix) if blob else ""
    return Seen(side, blob is not None, html=html)
