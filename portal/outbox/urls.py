"""Addresses of the outbox."""

from django.urls import path

from portal.outbox.views import channels, staff

app_name = "outbox"
urlpatterns = [
    path("settings/channels/", channels.overview, name="channels"),
    path("settings/channels/<slug:channel>/add/", channels.add, name="channel-add"),
    path("settings/channels/<slug:channel>/switch/", channels.switch, name="channel-switch"),
    path("settings/channels/<slug:channel>/test/", channels.test, name="channel-test"),
    path("settings/channels/addresses/<int:pk>/remove/", channels.remove, name="address-remove"),
    path("push-worker.js", channels.push_worker, name="push-worker"),
    path("staff/outbox/", staff.outbox, name="outbox"),
    path("staff/outbox/<int:pk>/retry/", staff.retry, name="retry"),
    path("staff/outbox/<int:pk>/cancel/", staff.cancel, name="cancel"),
    path("metrics", staff.metrics, name="metrics"),
]
