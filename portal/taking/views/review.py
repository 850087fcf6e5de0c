"""The recall queue, one card at a time."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from fsrs import Rating

from portal.accounts.http import LearnerRequest, learner_required
from portal.core.errors import Refused
from portal.core.http import request_id
from portal.quizzes.asking import grade
from portal.review.models import Card
from portal.review.rules.answers import Answered, Confidence, Source
from portal.review.services import judge, take_in, undo_last
from portal.taking.posted import posted_of
from portal.taking.review import given_to, question_of, review_page
from portal.taking.services import catch_up
from portal.taking.sheet import make_sheet


@require_safe
@never_cache
@learner_required
def review(request: LearnerRequest) -> HttpResponse:
    """Show the next card that is due."""
    asked = request.GET.get("minutes", "")
    minutes = float(asked) if asked.isdecimal() and 1 <= int(asked) <= 240 else None
    now = timezone.now()
    catch_up(request.user, now=now)
    page = review_page(request.user, now, minutes=minutes, turned="turned" in request.GET)
    return render(request, "taking/review.html", page)


@require_POST
@learner_required
def judged(request: LearnerRequest, pk: int) -> HttpResponse:
    """Take in how well the learner knew the back of a card."""
    rating = request.POST.get("rating", "")
    if rating not in ("1", "2", "3", "4"):
        raise Refused("Say how well you knew it.")
    card, now = get_object_or_404(Card, pk=pk, user=request.user), timezone.now()
    seconds = posted_of(dict(request.POST.lists()), now).answer["seconds"]
    judge(request.user, card, Rating(int(rating)), request_id=request_id(request), seconds=seconds, now=now)
    return redirect("taking:review")


@require_POST
@learner_required
def answered(request: LearnerRequest, pk: int) -> HttpResponse:
    """Grade the answer to a question in review, and show how it went."""
    card, now = get_object_or_404(Card, pk=pk, user=request.user), timezone.now()
    question, posted = question_of(card), posted_of(dict(request.POST.lists()), now)
    if question is None:
        raise Refused("This question has left the curriculum.")
    given, seed = given_to(card, question, posted.answer["data"]), card.showing_seed
    result, sure = grade(question, seed, given), posted.answer["confidence"]
    confidence = Confidence(sure) if sure else None
    answer = Answered(
        card.ref, request_id(request), result.credit or 0.0, posted.answer["seconds"], confidence=confidence
    )
    take_in(request.user, [answer], source=Source.REVIEW, now=now)
    told = {
        "credit": result.credit,
        "parts": [{"key": p.key, "verdict": p.verdict, "feedback": p.feedback} for p in result.parts],
    }
    sheet = make_sheet(
        question, seed, number=1, shuffle=True, given=given, hints=0, grade=told, confidence=sure
    )
    return render(request, "taking/reviewed.html", {"sheet": sheet, "section": "review"})


@require_POST
@learner_required
def undo(request: LearnerRequest) -> HttpResponse:
    """Take back the last grade."""
    undo_last(request.user, request_id=request_id(request), now=timezone.now())
    return redirect("taking:review")
