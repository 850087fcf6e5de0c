"""The portal's addresses, and bare views to measure against."""

from uuid import uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from portal.content.models import LessonVersion
from portal.progress.models import ProgressEvent
from portal.quizzes.models import Attempt, Response

READY: dict[int, str] = {}
"""The HTML of the question page of each attempt, to be answered as it is."""


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


def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with ready HTML: session, user, and the rows a question page needs."""
    assert request.user.is_authenticated
    attempts = Attempt.objects.filter(pk=pk, user_id=request.user.pk).select_related("version")
    attempt = attempts.defer("version__spec", "version__stamps").get()
    assert list(Response.objects.filter(attempt_id=attempt.pk))
    return HttpResponse(READY[pk])


urlpatterns = [
    path("bare/page/<int:pk>/", page),
    path("bare/write/", write),
    path("bare/question/<int:pk>/", question),
    path("", include("portal.config.urls")),
]
