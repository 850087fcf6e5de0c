"""The signed-in request, typed; and the second factor that staff owe."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from portal.accounts.models import User
from portal.accounts.selectors import has_second_factor, zone_of
from portal.core.http import HtmxRequest, is_fragment

P = ParamSpec("P")
STAFF_AREAS = ("/admin/", "/studio/", "/dev/", "/staff/", "/quiz-statistics/")


class LearnerRequest(HtmxRequest):
    """A request of somebody who is signed in."""

    user: User


def learner_required(
    view: Callable[Concatenate[LearnerRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let a view have the user as a ``User``, and send strangers to the door and back.

    A fragment cannot hold the sign-in page, so HTMX is told to go there as a whole page. The way back leads
    to the page the stranger was on, never to the address of a form.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(cast(LearnerRequest, request), *args, **kwargs)
        door = redirect_to_login(page_of(request))
        return HttpResponseClientRedirect(door.url) if is_fragment(cast(HtmxRequest, request)) else door

    return guarded


def staff_required(
    view: Callable[Concatenate[LearnerRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let staff through; for others there is no such page."""
    return _for_those(lambda user: user.is_staff, view)


def editor_required(
    view: Callable[Concatenate[LearnerRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let staff through who may edit content; for others there is no such page."""
    return _for_those(lambda user: user.may_edit, view)


def publisher_required(
    view: Callable[Concatenate[LearnerRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Let staff through who may publish content; for others there is no such page."""
    return _for_those(lambda user: user.may_publish, view)


def _for_those(
    may: Callable[[User], bool], view: Callable[Concatenate[LearnerRequest, P], HttpResponse]
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    @wraps(view)
    def guarded(request: LearnerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not may(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return learner_required(guarded)


def page_of(request: HttpRequest) -> str:
    """Return the path of the page somebody is on: the address itself for GET, else where the form stands."""
    if request.method == "GET" and not is_fragment(cast(HtmxRequest, request)):
        return request.get_full_path()
    source = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if source.netloc != request.get_host():
        return "/"
    return urlunsplit(("", "", source.path or "/", source.query, ""))


class ZoneMiddleware:
    """Show every instant on the clock of whoever asks; strangers see UTC.

    What is worked out in their zone takes it as an argument; this is for what templates print, the admin's as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the next middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, in the zone of its person."""
        zone = zone_of(request.user) if isinstance(request.user, User) else None
        with timezone.override(zone):
            return self.get_response(request)


class StaffSecondFactor:
    """Keep staff out of their pages until signing in as them takes more than a password.

    On when ``STAFF_SECOND_FACTOR`` is, the default under https. Costs a query on staff pages only.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the next middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the way to a second factor, or pass the request on."""
        if settings.STAFF_SECOND_FACTOR and request.path.startswith(STAFF_AREAS):
            user = request.user
            if isinstance(user, User) and user.is_staff and not has_second_factor(user):
                return render(request, "accounts/second_factor_needed.html", status=403)
        return self.get_response(request)
