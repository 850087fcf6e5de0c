"""Addresses of one's own data."""

from django.urls import path

from portal.owndata import views

app_name = "owndata"
urlpatterns = [
    path("settings/data/", views.page, name="page"),
    path("settings/data/export/", views.export, name="export"),
    path("settings/data/import/", views.take_in, name="import"),
    path("settings/data/delete/", views.leave, name="leave"),
    path("settings/data/choice/", views.choice, name="choice"),
    path("settings/data/keep/", views.keep, name="keep"),
]
