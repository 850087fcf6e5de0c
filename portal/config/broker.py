"""Celery's messages as files, each there whole or not at all.

Kombu's own transport lets a message be seen as soon as its file is opened. Whoever reads it then, or finds what a
killed writer left, gets no JSON, and the worker takes no message any more while its process lives on.
"""

import logging
import os
from pathlib import Path
from time import monotonic_ns
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Writes a message beside its place and moves it there; passes over what is no message."""

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]  # as kombu does
        """Put a message into a queue; the names sort by age. Raises ``OSError``."""
        name = f"{monotonic_ns()}_{uuid4()}.{queue}.msg"
        whole = Path(self.data_folder_out, name)
        part = whole.with_name(f"{name}.part")
        part.write_text(dumps(payload))
        os.replace(part, whole)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Take the oldest message of a queue; raises ``Empty``."""
        while True:
            try:
                return super()._get(queue)
            except ValueError:  # not lost: the next minute says the same again
                log.warning("a message that was no JSON was thrown away")


class Transport(filesystem.Transport):
    """The same with these channels."""

    Channel = Channel
