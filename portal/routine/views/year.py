"""The year, and the forecast."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.routine.selectors.year import forecast_page, year_page

MOST = 240


@require_safe
@learner_required
def year(request: LearnerRequest) -> HttpResponse:
    """Show the last 53 weeks as a heat map and as a table."""
    page = year_page(request.user, timezone.now())
    return render(request, "routine/year.html", {"page": page, "section": "today"})


@require_safe
@learner_required
def forecast(request: LearnerRequest) -> HttpResponse:
    """Show when the plan will be finished, and what more minutes a day would change."""
    text = request.GET.get("more", "")
    more = min(int(text[:4]), MOST) if text.isascii() and text.isdigit() else 0
    page = forecast_page(request.user, timezone.now(), more)
    return render(request, "routine/forecast.html", {"page": page, "section": "today"})
