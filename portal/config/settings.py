"""Every setting of the portal, read from the environment or from ``.env``; ``.env.example`` explains each."""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import reset_tzpath

import environ
from csp.constants import NONE, SELF
from django.conf import global_settings

from portal.config import outward
from portal.config.beat import SCHEDULE
from portal.config.logs import log_to_stderr

# One time-zone table for every machine: the pinned tzdata package, never the system's copy.
reset_tzpath(to=[])

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()
env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))
env.ENVIRON = {name: value for name, value in os.environ.items() if value}  # empty means unset

DEBUG: bool = env.bool("DEBUG", default=False)
VAR_DIR = BASE_DIR / env.str("VAR_DIR", default="var")
CURRICULUM_DIR = BASE_DIR / env.str("CURRICULUM_DIR", default="curriculum")
CONTENT_MAX_FILES: int = env.int("CONTENT_MAX_FILES", default=5000)  # docs/dev/content-format.md
SITE_URL: str = env.str("SITE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
SECRET_FILE = VAR_DIR / "secret_key"
SECRET_KEY: str = env.str("SECRET_KEY", default="") or (
    SECRET_FILE.read_text().strip() if SECRET_FILE.is_file() else ""
)
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(SITE_URL).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
REDIS_URL: str = env.str("REDIS_URL", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "portal.config.admin_app.PortalAdmin",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "portal.core",
    "portal.accounts",
    "portal.outbox",
    "portal.index",
    "portal.content",
    "portal.progress",
    "portal.notes",
    "portal.quizzes",
    "portal.review",
    "portal.taking",
    "portal.reading",
    "portal.search",
    "portal.routine",
    "portal.retros",
    "portal.reminders",
    "portal.owndata",
    "portal.health",
    "portal.studio",
    "portal.studio.git",
    "portal.ops",
]

MIDDLEWARE = [
    "portal.ops.http.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "compression_middleware.middleware.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.http.ZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.accounts.http.StaffSecondFactor",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.core.http.RefusedMiddleware",
]

ROOT_URLCONF = "portal.config.urls"
WSGI_APPLICATION = "portal.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# Data. SQLite waits for its one writer instead of failing; an acknowledged write is on disk (FULL).
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command="PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    )
    DATABASES["default"].setdefault("CONN_MAX_AGE", None)
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("pool", {"min_size": 1, "max_size": 10})
    # Compiling a search takes PostgreSQL longer than running it.
    DATABASES["default"]["OPTIONS"].setdefault("options", "-c jit=off")
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
            # Django's 300 would let a flood of tries push out their own count.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

# Time and language. Every instant is UTC in the database; pages show the learner's zone.
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

# Static files: hashed names, compressed when they are collected.
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / env.str("STATIC_ROOT", default=str(VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "portal.core.static.HashedFiles"
        )
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Mail: files under var/mail until EMAIL_URL names a server, or EMAIL_PROVIDER a service.
EMAIL_FILE_PATH: str = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 14  # seconds; with what a cut takes, nobody waits for a hanging server for more than 15
vars().update(outward.mail(env, timeout=EMAIL_TIMEOUT))
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="Data Engineering Mastery <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DOMAIN = parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
# The outbox: messages a second by channel (0: no limit), who may read /metrics, who is told that beat lives.
SEND_RATES = env.dict("CHANNEL_RATES", {"value": float}, {}) | {"email": env.float("EMAIL_RATE", default=0.0)}
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")
HEARTBEAT_URL: str = env.str("HEARTBEAT_URL", default="")

# Tasks. A message only wakes a worker; the truth is in the database, so nothing is lost with the broker.
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost/"
QUEUE_DIR = VAR_DIR / "queue"
_FOLDERS: tuple[str, ...] = () if REDIS_URL else ("data_folder_in", "data_folder_out", "control_folder")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = dict.fromkeys(_FOLDERS, str(QUEUE_DIR))
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_CONCURRENCY: int = env.int("WORKER_THREADS", default=2)
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULER = "portal.config.scheduler.SteadyScheduler"

# Accounts: an e-mail address and a password, a second factor or a passkey for those who want one.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.Backend"]
PASSWORD_HASHERS = ["portal.accounts.hashers.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SITE_NAME = "Data Engineering Mastery"
SIGN_UP = outward.one_of("SIGN_UP", env.str("SIGN_UP", default="closed"), "open", "invite", "closed")
STAFF_SECOND_FACTOR: bool = env.bool("STAFF_SECOND_FACTOR", default=HTTPS)
DEVICE_COOKIE_NAME = "__Host-device" if HTTPS else "device"
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int(
    "TRUSTED_PROXIES", default=int(env.bool("BEHIND_PROXY", default=False))
)
ACCOUNT_ADAPTER = "portal.owndata.http.LeavingAdapter"
ACCOUNT_FORMS = {
    "login": "portal.accounts.door.forms.SignInForm",
    "signup": "portal.accounts.door.forms.SignUpForm",
    "add_email": "portal.accounts.door.forms.NextAddressForm",
    "change_password": "portal.accounts.door.forms.ChangePasswordForm",
    "set_password": "portal.accounts.door.forms.SetPasswordForm",
    "reset_password": "portal.accounts.door.forms.NewPasswordMailForm",
    "reset_password_from_key": "portal.accounts.door.forms.NewPasswordForm",
    "reauthenticate": "portal.accounts.door.forms.ConfirmPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that signed up
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Tries by address (ip) and by key; docs/admin/accounts.md says what each key is.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key,20/h/key",
    "login_failed_account": "100/h/key",
    "signup": "10/m/ip,40/h/ip",
    "reset_password": "10/m/ip,40/h/ip",
    "reset_mail": "3/15m/key,12/d/key",
}
MFA_ADAPTER = "portal.accounts.door.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "portal.accounts.door.factor_forms.CodeForm",
    "reauthenticate": "portal.accounts.door.factor_forms.ConfirmCodeForm",
    "activate_totp": "portal.accounts.door.factor_forms.AddAppForm",
    "add_webauthn": "portal.accounts.door.factor_forms.AddPasskeyForm",
    "edit_webauthn": "portal.accounts.door.factor_forms.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
READ_WITHOUT_ACCOUNT: bool = env.bool("READ_WITHOUT_ACCOUNT", default=True)

# Other people's servers: public addresses only, and what is named here. See docs/admin/channels.md.
PRIVATE_ADDRESSES = outward.networks(env.list("PRIVATE_ADDRESSES", default=[]))
VAPID_PRIVATE_KEY: str = env.str("VAPID_PRIVATE_KEY", default="")
APPRISE = outward.one_of("APPRISE", env.str("APPRISE", default="off"), "off", "services", "any")
GIT = outward.git(env, name=SITE_NAME, domain=MAIL_DOMAIN)
LINK_CHECKS: bool = env.bool("LINK_CHECKS", default=True)

# Security.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT: bool = HTTPS and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS: int = env.int("SECURE_HSTS_SECONDS", default=60 * 60 * 24 * 365) if HTTPS else 0
SECURE_HSTS_PRELOAD: bool = HTTPS and env.bool("SECURE_HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["portal.owndata.uploads.BoundedUpload", *global_settings.FILE_UPLOAD_HANDLERS]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LOGGING: dict[str, Any] = log_to_stderr(
    env.str("LOG_FORMAT", default="line"), level=env.str("LOG_LEVEL", default="WARNING")
)
