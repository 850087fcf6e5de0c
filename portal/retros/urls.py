"""Addresses of weeks."""

from django.urls import path

from portal.retros.views import stop, weeks

app_name = "retros"
urlpatterns = [
    path("retro/", weeks.index, name="index"),
    path("retro/settings/", weeks.settings, name="settings"),
    path("retro/stop/<str:token>/", stop.stop, name="stop"),
    path("retro/<slug:week>/", weeks.week, name="week"),
    path("retro/<slug:week>/save/", weeks.save, name="save"),
    path("retro/<slug:week>/export.md", weeks.export, name="export"),
]
