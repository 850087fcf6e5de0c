"""Signs of life for supervisors, proxies and containers."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

_HEADERS = {"Cache-Control": "no-store"}


class HealthMiddleware:
    """Answers ``/healthz`` (this process serves) and ``/readyz`` (and its database answers).

    It stands first because probes come without the portal's host name, without https and without a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the next middleware."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, or pass the request on."""
        match request.path_info:
            case "/healthz":
                return _plain("ok")
            case "/readyz":
                return (
                    _plain("ok") if database_answers() else _plain("the database does not answer", status=503)
                )
        return self.get_response(request)


def database_answers() -> bool:
    """Return whether the database takes a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _plain(text: str, status: int = 200) -> HttpResponse:
    """Return a line of text that no cache keeps."""
    return HttpResponse(text + "\n", status=status, content_type="text/plain", headers=_HEADERS)
