"""Everything that writes cards, their log and review settings.

Whoever writes a learner's cards holds the lock on that learner (``terms_of(…, lock=True)``) until the end of
the transaction, so that two tabs are put in order and the log has the order the cards have seen.
"""

from portal.review.services.answers import TakenIn, judge, take_in
from portal.review.services.cards import (
    Offer,
    edit_card,
    make_card,
    offer,
    remove_card,
    rename_refs,
    set_retired,
    set_suspended,
)
from portal.review.services.lessons import settle_all_fading, settle_lesson_states
from portal.review.services.repair import rebuild
from portal.review.services.settings import set_settings
from portal.review.services.showing import hold_card, is_taken_in, keep_showing
from portal.review.services.undo import undo_last
from portal.review.services.wanted import want_questions

__all__ = [
    "Offer",
    "TakenIn",
    "edit_card",
    "hold_card",
    "is_taken_in",
    "judge",
    "keep_showing",
    "make_card",
    "offer",
    "rebuild",
    "remove_card",
    "rename_refs",
    "set_retired",
    "set_settings",
    "set_suspended",
    "settle_all_fading",
    "settle_lesson_states",
    "take_in",
    "undo_last",
    "want_questions",
]
