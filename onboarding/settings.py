"""Django's settings, read from the environment; names and defaults stand in ``variables.SETTINGS``.

With no environment at all this is a local run: SQLite, an embedded broker and generated keys in one data
folder, reachable from this machine alone.
"""

from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import environ

from onboarding.broker import QUEUE, broker_settings
from onboarding.hardening import hardened
from onboarding.secrets.keys import local_secrets
from onboarding.secrets.logs import logging_config
from onboarding.variables import default_of

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def _text(name: str) -> str:
    return str(env.str(name, default=default_of(name)))


def _flag(name: str) -> bool:
    return _text(name).lower() in {"1", "true", "yes", "on"}


def _number(name: str) -> int:
    return int(_text(name))


VOUCH_MODE = _text("VOUCH_MODE")
LOCAL = VOUCH_MODE != "production"
VOUCH_DATA_DIR = Path(_text("VOUCH_DATA_DIR")).resolve()
if LOCAL:
    VOUCH_DATA_DIR.mkdir(parents=True, exist_ok=True)
_made = local_secrets(VOUCH_DATA_DIR) if LOCAL else {}

SECRET_KEY = _text("SECRET_KEY") or _made.get("SECRET_KEY", "")
VOUCH_TIN_KEYS = _text("VOUCH_TIN_KEYS") or _made.get("VOUCH_TIN_KEYS", "")
VOUCH_INDEX_KEY = _text("VOUCH_INDEX_KEY") or _made.get("VOUCH_INDEX_KEY", "")
DEBUG = _flag("DEBUG")
ALLOWED_HOSTS = [host for host in _text("ALLOWED_HOSTS").split(",") if host]
BASE_URL = _text("BASE_URL")
COMPANY_NAME = _text("COMPANY_NAME")
OUR_NAMES = _text("OUR_NAMES")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "axes",
    "csp",
    "django_structlog",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "onboarding.apps.OnboardingConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "onboarding.web.limits.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onboarding.web.sessions.AbsoluteSessionMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "onboarding.web.second_factor.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "onboarding.urls"
WSGI_APPLICATION = "onboarding.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VOUCH_DATA_DIR / "vouch.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",  # a deferred transaction that turns writer fails at once when busy
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}
DATABASE_URL = _text("DATABASE_URL")
DATABASES = {"default": env.db_url_config(DATABASE_URL) if DATABASE_URL else SQLITE}
if DATABASE_URL:
    DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "onboarding.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "review:login"
LOGIN_REDIRECT_URL = "/review/"
LOGOUT_REDIRECT_URL = "review:login"
vars().update(hardened(local=LOCAL))

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = LOCAL  # and no folder: nothing is collected on this machine
STATIC_ROOT = None if LOCAL else BASE_DIR / "staticfiles"
STORAGE_URL = _text("STORAGE_URL")


def _document_storage(url: str) -> dict[str, object]:
    if not url:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": VOUCH_DATA_DIR / "files", "file_permissions_mode": 0o600},
        }
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    options = {
        "bucket_name": parts.netloc,
        "location": parts.path.strip("/"),
        "region_name": query.get("region"),
        "endpoint_url": query.get("endpoint"),
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": True,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


STORAGES = {
    "default": _document_storage(STORAGE_URL),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MAX_UPLOAD_MB = _number("MAX_UPLOAD_MB")
MAX_VENDOR_MB = _number("MAX_VENDOR_MB")
MAX_VENDOR_FILES = _number("MAX_VENDOR_FILES")
FILE_UPLOAD_TEMP_DIR = VOUCH_DATA_DIR / "tmp"
if LOCAL:
    FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)

EMAIL_URL = _text("EMAIL_URL")
if EMAIL_URL:
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "onboarding.mailbox.EmailBackend"
    EMAIL_FILE_PATH = VOUCH_DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = _text("EMAIL_FROM")
EMAIL_TIMEOUT = 20

ERP = _text("ERP")
ERP_HTTP_URL = _text("ERP_HTTP_URL")
ERP_HTTP_TOKEN = _text("ERP_HTTP_TOKEN")
ERP_HTTP_SEND_TIN = _flag("ERP_HTTP_SEND_TIN")
ERP_HTTP_TIMEOUT = float(_text("ERP_HTTP_TIMEOUT"))
TIN_PROVIDER = _text("TIN_PROVIDER")
SANCTIONS_PROVIDER = _text("SANCTIONS_PROVIDER")
TIN_HTTP_URL, TIN_HTTP_TOKEN = _text("TIN_HTTP_URL"), _text("TIN_HTTP_TOKEN")
LLM_URL, LLM_MODEL, LLM_API_KEY = _text("LLM_URL"), _text("LLM_MODEL"), _text("LLM_API_KEY")
LLM_PROVIDER, LLM_STOP = _text("LLM_PROVIDER"), _flag("LLM_STOP")
LLM_CHALLENGER = _text("LLM_CHALLENGER")
LLM_PER_MINUTE, LLM_AT_ONCE = _number("LLM_PER_MINUTE"), _number("LLM_AT_ONCE")
LLM_CALL_SECONDS, LLM_DOCUMENT_SECONDS = (
    float(_text("LLM_CALL_SECONDS")),
    float(_text("LLM_DOCUMENT_SECONDS")),
)
LLM_PRICE_IN, LLM_PRICE_OUT = Decimal(_text("LLM_PRICE_IN")), Decimal(_text("LLM_PRICE_OUT"))
LLM_CASE_DOLLARS = Decimal(_text("LLM_CASE_DOLLARS"))
CLAMD_URL = _text("CLAMD_URL")
SECOND_FACTOR_ROLES = _text("SECOND_FACTOR_ROLES")
PLAYBOOK_DIR = _text("PLAYBOOK_DIR")
WIRING = _text("WIRING")
UNDO_SECONDS = _number("UNDO_SECONDS")
CLAIM_MINUTES = _number("CLAIM_MINUTES")
LINK_DAYS, DUE_DAYS = _number("LINK_DAYS"), _number("DUE_DAYS")
REVIEW_HOURS = _number("REVIEW_HOURS")
LEASE_SECONDS = _number("LEASE_SECONDS")
RETENTION_DAYS = _number("RETENTION_DAYS")
FIELD_CONFIDENCE = float(_text("FIELD_CONFIDENCE"))
READ_SECONDS, READ_MEMORY_MB = _number("READ_SECONDS"), _number("READ_MEMORY_MB")
WEBHOOK_ALLOW_PRIVATE = _flag("WEBHOOK_ALLOW_PRIVATE")

BROKER_URL = _text("BROKER_URL")
vars().update(broker_settings(BROKER_URL, VOUCH_DATA_DIR / "broker"))
CELERY_TASK_DEFAULT_QUEUE = QUEUE
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 1_200_000  # kilobytes
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BEAT_SCHEDULE_FILENAME = str(VOUCH_DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "onboarding.sweep", "schedule": 30.0, "options": {"expires": 25}}}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": [
        "onboarding.api.parsers.BoundedJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "onboarding.api.errors.handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Vouch",
    "DESCRIPTION": "Vendor onboarding: cases, documents, findings and decisions.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

LOG_LEVEL = _text("LOG_LEVEL")
LOGGING = logging_config(LOG_LEVEL)
DJANGO_STRUCTLOG_CELERY_ENABLED = False
