"""Addresses of the progress app, most of them below those of the lessons; all of them take POST only."""

from django.urls import path

from portal.progress import views

app_name = "progress"
urlpatterns = [
    path("path/<path:uid>/tick/", views.tick, name="tick"),
    path("path/<path:uid>/done/", views.done, name="done"),
    path("path/<path:uid>/place/", views.place, name="place"),
    path("milestones/<slug:milestone>/<int:number>/", views.step, name="step"),
]
