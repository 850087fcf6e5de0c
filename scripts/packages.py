"""The virtual environment and its packages, exactly those of a lock file."""

import hashlib
import importlib.util
import shutil
import sys
from pathlib import Path

from scripts.common import PYTHON, ROOT, Trouble, run, say
from scripts.environment import writable

VENV = ROOT / ".venv"
STAMP = VENV / "installed"
RUNTIME, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
_VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"


def install(lock: Path) -> None:
    """Make ``.venv`` hold the packages of ``lock``; at once when it does already.

    The stamp names the Python and the digests of the locks that are in; these are written last, so an
    interrupted installation is begun again. The development lock holds everything the runtime lock does.
    """
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in dict.fromkeys((RUNTIME, lock))]
    stamped = STAMP.read_text().split() if STAMP.is_file() and PYTHON.is_file() else []
    if {_VERSION, *digests} <= set(stamped):
        return
    if _VERSION not in stamped:
        make_venv(VENV)
    writable(VENV)
    STAMP.write_text(_VERSION)
    count = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    say(f"Installing {count} packages into .venv; this happens once for each new {lock.name}.")
    fill(PYTHON, "--require-hashes", "--no-deps", "-r", str(lock))
    STAMP.write_text("\n".join((_VERSION, *digests)))


def make_venv(folder: Path) -> None:
    """Make an empty virtual environment for the Python that runs this, in place of what is in ``folder``."""
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing == ["ensurepip"] and shutil.which("uv"):
        missing = []
    if missing:
        raise Trouble("Python's venv module is not whole here; install it: sudo apt install python3-venv")
    writable(folder.parent)
    if run([sys.executable, "-m", "venv", "--without-pip", "--clear", folder]):
        raise Trouble(f"The virtual environment {folder} could not be made; what Python said stands above.")


def fill(python: Path, *requirements: str) -> None:
    """Install ``requirements`` for ``python``, with uv where it is on the path and with pip otherwise."""
    if uv := shutil.which("uv"):
        if run([uv, "pip", "install", "--quiet", "--python", python, *requirements]) == 0:
            return
        say("uv could not install the packages; trying pip.")
    if not list(python.parent.glob("pip*")) and run([python, "-m", "ensurepip", "--default-pip"], quiet=True):
        raise Trouble("pip could not be put into the virtual environment: python3 -m ensurepip fails there.")
    options = ["-qq", "--no-compile", "--disable-pip-version-check", "--no-input"]
    if run([python, "-m", "pip", "install", *options, *requirements]):
        raise Trouble("The packages could not be installed; what pip said stands above. Is there a network?")
