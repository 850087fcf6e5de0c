"""Requests by HTMX, safe ways back, pages that are drawn once, and refusals turned into HTTP 409."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib.messages import get_messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from portal.core.drawn import MARK, Drawn, Holes, draw_whole
from portal.core.errors import Refused


class HtmxRequest(HttpRequest):
    """A request that has passed django-htmx's middleware."""

    htmx: HtmxDetails


def is_fragment(request: HtmxRequest) -> bool:
    """Return whether the page asks for a piece of itself (HTMX, but not a boosted link)."""
    return bool(request.htmx) and not request.htmx.boosted


def way_back(request: HttpRequest) -> str:
    """Return the page a form was sent from: its ``next`` field or the Referer if they are ours, else the front page."""
    for address in (request.POST.get("next", ""), request.headers.get("referer", "")):
        if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
            return address
    return "/"


def request_id(request: HttpRequest) -> UUID:
    """Return the id a form carries so that sending it twice does it once; raises ``BadRequest`` (400) without one."""
    try:
        return UUID(request.POST.get("request", ""))
    except ValueError as error:
        raise BadRequest("The form came without its id; load the page again.") from error


@dataclass(frozen=True, slots=True)
class _Visit:
    """What the frame of a page needs of a request, as a value."""

    path: str
    theme: str
    leaving: str
    method: str = "GET"

    @property
    def COOKIES(self) -> dict[str, str]:
        """Return the cookies that change how the frame looks."""
        return {"theme": self.theme}

    @property
    def session(self) -> dict[str, str]:
        """Return what the frame reads of the session."""
        return {"leaving": self.leaving}

    def get_full_path(self) -> str:
        """Return the path; a query would make each address a page of its own."""
        return self.path


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the frame of a page needs of a user, as a value; the name is a hole."""

    is_authenticated: bool
    is_staff: bool
    may_edit: bool

    def __str__(self) -> str:
        return f"{MARK}reader{MARK}"


def draw_page(request: HttpRequest, template: str, *, anywhere: bool = False, **values: Hashable) -> Drawn:
    """Draw a whole page, one that extends ``base.html``, to be filled by ``fill_page``.

    With ``anywhere`` one drawing serves every address, and the form of the theme leads back by the Referer.
    """
    theme = request.COOKIES.get("theme", "")
    theme = theme if theme in ("light", "dark") else ""
    leaving = request.session.get("leaving", "")
    visit = _Visit("", theme, leaving, "") if anywhere else _Visit(request.path, theme, leaving)
    staff = getattr(request.user, "is_staff", False)
    reader = _Reader(request.user.is_authenticated, staff, staff and getattr(request.user, "may_edit", False))
    return draw_whole(template, request=visit, user=reader, **values)


def fill_page(request: HttpRequest, page: Drawn, *, stamp: object, **values: str) -> HttpResponse:
    """Answer with ``page``, its holes filled from ``values`` and the request; 304 if the browser has just that.

    A page kept by the browser holds old form ids, so ``stamp`` must change with whatever its forms change.
    """
    waiting = get_messages(request)
    messages = render_to_string("core/_messages.html", {"messages": waiting}) if len(waiting) else ""
    last = Drawn(page.fill(reader=str(request.user), messages=messages, **values))
    token = get_token(request)
    etag = f'W/"{last.digest(request.user.pk, request.META["CSRF_COOKIE"], stamp)}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(last.forms(token))
    response.headers["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def render_forms(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    """Answer with a page drawn for this request alone; each ``{{ forms.request }}`` in it is a new id."""
    page = render_to_string(template, {**context, "forms": Holes()}, request)
    return answer(request, page)


def answer(request: HttpRequest, *pieces: str) -> HttpResponse:
    """Answer HTMX with fragments: the first replaces the target, the others say themselves where they go."""
    return HttpResponse(Drawn("\n".join(pieces)).forms(get_token(request)))


class RefusedMiddleware:
    """Answer 409 with the reason when a service refused; views need no ``try``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the next middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HtmxRequest, exc: Exception) -> HttpResponse | None:
        """Turn a ``Refused`` into a sentence: bare for HTMX, on a page of its own for a plain form."""
        if not isinstance(exc, Refused):
            return None
        template = "core/_refused.html" if is_fragment(request) else "core/refused.html"
        context = {"reason": exc.reason, "back": way_back(request)}
        return render(request, template, context, status=409)
