"""Addresses of the content app."""

from django.urls import path

from portal.content import views

app_name = "content"
urlpatterns = [path("content/<str:sha256>.<str:extension>", views.asset, name="asset")]
