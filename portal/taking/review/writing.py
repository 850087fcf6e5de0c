"""The page on which a card is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from portal.content.models import Lesson
from portal.review.models import Card
from portal.taking.review.forms import CardForm

LONGEST = 2000


def start_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return what a new card begins with: a sentence that was selected is something to recall."""
    return {"back": values.get("text", "").strip()[:LONGEST]}


def form_page(form: CardForm, *, lesson: Lesson | None, card: Card | None = None) -> dict[str, Any]:
    """Return the page of a new card, or of one that is changed."""
    return {
        "form": form,
        "lesson": lesson,
        "card": card,
        "request_id": form.data.get("request") or uuid4(),
        "section": "review",
    }
