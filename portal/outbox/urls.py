"""Addresses of the outbox app."""

from django.urls import path

from portal.outbox import views

app_name = "outbox"
urlpatterns = [
    path("staff/outbox/", views.outbox, name="outbox"),
    path("staff/outbox/<int:pk>/retry/", views.retry, name="retry"),
    path("staff/outbox/<int:pk>/cancel/", views.cancel, name="cancel"),
    path("metrics", views.metrics, name="metrics"),
]
