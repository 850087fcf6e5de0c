"""Stopping the weekly mail from the mail itself, and taking that back (RFC 8058). GET changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.retros.selectors.terms import settings_of
from portal.retros.services.settings import set_mail
from portal.retros.stopping import learner_of


@csrf_exempt  # a mail program posts without a cookie; what counts is the signature
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show how it is and a button; a POST stops the mail, also a mail program's, which says nothing of ``do``."""
    learner = learner_of(token)
    if learner is None:
        raise Http404
    if request.method == "POST":
        set_mail(learner, on=request.POST.get("do") == "start")
    return render(request, "retros/stop.html", {"stopped": not settings_of(learner).mail})
