"""The page of the search, and its key."""

from typing import Final

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from portal.accounts.http import page_of
from portal.core.http import HtmxRequest, is_fragment, way_back
from portal.search.selectors import search

KEY: Final = "search_key"
A_YEAR: Final = 60 * 60 * 24 * 365


@require_safe
@never_cache
@vary_on_headers("HX-Request")
def page(request: HtmxRequest) -> HttpResponse:
    """Show what is found; a fragment while somebody types. Strangers find what they may read."""
    piece = is_fragment(request) and not request.htmx.history_restore_request
    learner = request.user if request.user.is_authenticated else None
    if learner is None and not settings.READ_WITHOUT_ACCOUNT:
        door = redirect_to_login(page_of(request))
        return HttpResponseClientRedirect(door.url) if piece else door
    kind, track, number = (request.GET.get(name, "") for name in ("kind", "track", "page"))
    results = search(
        learner,
        request.GET.get("q", ""),
        kinds=[kind] if kind else (),
        track=track,
        page=int(number) if number.isdecimal() and len(number) < 4 else 1,
    )
    context = {"results": results, "kind": kind, "track": track, "section": "search"}
    return render(request, "search/_answer.html" if piece else "search/search.html", context)


@require_POST
def key(request: HttpRequest) -> HttpResponse:
    """Let "/" lead to the search, or not, in this browser: speech input may say it by mistake (WCAG 2.1.4).

    ``portal.js`` reads the cookie, so scripts may.
    """
    response = redirect(way_back(request))
    if (choice := request.POST.get("key")) in ("on", "off"):
        response.set_cookie(KEY, choice, max_age=A_YEAR, secure=settings.HTTPS, samesite="Lax")
    return response
