"""The Celery application; tasks are found in each app's ``tasks.py``."""

import os
import warnings

from celery import Celery
from celery.exceptions import SecurityWarning
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.config.settings")
# Celery warns root of pickled messages; ours are JSON, and root is who there is on many a small machine.
warnings.filterwarnings("ignore", category=SecurityWarning)
TRANSPORT_ALIASES["filesystem"] = "portal.config.broker:Transport"

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_configure.connect
def make_queue_folder(**kwargs: object) -> None:
    """Make the folder for messages where no Redis holds them, when Celery first needs its settings."""
    if not settings.REDIS_URL:
        settings.QUEUE_DIR.mkdir(parents=True, exist_ok=True)
