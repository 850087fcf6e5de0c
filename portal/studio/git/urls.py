"""Addresses of the configured repository."""

from django.urls import path

from portal.studio.git import views

app_name = "git"
urlpatterns = [
    path("", views.index, name="index"),
    path("pull/", views.pull, name="pull"),
    path("push/", views.push, name="push"),
]
