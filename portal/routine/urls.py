"""Addresses of the routine."""

from django.urls import path

from portal.routine.views import reading, settings, today, year

app_name = "routine"
urlpatterns = [
    path("today/", today.today, name="today"),
    path("today/shape/", today.shape, name="shape"),
    path("today/mark/", today.mark, name="mark"),
    path("today/block/<slug:block>/timer/", today.timer, name="timer"),
    path("today/block/<slug:block>/log/", today.log, name="log"),
    path("today/block/<slug:block>/state/", today.state, name="state"),
    path("today/block/<slug:block>/swap/", today.swap, name="swap"),
    path("today/year/", year.year, name="year"),
    path("today/forecast/", year.forecast, name="forecast"),
    path("today/reading/", reading.book, name="book"),
    path("today/<slug:day>/", today.past, name="day"),
    path("settings/routine/", settings.routine, name="settings"),
    path("settings/routine/away/", settings.add_away, name="away-add"),
    path("settings/routine/away/<int:pk>/remove/", settings.remove_away, name="away-remove"),
    path("settings/routine/pause/", settings.pause, name="pause"),
]
