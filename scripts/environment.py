"""The variables the portal runs with: the environment, then ``.env``, then defaults."""

import errno
import os
import secrets
import socket
from collections.abc import Mapping
from pathlib import Path

from scripts.common import ROOT, Trouble


def read_env_file(text: str) -> dict[str, str]:
    """Return the variables of an ``.env`` file.

    One ``NAME=value`` a line; quotes round the value fall away; a line that begins with ``#`` is a comment.
    """
    pairs = {}
    for line in text.splitlines():
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        if equals and not name.startswith("#"):
            value = value.strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
            pairs[name.strip()] = value[1:-1] if quoted else value
    return pairs


def variables(root: Path = ROOT, environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment for every process of the portal; what is set outside wins over ``.env``."""
    file = root / (environ.get("ENV_FILE") or ".env")
    found = {**(read_env_file(file.read_text(encoding="utf-8")) if file.is_file() else {}), **environ}
    for name, value in (("HOST", "127.0.0.1"), ("PORT", "8000"), ("VAR_DIR", "var")):
        found[name] = found.get(name) or value
    found["VAR_DIR"] = str(root / found["VAR_DIR"])
    found["PYTHONUNBUFFERED"] = "1"
    return found


def writable(folder: Path) -> None:
    """Make ``folder`` if need be and see that files can be made in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".probe-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"{folder} cannot be written to ({error.strerror}); "
            "put the project into a folder of your own, or set VAR_DIR to one for the data."
        ) from error


def secret_key(folder: Path) -> None:
    """Make the key that signs sessions and links, unless it is there; only its owner may read the file."""
    try:
        file = os.open(folder / "secret_key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(file, "w") as stream:
        stream.write(secrets.token_urlsafe(64) + "\n")


def listen(host: str, port: str) -> socket.socket:
    """Open the port of the portal; a visitor who comes before the web process is up waits in its queue."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Trouble(f"PORT={port} is not a port; choose a number from 1024 to 65535.")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, int(port)), family=family, backlog=128)
    except OSError as error:
        raise Trouble(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: str) -> str:
    """Say why a port could not be opened, and what to do."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use; stop what uses it, or choose another: make up PORT={int(port) + 1}"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"You may not open port {port}; choose one above 1023: make up PORT=8000"
    return f"HOST={host} is no address of this machine ({error.strerror}); use 127.0.0.1, or 0.0.0.0 for all."
