"""Today, and what can be done there: each a plain form that leads back to the page."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.core.http import request_id, way_back
from portal.routine.forms import blocks_posted, day_form, minutes_posted, shown_posted
from portal.routine.http import say_marked, today_sheet
from portal.routine.rules import said
from portal.routine.selectors.past import past_day
from portal.routine.selectors.today import today_of
from portal.routine.services import day as days
from portal.routine.services.timer import start, stop


@require_safe
@learner_required
def today(request: LearnerRequest) -> HttpResponse:
    """Show what to do now."""
    return today_sheet(request, today_of(request.user, timezone.now()))


@require_POST
@learner_required
def timer(request: LearnerRequest, block: str) -> HttpResponse:
    """Start, pause or finish timing a block; ``minutes`` answers for a timer that was forgotten."""
    action = request.POST.get("action", "")
    if action == "start":
        start(request.user, block, now=timezone.now())
        return _back(block)
    if action not in ("pause", "finish"):
        raise BadRequest("A timer is started, paused or finished.")
    minutes = minutes_posted(request.POST["minutes"]) if "minutes" in request.POST else None
    logged = stop(
        request.user,
        block,
        now=timezone.now(),
        request_id=request_id(request),
        finish=action == "finish",
        shown=shown_posted(request.POST.get("shown", "")),
        minutes=minutes,
    )
    if logged is not None:
        messages.success(request, said.stopped(logged, minutes))
    return _back(block)


@require_POST
@learner_required
def log(request: LearnerRequest, block: str) -> HttpResponse:
    """Add minutes to a block of today."""
    minutes = minutes_posted(request.POST.get("minutes", ""))
    if days.log_minutes(request.user, block, minutes, now=timezone.now(), request_id=request_id(request)):
        messages.success(request, said.logged(minutes))
    return _back(block)


@require_POST
@learner_required
def state(request: LearnerRequest, block: str) -> HttpResponse:
    """Make a block done, skipped or open again."""
    now, to = timezone.now(), request.POST.get("state", "")
    shown = shown_posted(request.POST.get("shown", ""))
    days.set_state(request.user, block, to, shown=shown, now=now, request_id=request_id(request))
    return _back(block)


@require_POST
@learner_required
def swap(request: LearnerRequest, block: str) -> HttpResponse:
    """Show another suggestion in a block."""
    days.swap(request.user, block, now=timezone.now(), request_id=request_id(request))
    return _back(block)


@require_POST
@learner_required
def shape(request: LearnerRequest) -> HttpResponse:
    """Make today short, a rest day, or full again."""
    days.shape(
        request.user, request.POST.get("shape", ""), now=timezone.now(), request_id=request_id(request)
    )
    return redirect("routine:today")


@require_POST
@learner_required
def mark(request: LearnerRequest) -> HttpResponse:
    """Tick a chapter or a step, or say of a post that it is read, saved or skipped."""
    name, word = request.POST.get("what", ""), request.POST.get("mark", "")
    number = request_id(request)
    before = days.mark(request.user, name, word, now=timezone.now(), request_id=number)
    if before is not None:
        say_marked(request, name, word, before)
    return redirect(way_back(request))


@require_http_methods(["GET", "POST"])
@learner_required
def past(request: LearnerRequest, day: str) -> HttpResponse:
    """Show one day, and correct its minutes."""
    when = _day(day)
    found = past_day(request.user, when, timezone.now())
    if found is None:
        raise Http404
    form = day_form(found.rows, request.POST if request.method == "POST" else None)
    if form.is_valid():
        blocks, number = blocks_posted(form), request_id(request)
        days.correct(request.user, when, blocks, now=timezone.now(), request_id=number)
        messages.success(request, "The day is corrected.")
        return redirect("routine:today")
    return render(
        request,
        "routine/day.html",
        {"found": found, "form": form, "section": "today", "request_id": uuid4().hex},
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _back(block: str) -> HttpResponse:
    return redirect(f"{reverse('routine:today')}#block-{block}")
