"""The settings of the reminders, the proposal, and the calendar feed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.http import LearnerRequest, learner_required
from portal.core.http import way_back
from portal.reminders.forms import RemindersForm
from portal.reminders.models import ReminderRule
from portal.reminders.selectors.feed import feed_address
from portal.reminders.selectors.page import firings, offer_for
from portal.reminders.services import feed, rules
from portal.routine.selectors.frame import frame


@never_cache
@require_http_methods(["GET", "POST"])
@learner_required
def settings(request: LearnerRequest) -> HttpResponse:
    """Show and save what a learner is reminded of."""
    around, now = frame(request.user), timezone.now()
    kept = list(ReminderRule.objects.of(request.user))
    routine = around.calendar.on(around.day(now))
    form = RemindersForm(routine, kept, request.POST if request.method == "POST" else None)
    if form.is_valid():
        rules.save_rules(request.user, form.wanted, now=now)
        messages.success(request, "Your reminders are saved.")
        return redirect("reminders:settings")
    values = {"offer": offer_for(request.user, routine), "firings": firings(kept, around, now)}
    address = feed_address(request.user)
    return render(
        request,
        "reminders/settings.html",
        {**values, "form": form, "zone": around.zone.key, "address": address},
    )


@require_POST
@learner_required
def answer(request: LearnerRequest) -> HttpResponse:
    """Turn the proposed reminders on, or say not now."""
    around, now = frame(request.user), timezone.now()
    yes = request.POST.get("answer") == "yes"
    rules.answer_proposal(request.user, around.calendar.on(around.day(now)), yes=yes, now=now)
    said = (
        "The reminders are on." if yes else "No reminders then. They are in the settings when you want them."
    )
    messages.success(request, said)
    return redirect(way_back(request))


@require_POST
@learner_required
def make_calendar(request: LearnerRequest) -> HttpResponse:
    """Make the feed."""
    feed.make_feed(request.user, now=timezone.now())
    return redirect("reminders:settings")


@require_POST
@learner_required
def revoke_calendar(request: LearnerRequest) -> HttpResponse:
    """Revoke the feed."""
    if feed.revoke_feed(request.user):
        messages.success(request, "The calendar address leads nowhere from now on.")
    return redirect("reminders:settings")
