"""The WSGI entry point: ``gunicorn portal.config.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
application = get_wsgi_application()

from portal.ops.checks import refuse_errors  # noqa: E402 - Django is ready only now

refuse_errors()
