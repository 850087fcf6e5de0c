"""The recall queue, one card at a time. Looking changes nothing; every form leads back into the sitting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from fsrs import Rating

from portal.accounts.http import LearnerRequest, learner_required
from portal.core.errors import Refused
from portal.core.http import request_id, way_back
from portal.review.models import Card
from portal.review.services import set_suspended, undo_last
from portal.taking.posted import posted_of
from portal.taking.review.answering import Outcome, answer, judge_back
from portal.taking.review.sitting import answered_page, review_page, sitting_of

SAID = {
    Outcome.EMPTY: "There is no answer yet. Give one, or say that you do not know.",
    Outcome.STALE: "This card was answered meanwhile, in another tab or on another device. That answer counts.",
    Outcome.GONE: "This card is not asked any more, so nothing was graded.",
}


@require_safe
@never_cache
@learner_required
def review(request: LearnerRequest) -> HttpResponse:
    """Show the next card of the sitting, or say that nothing is due."""
    now = timezone.now()
    sitting = sitting_of(request.GET.dict(), now)
    page = review_page(request.user, now, sitting, turned="turned" in request.GET)
    return render(request, "taking/review/sitting.html", page)


@require_safe
@never_cache
@learner_required
def reviewed(request: LearnerRequest, pk: int) -> HttpResponse:
    """Show how the last answer to a question went; on to the queue when there is nothing to show."""
    now, card = timezone.now(), get_object_or_404(Card, pk=pk, user=request.user)
    sitting = sitting_of(request.GET.dict(), now)
    page = answered_page(request.user, card, sitting, now)
    return render(request, "taking/review/answered.html", page) if page else redirect(sitting.address())


@require_POST
@learner_required
def answered(request: LearnerRequest, pk: int) -> HttpResponse:
    """Grade the answer to a question, open a hint, or keep a text for its judgement."""
    now, key = timezone.now(), request_id(request)
    posted = posted_of(dict(request.POST.lists()), now)
    done = answer(request.user, pk, posted, number=_number(request), request_id=key, now=now)
    return _onward(request, pk, done, show=done is Outcome.GRADED)


@require_POST
@learner_required
def judged(request: LearnerRequest, pk: int) -> HttpResponse:
    """Take in how well the learner knew the back of a card."""
    rating = request.POST.get("rating", "")
    if rating not in ("1", "2", "3", "4"):
        raise Refused("Say how well you knew it.")
    now, key = timezone.now(), request_id(request)
    seconds = posted_of(dict(request.POST.lists()), now).answer["seconds"]
    known = Rating(int(rating))
    done = judge_back(
        request.user, pk, known, number=_number(request), request_id=key, seconds=seconds, now=now
    )
    return _onward(request, pk, done, show=False)


@require_POST
@learner_required
def undo(request: LearnerRequest) -> HttpResponse:
    """Take back the last grade, and ask that card again."""
    now = timezone.now()
    card = undo_last(request.user, request_id=request_id(request), now=now)
    messages.info(request, "Taken back. The card is as it was before.")
    return redirect(sitting_of(request.POST.dict(), now).address(card))


@require_POST
@learner_required
def suspend(request: LearnerRequest, pk: int) -> HttpResponse:
    """Set a card aside, or take it up again."""
    card, aside = get_object_or_404(Card, pk=pk, user=request.user), "aside" in request.POST
    set_suspended(request.user, card, suspended=aside, now=timezone.now())
    said = "Set aside. It is kept under your cards." if aside else "Taken up again, as it was."
    messages.info(request, said)
    return redirect(way_back(request))


def _onward(request: LearnerRequest, pk: int, done: Outcome, *, show: bool) -> HttpResponse:
    """Say what is not as expected, and lead on; a card that is still open is shown again."""
    if done in SAID:
        messages.info(request, SAID[done])
    sitting = sitting_of(request.POST.dict(), timezone.now())
    if done in (Outcome.KEPT, Outcome.EMPTY):
        card = Card.objects.of(request.user).filter(pk=pk).first()
        return redirect(sitting.address(card))
    return redirect(sitting.after(pk) if show else sitting.address())


def _number(request: LearnerRequest) -> int:
    """Return after how many grades the form was made; -1, which is no card's, when it does not say."""
    text = request.POST.get("number", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1
