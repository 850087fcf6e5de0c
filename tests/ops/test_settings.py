"""Settings come from the environment alone."""

import json
import logging
import os
import subprocess
from typing import Any

import pytest
from django.db import connection

from portal.config.logs import JsonLines
from tests.ops.process import ROOT, python

SHOW = """
import json, sys
from portal.config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def settings_of(*names: str, **env: str) -> dict[str, Any]:
    """Return settings as a process with these variables, and no others, sees them."""
    own = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **env}
    done = subprocess.run(
        python("-c", SHOW, *names), cwd=ROOT, env=own, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.once
def test_a_laptop_needs_no_variable() -> None:
    found = settings_of(
        "SITE_URL", "DEBUG", "DATABASES", "CELERY_BROKER_URL", "ALLOWED_HOSTS", "EMAIL_FILE_PATH"
    )
    assert found["SITE_URL"] == "http://localhost:8000"
    assert found["DEBUG"] is False
    assert found["DATABASES"]["default"]["NAME"] == str(ROOT / "var" / "portal.sqlite3")
    assert found["CELERY_BROKER_URL"].startswith("filesystem:")
    assert found["ALLOWED_HOSTS"] == ["localhost", "localhost", "127.0.0.1", "[::1]"]
    assert found["EMAIL_FILE_PATH"] == str(ROOT / "var" / "mail")


@pytest.mark.once
def test_the_port_is_in_the_address_and_an_empty_variable_is_unset() -> None:
    assert settings_of("SITE_URL", PORT="9000", SITE_URL="")["SITE_URL"] == "http://localhost:9000"


@pytest.mark.once
def test_an_https_address_closes_the_cookies() -> None:
    names = [
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "ALLOWED_HOSTS",
    ]
    found = settings_of(*names, SITE_URL="https://portal.test/")
    assert [found[name] for name in names[:4]] == ["__Host-session", "__Host-csrf", True, 31536000]
    assert found["ALLOWED_HOSTS"][0] == "portal.test"


@pytest.mark.once
def test_a_server_uses_its_database_and_its_redis() -> None:
    env = {"DATABASE_URL": "postgres://ann:p%40ss@db:5433/portal", "REDIS_URL": "redis://cache:6379/0"}
    found = settings_of("DATABASES", "CACHES", "CELERY_BROKER_URL", **env)
    database = found["DATABASES"]["default"]
    assert [database[name] for name in ("USER", "PASSWORD", "HOST", "PORT")] == ["ann", "p@ss", "db", 5433]
    assert database["OPTIONS"]["pool"]["max_size"] == 10
    assert found["CACHES"]["default"]["LOCATION"] == found["CELERY_BROKER_URL"] == env["REDIS_URL"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")
def test_sqlite_keeps_what_it_has_acknowledged_and_lets_readers_read() -> None:
    with connection.cursor() as cursor:
        values = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    full = 2
    assert values == ["wal", full, 1]
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.once
def test_a_log_line_is_one_json_object_with_its_trace() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord(
            "portal", logging.ERROR, "x.py", 1, "it %s", ("broke",), (ValueError, error, error.__traceback__)
        )
    line = JsonLines().format(record)
    assert "\n" not in line
    entry = json.loads(line)
    assert (entry["level"], entry["logger"], entry["message"]) == ("ERROR", "portal", "it broke")
    assert "ValueError: two\nlines" in entry["trace"]
