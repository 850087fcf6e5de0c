"""Programs the tests use when they are on the machine, and the packages that bring them."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from scripts.common import ROOT

NODE = ROOT / "node_modules"
AXE = NODE / "axe-core" / "axe.min.js"
COMMONMARK = NODE / "commonmark-spec" / "spec.txt"


@dataclass(frozen=True)
class Tools:
    """Where each program is; ``None`` when it is not there. ``postgres`` is the folder of its programs."""

    postgres: Path | None
    redis: str | None
    chromium: str | None
    npm: str | None


def find() -> Tools:
    """Look for every program."""
    return Tools(
        postgres=_postgres(), redis=shutil.which("redis-server"), chromium=chromium(), npm=shutil.which("npm")
    )


def node_packages_are_new() -> bool:
    """Return whether npm's packages are installed, and were after their lock file last changed."""
    installed = NODE / ".package-lock.json"
    return installed.is_file() and installed.stat().st_mtime >= (ROOT / "package-lock.json").stat().st_mtime


def chromium() -> str | None:
    """Return Chromium or Chrome; the variable ``CHROMIUM`` names another one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def _postgres() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres``, the newest where Debian has several."""
    on_path = shutil.which("initdb")
    places = [Path(on_path).resolve().parent] if on_path else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: _number(path.parent.name))
    return next((place for place in [*reversed(debian), *places] if (place / "postgres").is_file()), None)


def _number(name: str) -> float:
    """Return a version in a folder's name as a number, 0 when it is none."""
    return float(name) if re.fullmatch(r"\d+(\.\d+)?", name) else 0.0
