"""Bringing an installation up to date: tables, static files, old sessions. Each is safe to call twice."""

import hashlib
from importlib import import_module

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrate() -> int:
    """Apply the migrations that are new and return their number; when none is, only their graph is read."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    return len(plan)


def collect_static() -> bool:
    """Copy, name by content and compress the static files if one has changed; return whether that was so."""
    stamp = settings.VAR_DIR / "static.sha256"
    digest = _static_digest()
    if settings.DEBUG or (stamp.is_file() and stamp.read_text() == digest and settings.STATIC_ROOT.is_dir()):
        return False
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest)
    return True


def _static_digest() -> str:
    """Return a digest over name, size and time of every static file, and how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            size, changed = storage.size(name), storage.get_modified_time(name)
            digest.update(f"{name}\0{size}\0{changed.timestamp()}\n".encode())
    return digest.hexdigest()


def clear_sessions() -> None:
    """Delete the sessions that have expired."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
