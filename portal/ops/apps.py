"""Registers the checks of ``checks.py`` when Django starts."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    """The ops app."""

    name = "portal.ops"

    def ready(self) -> None:
        """Import the checks; Django finds them by their decorator."""
        from portal.ops import checks  # noqa: F401
