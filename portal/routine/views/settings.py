"""The settings of the routine: blocks, week, days off, pause."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.http import LearnerRequest, learner_required
from portal.routine.forms import AwayForm, RoutineForm
from portal.routine.selectors.frame import frame
from portal.routine.selectors.plans import days_off
from portal.routine.services import routine as plans


@require_http_methods(["GET", "POST"])
@learner_required
def routine(request: LearnerRequest) -> HttpResponse:
    """Show and save what a learner's days and weeks look like."""
    around, now = frame(request.user), timezone.now()
    today = around.day(now)
    form = RoutineForm(around.calendar.on(today), request.POST if request.method == "POST" else None)
    if form.is_valid():
        plans.save_routine(request.user, form.settings, now=now)
        messages.success(request, "Your routine is saved. It holds from today on.")
        return redirect("routine:settings")
    off = days_off(request.user, today)
    values = {"form": form, "away_form": AwayForm(today), "off": off, "routine": around.calendar.on(today)}
    return render(request, "routine/settings.html", values)


@require_POST
@learner_required
def add_away(request: LearnerRequest) -> HttpResponse:
    """Plan days off."""
    around, now = frame(request.user), timezone.now()
    today = around.day(now)
    form = AwayForm(today, request.POST)
    if form.is_valid():
        off = plans.add_away(request.user, form.cleaned_data["first"], form.cleaned_data["last"], now=now)
        messages.success(request, f"Planned off: {off.first:%-d %B %Y} to {off.last:%-d %B %Y}.")
        return redirect("routine:settings")
    plan = around.calendar.on(today)
    values = {"form": RoutineForm(plan), "away_form": form, "routine": plan}
    return render(request, "routine/settings.html", {**values, "off": days_off(request.user, today)})


@require_POST
@learner_required
def remove_away(request: LearnerRequest, pk: int) -> HttpResponse:
    """Take days off back."""
    if plans.remove_away(request.user, pk, now=timezone.now()):
        messages.success(request, "What was left of those days is planned again.")
    return redirect("routine:settings")


@require_POST
@learner_required
def pause(request: LearnerRequest) -> HttpResponse:
    """Pause from today on, or go on."""
    now = timezone.now()
    if request.POST.get("paused") == "true":
        plans.pause(request.user, now=now)
    else:
        plans.resume(request.user, now=now)
    return redirect("routine:settings")
