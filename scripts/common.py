"""What every script shares: the project's folder, one way to speak, one way to give up."""

import ctypes
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"


class Trouble(Exception):
    """What stands in the way, as one sentence that says what to do; ends the command with exit code 1."""


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


def run(command: Sequence[str | Path], env: Mapping[str, str] | None = None, *, quiet: bool = False) -> int:
    """Run a command in the project's folder and return its exit code; ``quiet`` keeps its words to itself."""
    sys.stdout.flush()
    output = subprocess.DEVNULL if quiet else None
    parts = [str(part) for part in command]
    return subprocess.run(
        parts, cwd=ROOT, env=env, stdout=output, stderr=output, check=False, preexec_fn=die_with_parent
    ).returncode


def die_with_parent() -> None:
    """Ask Linux to stop this process when its parent is killed; a ``preexec_fn``, so it runs in the child."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG, see prctl(2)
