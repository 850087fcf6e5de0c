"""What an editor is writing for the curriculum: the files as they stand, to read and to use, and never taken in."""

from collections.abc import Iterator

from portal.accounts.models import User
from portal.owndata.rules.sheets import sheet
from portal.owndata.shares import Paper, Share, shares
from portal.studio.models import Draft


@shares.register
class DraftsShare(Share):
    """A draft hangs on the files of this portal's curriculum, so elsewhere it is a text and no draft."""

    slug = "drafts"
    label = "Drafts of the Studio"

    def papers(self, learner: User) -> Iterator[Paper]:
        """Yield a list of the drafts, if there are any, and the bytes of each that is not a removal."""
        drafts = list(Draft.objects.of(learner))
        if drafts:
            head = ("path", "moved_from", "removed", "saved_at")
            rows = ((one.path, one.moved_from, one.data is None, one.updated_at) for one in drafts)
            yield "drafts.csv", sheet(head, rows)
        for draft in drafts:
            if draft.data is not None:
                yield f"drafts/{draft.path}", (bytes(draft.data),)
