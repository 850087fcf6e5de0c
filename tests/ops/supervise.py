"""A supervisor for the tests: ``python -m tests.ops.supervise FIRST_WAIT PATIENCE FIFO CODE...``.

With a ``FIFO`` the first program is alone until a line comes out of it.
"""

import os
import sys

from scripts.common import ROOT, say
from scripts.supervisor import Service, Supervisor


class Line:
    """Waits for a line in a named pipe."""

    def __init__(self, path: str) -> None:
        """Open it without waiting for the other end."""
        self.file = os.open(path, os.O_RDWR)

    def fileno(self) -> int:
        """Return the open pipe."""
        return self.file

    def done(self) -> bool:
        """Take what has come."""
        return bool(os.read(self.file, 100))


first_wait, patience, fifo, *programs = sys.argv[1:]
services = [
    Service(f"p{number}", [sys.executable, "-c", program], dict(os.environ))
    for number, program in enumerate(programs)
]
waiter = Line(fifo) if fifo else None
supervisor = Supervisor(services, say, ROOT, waiter, first_wait=float(first_wait), patience=float(patience))
sys.exit(supervisor.run())
