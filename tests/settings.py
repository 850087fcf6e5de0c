"""The portal's settings for tests: nothing from a developer's ``.env``, nothing outside a temporary folder.

``DATABASE_URL`` and ``REDIS_URL`` choose the servers; every other variable is that of a fresh laptop.
"""

import atexit
import os
import shutil
import tempfile

_OWN = (
    "DEBUG",
    "SITE_URL",
    "HOST",
    "PORT",
    "EMAIL_URL",
    "EMAIL_PROVIDER",
    "PRIVATE_ADDRESSES",
    "VAPID_PRIVATE_KEY",
    "APPRISE",
    "SIGN_UP",
    "BEHIND_PROXY",
    "CURRICULUM_DIR",
    "LOG_FORMAT",
)
for _name in (*_OWN, "VAR_DIR", "READ_WITHOUT_ACCOUNT", "STAFF_SECOND_FACTOR", "CSRF_TRUSTED_ORIGINS"):
    os.environ.pop(_name, None)
os.environ["ENV_FILE"] = os.devnull
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
os.environ["SECRET_KEY"] = "only-for-tests-only-for-tests-only-for-tests-0123456789"
os.environ["ALLOWED_HOSTS"] = "localhost,127.0.0.1,testserver"
atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
if os.environ.get(
    "REDIS_URL"
):  # each worker of pytest-xdist has a Redis database of its own, which it may empty
    _number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rstrip('/')}/{_number}"

from portal.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
CELERY_TASK_ALWAYS_EAGER = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - WhiteNoise warns of a folder that is not there
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as on a laptop: threads of a database in memory lock each other out at once.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}  # noqa: F405
