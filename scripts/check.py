"""``make check``: everything that can be said about the code without running its tests."""

import os
import secrets
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.common import PYTHON, run, say
from scripts.packages import DEV, install

_BIN = PYTHON.parent


def check() -> int:
    """Run every check, also after one has failed; return 1 when any has."""
    install(DEV)
    with tempfile.TemporaryDirectory() as folder:
        failed = [name for name, command, env in _checks(Path(folder)) if not _passes(name, command, env)]
    say(f"make check: failed: {', '.join(failed)}" if failed else "make check: all is well.")
    return int(bool(failed))


def _checks(folder: Path) -> Sequence[tuple[str, Sequence[str | Path], Mapping[str, str]]]:
    """Return name, command and environment of each check, the quick ones first."""
    env = {
        **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        "VAR_DIR": str(folder),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ENV_FILE": os.devnull,
    }
    shipped = {**env, **_production()}
    manage = [str(PYTHON), "manage.py"]
    return [
        ("format", [_BIN / "ruff", "format", "--check", "--quiet", "."], env),
        ("lint", [_BIN / "ruff", "check", "--quiet", "."], env),
        ("import direction", [_BIN / "lint-imports", "--no-cache"], env),
        ("templates", [_BIN / "djlint", "templates", "--lint", "--quiet"], env),
        ("types", [_BIN / "mypy"], env),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"], env),
        ("settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], shipped),
        ("content", [*manage, "check_content"], env),
    ]


def _production() -> Mapping[str, str]:
    """Return the variables an installation sets that ``docker-compose.yml`` does not."""
    return {
        "SITE_URL": "https://portal.test",
        "BEHIND_PROXY": "true",
        "EMAIL_URL": "smtp+tls://user:password@mail.test:587",
        "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
        "REDIS_URL": "redis://127.0.0.1:1",
    }


def _passes(name: str, command: Sequence[str | Path], env: Mapping[str, str]) -> bool:
    """Run one check with its name above it."""
    say(f"--- {name}")
    begun = time.monotonic()
    passed = run(command, env) == 0
    say(f"--- {name}: {'ok' if passed else 'FAILED'} in {time.monotonic() - begun:.1f} s")
    return passed
