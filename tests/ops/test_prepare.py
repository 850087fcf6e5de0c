"""``manage.py prepare``: from nothing to a portal that can start, and nothing twice."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.ops.process import ROOT, python

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a fresh laptop, with a curriculum of its own to spoil."""
    folder = tmp_path_factory.mktemp("laptop")
    subprocess.run(["cp", "-r", str(ROOT / "curriculum"), str(folder)], check=True)
    names = {"VAR_DIR": str(folder / "var"), "CURRICULUM_DIR": str(folder / "curriculum"), "SECRET_KEY": "x"}
    (folder / "var").mkdir()
    return {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **names}


def prepare(env: dict[str, str], *arguments: str, code: int = 0) -> tuple[str, str]:
    """Run the command; return what it printed on standard output and on standard error."""
    command = python("manage.py", "prepare", *arguments)
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


@pytest.fixture(scope="module")
def first(laptop: dict[str, str]) -> tuple[str, str]:
    """Return what the first start says."""
    return prepare(laptop)


def test_the_first_start_makes_everything_and_prints_the_link(first: tuple[str, str]) -> None:
    out, progress = first
    assert re.search(r"^Database: \d+ migrations applied\.$", progress, re.MULTILINE)
    assert re.search(r"^Curriculum: \d+ lessons added", progress, re.MULTILINE)
    assert "Static files: collected" in progress
    assert re.search(r"^http://localhost:8000/\S+$", out, re.MULTILINE)


def test_a_second_start_does_nothing_again(laptop: dict[str, str], first: tuple[str, str]) -> None:
    manifest = Path(laptop["VAR_DIR"], "static", "staticfiles.json")
    before = manifest.stat().st_mtime_ns
    _, progress = prepare(laptop)
    assert progress == "Curriculum: nothing changed.\n"
    assert manifest.stat().st_mtime_ns == before


def test_a_bad_file_is_shown_and_keeps_nobody_from_starting(
    laptop: dict[str, str], first: tuple[str, str]
) -> None:
    plan = Path(laptop["CURRICULUM_DIR"], "plan.yml")
    good = plan.read_text()
    plan.write_text(good + "\ntitle: twice\n")
    _, progress = prepare(laptop)
    plan.write_text(good)
    assert re.search(r"^plan\.yml:\d+: ", progress, re.MULTILINE)
    assert "the portal serves what it had before" in progress


def test_unsafe_settings_stop_it(laptop: dict[str, str], first: tuple[str, str]) -> None:
    _, progress = prepare({**laptop, "SITE_URL": "https://portal.test"}, code=1)
    assert "portal.E002" in progress
