"""The pages a learner reads."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.models import User
from portal.content.models import Track
from portal.core.http import render_forms, way_back
from portal.progress.selectors import has_history
from portal.reading.http import lesson_sheet
from portal.reading.selectors.concepts import concept_page, shelves
from portal.reading.selectors.landing import landing
from portal.reading.selectors.lesson import find_page, present_address
from portal.reading.selectors.plan import path_page, track_page

P = ParamSpec("P")
THEMES: Final = ("light", "dark")
A_YEAR: Final = 60 * 60 * 24 * 365


def readable(
    view: Callable[Concatenate[HttpRequest, User | None, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view its reader, None for a stranger; with ``READ_WITHOUT_ACCOUNT`` off, strangers sign in first."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        reader = request.user if request.user.is_authenticated else None
        if reader is None and not settings.READ_WITHOUT_ACCOUNT:
            return redirect_to_login(request.get_full_path())
        return view(request, reader, *args, **kwargs)

    return guarded


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show strangers what this is; take learners to their day."""
    if request.user.is_authenticated:
        return redirect("routine:today")
    return render(request, "reading/landing.html", {"landing": landing(timezone.now())})


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the choice between light and dark in a cookie, and go back to where it was made."""
    response = redirect(way_back(request))
    if (choice := request.POST.get("theme")) in THEMES:
        response.set_cookie(
            "theme", choice, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    return response


@require_safe
@readable
def path(request: HttpRequest, reader: User | None) -> HttpResponse:
    """Show the whole path."""
    page = path_page(reader, timezone.now())
    return render(request, "reading/path.html", {"path": page, "section": "path"})


@require_safe
@readable
def track(request: HttpRequest, reader: User | None, uid: str) -> HttpResponse:
    """Show one track with its lessons."""
    found = get_object_or_404(Track, uid=uid, retired_at=None)
    page = track_page(found, reader, timezone.now())
    return render_forms(request, "reading/track.html", {"page": page, "section": "path"})


@require_safe
@readable
def lesson(request: HttpRequest, reader: User | None, track: str, slug: str) -> HttpResponse:
    """Show one lesson; an id it had before leads here for good, and one that is gone says so."""
    uid = f"{track}/{slug}"
    found = find_page(uid, reader)
    if found is None:
        if address := present_address(uid):
            return redirect(address, permanent=True)
        raise Http404
    if found.retired:
        history = reader is not None and has_history(uid, reader)
        return render(request, "reading/retired.html", {"page": found.page, "history": history}, status=410)
    return lesson_sheet(request, found, reader, timezone.now())


@require_safe
@readable
def concepts(request: HttpRequest, reader: User | None) -> HttpResponse:
    """Show all concepts."""
    return render(request, "reading/concepts/list.html", {"shelves": shelves(), "section": "path"})


@require_safe
@readable
def concept(request: HttpRequest, reader: User | None, uid: str) -> HttpResponse:
    """Show one concept: where it is taught and asked about, and the reader's record."""
    page = concept_page(uid, reader, timezone.now())
    if page is None:
        raise Http404
    return render(request, "reading/concepts/one.html", {"page": page, "section": "path"})
