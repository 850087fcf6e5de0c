"""The app: a part of the Studio with a row of its own."""

from django.apps import AppConfig


class GitConfig(AppConfig):
    """The configured repository."""

    name = "portal.studio.git"
    label = "git"
