"""Addresses of the health of the content."""

from django.urls import path

from portal.health import views

app_name = "health"
urlpatterns = [
    path("", views.index, name="index"),
    path("look/", views.look, name="look"),
]
