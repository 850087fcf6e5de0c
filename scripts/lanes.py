"""The lanes of the lessons: each has packages of its own on top of those of the tests."""

import hashlib
import os
import sysconfig
from pathlib import Path

from scripts.common import ROOT, say
from scripts.packages import VENV, fill, make_venv

REQUIREMENTS = ROOT / "tests" / "curriculum" / "lanes"


def lanes() -> list[Path]:
    """Return the requirement files of all lanes, in the order of their names."""
    return sorted(REQUIREMENTS.glob("*.txt"))


def environment_of(requirements: Path) -> Path:
    """Return the Python of a lane, installing its packages when they are new.

    It stands inside ``.venv``, with whose end it ends, and sees the packages of the tests behind its own.
    """
    folder = VENV / "lanes" / requirements.stem
    python, stamp = folder / "bin" / "python", folder / "installed"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != digest:
        say(f"Installing the packages of the lane {requirements.stem}.")
        make_venv(folder)
        fill(python, "-r", str(requirements))
        _site_packages(folder).joinpath("tests.pth").write_text(f"{_site_packages(VENV)}{os.linesep}")
        stamp.write_text(digest)
    return python


def _site_packages(folder: Path) -> Path:
    """Return where a virtual environment keeps its packages."""
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
