"""Addresses of the reminders."""

from django.urls import path

from portal.reminders.views import calendar, links, settings

app_name = "reminders"
urlpatterns = [
    path("settings/reminders/", settings.settings, name="settings"),
    path("settings/reminders/proposal/", settings.answer, name="answer"),
    path("settings/reminders/calendar/", settings.make_calendar, name="calendar-make"),
    path("settings/reminders/calendar/revoke/", settings.revoke_calendar, name="calendar-revoke"),
    path("calendar/<str:secret>.ics", calendar.calendar, name="calendar"),
    path("r/<str:token>/", links.link, name="link"),
    path("r/<str:token>/one-click/", links.one_click, name="one-click"),
    path("r/<str:token>/<slug:action>/", links.link, name="link-action"),
]
