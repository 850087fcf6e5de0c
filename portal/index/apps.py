"""Registers the check of ``checks.py`` when Django starts."""

from django.apps import AppConfig


class IndexConfig(AppConfig):
    """The index app."""

    name = "portal.index"

    def ready(self) -> None:
        """Import the check; Django finds it by its decorator."""
        from portal.index import checks  # noqa: F401
