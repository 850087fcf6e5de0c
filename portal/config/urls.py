"""Every address of the portal."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path(
        "", include("portal.progress.urls")
    ),  # these two first: most requests are for a lesson or a tick in it
    path("", include("portal.reading.urls")),
    path("accounts/", include("portal.accounts.door.urls")),
    path("admin/", admin.site.urls),
    path("", include("portal.accounts.urls")),
    path("", include("portal.content.urls")),
    path("", include("portal.notes.urls")),
    path("", include("portal.outbox.urls")),
    path("", include("portal.owndata.urls")),
    path("", include("portal.search.urls")),
    path("", include("portal.ops.urls")),
    path("", include("portal.taking.urls")),
    path("", include("portal.routine.urls")),
    path("", include("portal.reminders.urls")),
    path("", include("portal.retros.urls")),
    path("studio/", include("portal.studio.urls")),
    path("studio/git/", include("portal.studio.git.urls")),
    path("studio/health/", include("portal.health.urls")),
]
