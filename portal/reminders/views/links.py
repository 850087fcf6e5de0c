"""The links of a reminder. They work without signing in: whoever holds one may do what it is for, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.reminders.links import Link, read
from portal.reminders.selectors.page import link_state
from portal.reminders.services.acts import act, snooze_kind


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str, action: str = "") -> HttpResponse:
    """Show a button for each thing to do, ``action`` first; do one when it is posted. A GET changes nothing."""
    made, holder = _read(token)
    if made is None or holder is None:
        return _gone(request)
    if request.method == "POST":
        act(holder, request.POST.get("do", ""), made.subject, made.day, now=timezone.now())
        return redirect("reminders:link", token)
    state = link_state(holder, made, snooze_kind(made.subject), timezone.now())
    return render(request, "reminders/link.html", {"state": state, "token": token, "first": action})


@csrf_exempt  # RFC 8058: the mail program posts on its own, without a cookie; the token is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_click(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails of this kind when a mail program asks for it; a GET shows the page with that button first."""
    made, holder = _read(token)
    if made is None or holder is None:
        return _gone(request)
    if request.method != "POST":
        return redirect("reminders:link-action", token, "stop")
    act(holder, "stop", made.subject, made.day, now=timezone.now())
    return HttpResponse("These mails are stopped.\n", content_type="text/plain; charset=utf-8")


def _read(token: str) -> tuple[Link | None, User | None]:
    made = read(token)
    return made, User.objects.filter(pk=made.user_id, is_active=True).first() if made else None


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "reminders/gone.html", status=404)
