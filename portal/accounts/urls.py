"""Addresses of the accounts app."""

from django.urls import path

from portal.accounts.views import arrival, mailbox, profile

app_name = "accounts"
urlpatterns = [
    path("settings/", profile.profile, name="profile"),
    path("settings/zone/", profile.zone, name="zone"),
    path("setup/<str:token>/", arrival.setup, name="setup"),
    path("invitation/<str:token>/", arrival.invitation, name="invitation"),
    path("dev/mail/", mailbox.mailbox, name="mailbox"),
    path("dev/mail/<str:file>/<int:number>/", mailbox.read, name="letter"),
]
