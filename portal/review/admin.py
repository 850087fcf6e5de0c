"""The admin's pages on review: how cards stand and how they were graded. What learners wrote on them is theirs."""

from __future__ import annotations

from django.contrib import admin

from portal.core.admin import Record, known
from portal.review.models import Card, ReviewLog
from portal.review.rules.answers import Source
from portal.review.rules.pace import Kind


@admin.register(Card)
class CardAdmin(Record):
    """Cards, by their counts. The texts of own cards are private, so neither side of a card is shown."""

    person = "user"
    hidden = ("front", "back", "front_html", "back_html", "seed", "showing")
    list_display = ("ref", "user", "kind", "due", "reps", "lapses", "last_review", "suspended_at")
    list_filter = (known("kind", lambda: Kind), ("suspended_at", admin.EmptyFieldListFilter), "due")
    list_select_related = ("user",)
    search_fields = ("user__email", "user__name", "ref")
    heavy = ("concepts",)


@admin.register(ReviewLog)
class ReviewLogAdmin(Record):
    """Grades, and the taking back of some: the log that every card is the fold of."""

    person = "user"
    hidden = ("client_uuid",)
    list_display = ("reviewed_at", "user", "card_ref", "source", "rating", "seconds", "help_used")
    list_filter = (known("rating", lambda: "1234"), known("source", lambda: Source), "reviewed_at")
    list_select_related = ("user", "card")
    search_fields = ("user__email", "user__name", "card__ref")
    heavy = ("before", "after", "card__front", "card__back", "card__front_html", "card__back_html")

    @admin.display(description="card")
    def card_ref(self, entry: ReviewLog) -> str:
        """Return which card it was."""
        return entry.card.ref
