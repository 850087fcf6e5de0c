"""A real worker takes a real task from each broker."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from scripts import tools
from scripts.servers import redis
from tests.ops.process import ROOT, python, watched

SEND = "from portal.ops.tasks import clear_sessions; clear_sessions.delay()"


@pytest.fixture
def laptop(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a laptop whose database has one session, long expired."""
    names = {
        "DATABASE_URL": "",
        "REDIS_URL": "",
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "x",
    }
    env = {**os.environ, **names, "DJANGO_SETTINGS_MODULE": "portal.config.settings"}
    with closing(sqlite3.connect(tmp_path / "portal.sqlite3")) as database, database:
        database.execute("CREATE TABLE django_session (session_key, session_data, expire_date)")
        database.execute("INSERT INTO django_session VALUES ('old', '', '2001-01-01 00:00:00')")
    return env


@pytest.fixture
def with_redis(laptop: dict[str, str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the same with a Redis of its own as the broker."""
    program = tools.find().redis
    assert program is not None
    with redis(program, tmp_path) as server:
        yield {**laptop, "REDIS_URL": server.url}


def sessions(env: dict[str, str]) -> int:
    """Return how many sessions are left."""
    with closing(sqlite3.connect(Path(env["VAR_DIR"], "portal.sqlite3"))) as database:
        count: int = database.execute("SELECT count(*) FROM django_session").fetchone()[0]
    return count


def takes_the_task(env: dict[str, str]) -> bool:
    """Send the task first, then start a worker as the launcher does, and stop it once the task is done."""
    with watched([sys.executable, "-c", f"import django; django.setup(); {SEND}"], env, ROOT) as sender:
        assert sender.process.wait(60) == 0, sender.seen
    assert sessions(env) == 1
    worker = ["celery", "-A", "portal.config", "worker", "--loglevel", "INFO"]
    with watched(python("-m", *worker), {**env, "LOG_LEVEL": "INFO"}, ROOT) as process:
        process.wait_for("clear_sessions")
        process.wait_for("succeeded")
        process.end()
    return sessions(env) == 0


@pytest.mark.once
def test_a_worker_without_redis_takes_a_task_from_the_folder(laptop: dict[str, str]) -> None:
    assert takes_the_task(laptop)


@pytest.mark.redis
def test_a_worker_takes_a_task_from_redis(with_redis: dict[str, str]) -> None:
    assert takes_the_task(with_redis)
