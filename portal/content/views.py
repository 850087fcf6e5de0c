"""Pictures of the curriculum, by the digest of their bytes."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.content.models import Blob

IMAGE_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
}


@require_safe
def asset(request: HttpRequest, sha256: str, extension: str) -> HttpResponse:
    """Send one picture; its address changes with its bytes, so it may be kept for ever."""
    if extension not in IMAGE_TYPES:
        raise Http404
    blob = get_object_or_404(Blob, sha256=sha256)
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(bytes(blob.data), content_type=IMAGE_TYPES[extension], headers=headers)
