"""A mail server that listens, and writers of the tests' own."""

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from pytest_django import Settings

from tests.outbox.helpers import Clock, Daily, Sink, Weekly, mail_server


def trial_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``writer_of`` find the kinds ``trial.daily`` and ``trial.weekly`` as it finds any app's."""
    module: Any = ModuleType("portal.trial.writers")
    module.writers = {writer.slug: writer for writer in (Daily(), Weekly())}
    monkeypatch.setitem(sys.modules, "portal.trial", ModuleType("portal.trial"))
    monkeypatch.setitem(sys.modules, "portal.trial.writers", module)


@pytest.fixture(autouse=True)
def _writers(monkeypatch: pytest.MonkeyPatch) -> None:
    trial_writers(monkeypatch)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server that the portal is set to."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
