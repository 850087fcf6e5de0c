"""The calendar feed, which calendar programs fetch without signing in."""

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from portal.reminders.selectors.feed import feed_by, feed_text


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer with the learner's blocks; 304 to whoever has just them, 404 for an address that is not known."""
    feed = feed_by(secret)
    if feed is None:
        raise Http404
    text = feed_text(feed, timezone.now())
    etag = f'"{sha256(text).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        text, content_type="text/calendar; charset=utf-8"
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
