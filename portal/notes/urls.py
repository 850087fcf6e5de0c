"""Addresses of notes and of a learner's own links."""

from django.urls import path

from portal.notes.views import acts, links, notes

app_name = "notes"
_LESSON = "notes/lesson/<slug:track>/<slug:slug>/"
urlpatterns = [
    path("notes/", notes.shelf, name="list"),
    path("notes/export.zip", notes.export, name="export"),
    path(_LESSON, notes.lesson, name="lesson"),
    path(f"{_LESSON}save/", notes.lesson_save, name="lesson-save"),
    path(f"{_LESSON}beside/", notes.lesson_beside, name="lesson-beside"),
    path(f"{_LESSON}link/", links.add, name="lesson-link"),
    path("notes/day/<slug:day>/", notes.day, name="day"),
    path("notes/day/<slug:day>/save/", notes.day_save, name="day-save"),
    path("notes/<int:pk>/bin/", acts.put_away, name="bin"),
    path("notes/<int:pk>/erase/", acts.erase, name="erase"),
    path("notes/version/<int:pk>/", acts.version, name="version"),
    path("notes/version/<int:pk>/back/", acts.bring_back, name="back"),
    path("notes/link/<int:pk>/", links.edit, name="link"),
    path("notes/link/<int:pk>/change/", links.change, name="link-change"),
    path("notes/link/<int:pk>/tick/", links.tick, name="link-tick"),
    path("notes/link/<int:pk>/remove/", links.remove, name="link-remove"),
]
