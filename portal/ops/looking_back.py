"""What a demo learner makes of the weeks behind them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from portal.accounts.models import User
from portal.retros.models import Retrospective
from portal.retros.rules.candidates import Candidate, Question, candidates
from portal.retros.services.weeks import compute_past
from portal.retros.services.words import Draft, save


def look_back(learner: User, *, first: date, now: datetime) -> None:
    """Compute the weeks that are over, and close all but the last, with a topic named in each."""
    compute_past(learner, first, now=now)
    rows = list(Retrospective.objects.of(learner).order_by("first"))
    for row in rows[:-1]:
        offers = candidates(row.figures)
        chosen = {
            question.value: [offer.uid for offer in offers[question][:1]]
            for question in (Question.HARD, Question.REPEAT)
        }
        texts = {question.value: _sentence(question, offers[question]) for question in Question}
        if any(texts.values()):
            closed_at = row.ended_at + timedelta(hours=5)
            if closed_at <= now:
                save(learner, row.week, Draft(texts, 0, chosen, close=True), now=closed_at)


def _sentence(question: Question, offers: Sequence[Candidate]) -> str:
    """Return what a learner writes about the first topic offered."""
    said = {
        Question.LEARNED: "{} is clear now; I could explain it.",
        Question.HARD: "{}. I guessed more than once.",
        Question.REPEAT: "{}, without looking.",
    }
    return said[question].format(offers[0].title) if offers else ""
