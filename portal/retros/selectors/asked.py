"""The three questions of a week, with what was written and chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import User
from portal.content.models import Lesson
from portal.retros.models import Chosen, Words
from portal.retros.rules.candidates import ASKED, MANY, Candidate, Deed, Question, candidates
from portal.retros.rules.weeks import Week
from portal.retros.rules.words import count


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the three questions: its text as saved, the topics offered, and those chosen, with what was done."""

    name: str
    title: str
    text: str
    offers: tuple[Candidate, ...]
    chosen: Mapping[str, str]


def asked_of(learner: User, week: Week, figures: Mapping[str, Any], words: Words | None) -> tuple[Asked, ...]:
    """Return the three questions; what was chosen is offered whatever the figures say by now."""
    offers = _offered(figures)
    chosen: dict[str, dict[str, str]] = {question: {} for question in Question}
    titles: dict[str, str] = {}
    rows = Chosen.objects.filter(user=learner, first=week.first)
    for question, uid, title, deed, made in rows.values_list(
        "question", "lesson__uid", "lesson__short", "deed", "made"
    ):
        chosen[question][uid] = deed_words(deed, made)
        titles[uid] = title
    texts = words.texts if words else {}
    return tuple(
        Asked(
            question,
            title,
            texts.get(question, ""),
            (
                *offers[question],
                *(
                    Candidate(uid, titles[uid], "")
                    for uid in chosen[question]
                    if uid not in {offer.uid for offer in offers[question]}
                ),
            ),
            chosen[question],
        )
        for question, title in ASKED.items()
    )


def _offered(figures: Mapping[str, Any]) -> dict[Question, tuple[Candidate, ...]]:
    """Return the topics offered for each question, none that has left the curriculum."""
    found = candidates(figures)
    uids = {candidate.uid for fitting in found.values() for candidate in fitting}
    served = set(Lesson.objects.live().filter(uid__in=uids).order_by().values_list("uid", flat=True))
    return {
        question: tuple(candidate for candidate in fitting if candidate.uid in served)[:MANY]
        for question, fitting in found.items()
    }


def deed_words(deed: str, made: int) -> str:
    """Return what was done with a topic that was chosen, empty for nothing."""
    match deed:
        case Deed.CARDS:
            return f"{count(made, 'new card')} in your reviews" if made else "its cards are in your reviews"
        case Deed.REOPEN:
            return "open again"
        case Deed.WISH:
            return "in next week's evenings"
    return ""
