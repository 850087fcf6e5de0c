"""The portal's addresses, and two bare views to measure against."""

from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from portal.content.models import LessonVersion
from portal.progress.models import ProgressEvent


def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with a stored text: session, user and one query."""
    assert request.user.is_authenticated
    return HttpResponse(LessonVersion.objects.get(pk=pk).html)


def write(request: HttpRequest) -> HttpResponse:
    """Write one row: session, user and one insert."""
    assert request.user.is_authenticated
    now = timezone.now()
    with transaction.atomic():
        ProgressEvent.objects.create(
            user=request.user,
            client_uuid=uuid4(),
            kind="bench",
            object_id="bench",
            occurred_at=now,
            received_at=now,
            local_date=now.date(),
        )
    return HttpResponse("written")


urlpatterns = [
    path("bare/page/<int:pk>/", page),
    path("bare/write/", write),
    path("", include("portal.config.urls")),
]
