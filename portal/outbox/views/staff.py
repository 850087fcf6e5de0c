"""``/staff/outbox/``: what the portal sends, for staff. ``/metrics``: the same in figures, for a monitor."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, staff_required
from portal.core.http import way_back
from portal.outbox.metrics import exposition
from portal.outbox.models import Delivery
from portal.outbox.selectors.queue import line_of, page_of, standing, tabs_of
from portal.outbox.services import staff


@require_safe
@never_cache
@staff_required
def outbox(request: LearnerRequest) -> HttpResponse:
    """Show how the outbox stands, and the deliveries of a view, a page at a time."""
    view, now = request.GET.get("view", ""), timezone.now()
    found = standing(now)
    page = page_of(view, request.GET.get("page", ""))
    lines = [line_of(delivery, now) for delivery in page]
    context = {"standing": found, "page": page, "lines": lines, "tabs": tabs_of(found.counts), "view": view}
    return render(request, "outbox/page.html", context)


@require_POST
@staff_required
def retry(request: LearnerRequest, pk: int) -> HttpResponse:
    """Send a delivery again."""
    get_object_or_404(Delivery, pk=pk)
    staff.retry(pk, now=timezone.now())
    return redirect(way_back(request))


@require_POST
@staff_required
def cancel(request: LearnerRequest, pk: int) -> HttpResponse:
    """Do not send a waiting delivery."""
    get_object_or_404(Delivery, pk=pk)
    staff.cancel(pk, now=timezone.now())
    return redirect(way_back(request))


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures to whoever has the token; for others, and without one, there is no such page."""
    given = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        raise Http404
    return HttpResponse(exposition(timezone.now()), content_type="text/plain; version=0.0.4; charset=utf-8")
