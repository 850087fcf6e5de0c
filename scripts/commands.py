"""The commands behind ``make``, by name."""

import signal
import sys
from collections.abc import Sequence

from scripts.common import Trouble


def main(arguments: Sequence[str]) -> int:
    """Run one command; what stands in its way is one sentence and exit code 1.

    SIGTERM ends it as Ctrl-C does: what it has started is stopped first.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _command(arguments[0] if arguments else "")
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _command(name: str) -> int:
    """Find and run ``name``; each command is imported only when it is asked for."""
    match name:
        case "up":
            from scripts.up import up

            return up()
        case "test":
            from scripts.suite import test

            return test()
        case "lessons":
            from scripts.suite import lessons

            return lessons()
        case "faults":
            from scripts.suite import faults

            return faults()
        case "bench":
            from scripts.suite import bench

            return bench()
        case "check":
            from scripts.check import check

            return check()
        case "develop":
            from scripts.packages import DEV, install

            install(DEV)
            return 0
    raise Trouble("Say what to do: up, test, lessons, faults, bench, check or develop; or ask make help.")
