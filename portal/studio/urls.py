"""Addresses of studio."""

from django.urls import path

from portal.studio.views import tree

app_name = "studio"
urlpatterns = [path("", tree.tree, name="tree")]
