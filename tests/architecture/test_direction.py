"""Imports point downwards."""

import subprocess
import sys

import pytest

from tests.architecture.files import ROOT, python_files, text

pytestmark = pytest.mark.once


def test_every_import_keeps_the_contracts_of_pyproject() -> None:
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_portal_knows_neither_its_launcher_nor_its_tests() -> None:
    wrong = [
        f"{path}: {line.strip()}"
        for path in python_files("portal")
        for line in text(path).splitlines()
        if line.strip().startswith(("import ", "from "))
        and line.split()[1].split(".")[0] in ("scripts", "tests")
    ]
    assert wrong == []


def test_the_launcher_needs_nothing_that_must_be_installed() -> None:
    own = {*sys.stdlib_module_names, "scripts"}
    wrong = [
        f"{path}: {line.strip()}"
        for path in python_files("scripts")
        for line in text(path).splitlines()
        if line.strip().startswith(("import ", "from ")) and line.split()[1].split(".")[0] not in own
    ]
    assert wrong == []
