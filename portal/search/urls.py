"""The addresses of the search."""

from django.urls import path

from portal.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.page, name="search"),
    path("search/key/", views.key, name="key"),
]
