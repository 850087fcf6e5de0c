"""Who writes the messages of this app: one module a kind."""

from typing import Final

from portal.core.registry import Registry
from portal.outbox.messages import Writer

writers: Final[Registry[Writer]] = Registry(__name__)
