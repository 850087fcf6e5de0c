"""The page of channels: what reaches a learner, switched on and off, tried out."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.http import LearnerRequest, learner_required
from portal.outbox.channels import channels
from portal.outbox.forms import AddressForm
from portal.outbox.http import count_test, offered, page_of
from portal.outbox.services import keeping
from portal.outbox.services.testing import send_test


@require_safe
@learner_required
def overview(request: LearnerRequest) -> HttpResponse:
    """Show every channel and how it stands."""
    return render(request, "outbox/channels.html", page_of(request))


@require_POST
@learner_required
def add(request: LearnerRequest, channel: str) -> HttpResponse:
    """Keep a new address."""
    agent = request.headers.get("User-Agent", "")
    form = AddressForm(offered(channel), {**request.POST.dict(), "agent": agent})
    if not form.is_valid():
        return render(request, "outbox/channels.html", page_of(request, form))
    keeping.add(request.user, channel, form.target, form.config, now=timezone.now())
    messages.success(request, f"{form.channel.label} is on. Send a test to see it arrive.")
    return redirect("outbox:channels")


@require_POST
@learner_required
def switch(request: LearnerRequest, channel: str) -> HttpResponse:
    """Switch a channel on or off."""
    if channel not in channels and channel != "email":
        raise Http404
    keeping.switch(request.user, channel, on=request.POST.get("on") == "true", now=timezone.now())
    return redirect("outbox:channels")


@require_POST
@learner_required
def test(request: LearnerRequest, channel: str) -> HttpResponse:
    """Send a test at once, and say what came of it."""
    if channel not in channels:
        raise Http404
    count_test(request, channel)
    taken, answer = send_test(request.user, channel, message_id=f"<{uuid4().hex}@{settings.MAIL_DOMAIN}>")
    how = "took the test" if taken else "did not take the test"
    messages.info(request, f"{channels[channel].label} {how}. The answer: {answer}")
    return redirect("outbox:channels")


@require_POST
@learner_required
def remove(request: LearnerRequest, pk: int) -> HttpResponse:
    """Forget an address."""
    if not keeping.remove(request.user, pk):
        raise Http404
    return redirect("outbox:channels")


@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker from the root, so that it may speak for all of the portal; browsers ask each time."""
    path = finders.find("js/push/worker.js")
    if not isinstance(path, str):
        raise Http404
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(
        Path(path).read_bytes(), content_type="text/javascript; charset=utf-8", headers=headers
    )
