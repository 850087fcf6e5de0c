"""Stopping the weekly mail from the mail itself, without signing in. GET changes nothing (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.retros.services.settings import stop_mail
from portal.retros.stopping import learner_of


@csrf_exempt  # a mail program posts without a cookie; what counts is the signature
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; a POST, also that of a mail program, stops the mail."""
    learner = learner_of(token)
    if learner is None:
        raise Http404
    if request.method == "POST":
        stop_mail(learner)
    return render(request, "retros/stop.html", {"stopped": request.method == "POST"})
