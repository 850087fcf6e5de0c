"""The year, and the forecast."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from portal.accounts.http import LearnerRequest, learner_required
from portal.core.http import is_fragment
from portal.routine.selectors.year import forecast_page, year_page

MOST, STEP, MARK = 60, 5, 15
"""Minutes more a day: as many as the slider has, in its steps, with a number at every mark."""


@require_safe
@learner_required
def year(request: LearnerRequest) -> HttpResponse:
    """Show the last 53 weeks as a heat map and as a table."""
    page = year_page(request.user, timezone.now())
    return render(request, "routine/year.html", {"page": page, "section": "today"})


@require_safe
@learner_required
@vary_on_headers("HX-Request")
def forecast(request: LearnerRequest) -> HttpResponse:
    """Show when the plan will be finished, and what more minutes a day would change; the dates alone for HTMX."""
    page = forecast_page(request.user, timezone.now(), _more(request.GET.get("more", "")))
    piece = is_fragment(request) and not request.htmx.history_restore_request
    slider = {"most": MOST, "step": STEP, "marks": range(0, MOST + 1, MARK)}
    template = "routine/forecast/_dates.html" if piece else "routine/forecast/page.html"
    return render(request, template, {"page": page, "section": "today", **slider})


def _more(text: str) -> int:
    """Return the minutes that an address asks for, as the slider can show them."""
    minutes = int(text[:4]) if text.isascii() and text.isdigit() else 0
    return min(STEP * round(minutes / STEP), MOST)
