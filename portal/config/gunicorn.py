"""How gunicorn serves the portal: ``gunicorn -c python:portal.config.gunicorn portal.config.wsgi``.

Django is loaded once, before any process is forked from this one. With ``PREPARE_AT_START``, as ``make up`` sets it,
a first fork brings tables, content and static files up to date, and the application is put together only after it,
for it looks through the static files once: neither connections nor threads nor memory of that work are left over.
"""

import gc
import multiprocessing
import os
import sys

_PREPARE = bool(os.environ.get("PREPARE_AT_START"))

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 1)
threads = int(os.environ.get("WEB_THREADS") or 8)
preload_app = not _PREPARE
timeout = 60
graceful_timeout = 8
control_socket_disable = True
loglevel = "warning"
if os.environ.get("LOG_FORMAT") == "json":
    logconfig_dict = {"formatters": {"generic": {"()": "portal.config.logs.JsonLines"}}}


def on_starting(server: object) -> None:
    """Prepare the portal if that was asked for; a failure ends this process before it serves anything."""
    if not _PREPARE:
        return
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
    django.setup()
    from portal.ops.checks import refuse_errors

    refuse_errors()
    work = multiprocessing.get_context("fork").Process(target=call_command, args=("prepare",))
    work.start()
    work.join()
    if work.exitcode:
        sys.exit(1)


def when_ready(server: object) -> None:
    """Leave what is loaded alone from now on, so that the pages of memory stay shared with the workers."""
    gc.collect()
    gc.freeze()
