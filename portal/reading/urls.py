"""Addresses of the reading app."""

from django.urls import path

from portal.reading import views

app_name = "reading"
urlpatterns = [
    path("", views.front, name="front"),
    path("theme/", views.theme, name="theme"),
    path("concepts/", views.concepts, name="concepts"),
    path("concepts/<str:uid>/", views.concept, name="concept"),
    path("path/", views.path, name="path"),
    path("path/<slug:uid>/", views.track, name="track"),
    path("path/<slug:track>/<slug:slug>/", views.lesson, name="lesson"),
]
