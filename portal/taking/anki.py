"""A learner's cards as a text file for Anki."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from portal.accounts.models import User
from portal.quizzes.exchange.anki import Note, anki_text, note_of
from portal.quizzes.exchange.gift_text import Unfit
from portal.quizzes.exchange.left_out import LeftOut
from portal.quizzes.models import Quiz
from portal.quizzes.stored import loaded
from portal.review.models import Card
from portal.review.rules.pace import Kind


def cards_as_anki(learner: User) -> str:
    """Return the cards in review but for those set aside; above them, how many make no card on paper, and why.

    Two queries, whatever the number of cards.
    """
    cards = Card.objects.of(learner).live().order_by("pk")
    rows = list(cards.values_list("ref", "kind", "front_html", "back_html", "concepts"))
    quizzes = _quizzes({ref.partition("#")[0] for ref, kind, *_ in rows if kind != Kind.OWN})
    notes: list[Note] = []
    left: Counter[str] = Counter()
    for ref, kind, front, back, concepts in rows:
        try:
            own = Note(ref, front, back, ("own", *concepts)) if kind == Kind.OWN else None
            notes.append(own or _note(ref, quizzes))
        except Unfit as unfit:
            left[str(unfit)] += 1
    counted = left.most_common()
    return anki_text(notes, [LeftOut(f"{count} card{'s' * (count > 1)}", why) for why, count in counted])


def _quizzes(uids: set[str]) -> dict[str, Mapping[str, Any]]:
    """Return the questions that each quiz asks now, as JSON by their ids."""
    served = Quiz.objects.filter(uid__in=uids, retired_at=None, version__isnull=False)
    specs = dict(served.values_list("uid", "version__spec"))
    return {uid: {one["id"]: one for one in spec["questions"]} for uid, spec in specs.items()}


def _note(ref: str, quizzes: dict[str, Mapping[str, Any]]) -> Note:
    """Return the question of a card as a note; raises ``Unfit``."""
    uid, _, name = ref.partition("#")
    question = quizzes.get(uid, {}).get(name)
    if question is None:
        raise Unfit("a question that has left the curriculum")
    return note_of(uid, loaded(question))
