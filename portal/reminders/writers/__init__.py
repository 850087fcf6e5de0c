"""Who writes the reminders: one module a kind, found by ``writers``."""

from __future__ import annotations

from typing import Final

from portal.core.registry import Registry
from portal.outbox.messages import Writer

writers: Final[Registry[Writer]] = Registry(__name__)
