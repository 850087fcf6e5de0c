"""What follows the curriculum, in the order in which it is written: the one list of it."""

from __future__ import annotations

from collections.abc import Sequence

from portal.content.sync import Part
from portal.quizzes.sync import QuizPart
from portal.search.sync import SearchPart
from portal.taking.sync import CardPart, FadingPart


def parts() -> Sequence[Part]:
    """Return the parts of a sync, made anew: quizzes, cards, fading lessons, and what can be found."""
    quizzes = QuizPart()
    cards = CardPart(quizzes)
    return [quizzes, cards, FadingPart(cards), SearchPart()]
