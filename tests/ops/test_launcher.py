"""``make up`` where something stands in its way: one sentence, exit code 1, and nothing else."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
POWERLESS = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]  # root that obeys modes
TAKE_AWAY = """
from importlib import util
real = util.find_spec
util.find_spec = lambda name, *rest: None if name == "ensurepip" else real(name, *rest)
"""
RUN = """
import runpy, sys
sys.argv = ["scripts", "up"]
runpy.run_module("scripts", run_name="__main__")
"""
PRETEND_OLD = "import sys; sys.version_info = (3, 9, 2)"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a folder with what ``make up`` needs before it installs anything."""
    folder = tmp_path / "clone"
    shutil.copytree(ROOT / "scripts", folder / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.lock", "Makefile"):
        shutil.copy(ROOT / name, folder)
    return folder


def up(clone: Path, before: str = "", through: Sequence[str] = (), **env: str) -> list[str]:
    """Run ``python -m scripts up`` after the code ``before``; return what a run says that was refused."""
    done = subprocess.run(
        [*through, sys.executable, "-c", before + RUN],
        cwd=clone,
        env={"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1", "PORT": str(free_port()), **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 1, done
    assert done.stdout == ""
    return done.stderr.splitlines()


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_a_port_in_use_gets_one_sentence_with_another_port(clone: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert up(clone, PORT=str(port)) == [
            f"Port {port} is in use; stop what uses it, or choose another: make up PORT={port + 1}"
        ]


@pytest.mark.parametrize("port", ["http", "-1", "70000"])
def test_what_is_no_port_gets_one_sentence(clone: Path, port: str) -> None:
    assert up(clone, PORT=port) == [f"PORT={port} is not a port; choose a number from 1024 to 65535."]


def test_an_address_of_another_machine_gets_one_sentence(clone: Path) -> None:
    [line] = up(clone, HOST="192.0.2.1")
    assert line.startswith("HOST=192.0.2.1 is no address of this machine")


def test_an_old_python_gets_one_sentence(clone: Path) -> None:
    assert up(clone, PRETEND_OLD) == [
        "Python 3.11 or newer is needed, this is 3.9; name another: make up PYTHON=python3.12"
    ]


def test_a_python_without_venv_is_told_the_package_to_install(clone: Path) -> None:
    assert up(clone, TAKE_AWAY) == [
        "Python's venv module is not whole here; install it: sudo apt install python3-venv"
    ]
    assert not (clone / ".venv").exists()


def test_a_folder_that_cannot_be_written_to_gets_one_sentence(clone: Path) -> None:
    clone.chmod(0o555)
    assert up(clone, through=POWERLESS if os.getuid() == 0 else ()) == [
        f"{clone}/var cannot be written to (Permission denied); "
        "put the project into a folder of your own, or set VAR_DIR to one for the data."
    ]
