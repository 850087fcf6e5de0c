"""Where the portal's variables come from, and the key it makes for itself."""

import stat
from pathlib import Path

import pytest

from scripts.environment import read_env_file, secret_key, variables

pytestmark = pytest.mark.once


def test_an_env_file_is_read_with_quotes_and_comments() -> None:
    text = "# a comment\nPORT=8080\n\nexport HOST = 0.0.0.0\nSITE_URL=\"https://a.test\"\nEMAIL_URL='smtp://u:p=@h'\nnonsense\n"
    assert read_env_file(text) == {
        "PORT": "8080",
        "HOST": "0.0.0.0",
        "SITE_URL": "https://a.test",
        "EMAIL_URL": "smtp://u:p=@h",
    }


def test_the_environment_wins_over_the_file_and_both_over_the_defaults(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=8080\nHOST=0.0.0.0\n")
    found = variables(tmp_path, {"PORT": "9090"})
    assert (found["PORT"], found["HOST"], found["VAR_DIR"]) == ("9090", "0.0.0.0", str(tmp_path / "var"))


def test_an_empty_variable_is_an_unset_one(tmp_path: Path) -> None:
    assert variables(tmp_path, {"PORT": ""})["PORT"] == "8000"


def test_the_secret_key_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    secret_key(tmp_path)
    file = tmp_path / "secret_key"
    made = file.read_text()
    secret_key(tmp_path)
    assert file.read_text() == made
    assert len(made.strip()) >= 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
