"""The settings page, and the question for the time zone after the first sign-in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from portal.accounts import selectors, services
from portal.accounts.forms import SettingsForm, ZoneForm
from portal.accounts.http import LearnerRequest, learner_required


@require_http_methods(["GET", "POST"])
@learner_required
def profile(request: LearnerRequest) -> HttpResponse:
    """Show and save name, time zone and the hour a day begins."""
    stored = selectors.profile_of(request.user)
    form = SettingsForm.of(request.user, stored, request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.save_settings(request.user, **form.cleaned_data)
        messages.success(request, "Your settings are saved.")
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form, "profile": stored, "now": timezone.now()})


@require_http_methods(["GET", "POST"])
@learner_required
def zone(request: LearnerRequest) -> HttpResponse:
    """Ask once where the learner's day runs; “later” keeps what there is."""
    onward = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/"
    form = ZoneForm(request.POST if request.method == "POST" else None)
    if "later" in request.POST:
        services.ask_later(request.user)
        return redirect(onward)
    if form.is_valid():
        services.confirm_zone(request.user, zone=form.cleaned_data["zone"])
        return redirect(onward)
    return render(request, "accounts/zone.html", {"form": form, "next": onward})
