"""The WSGI door for gunicorn."""

import os

import structlog
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onboarding.settings")

application = get_wsgi_application()

from onboarding import schema  # noqa: E402  Django must be set up first

if lacks := schema.what_lacks_at_start():
    structlog.get_logger(__name__).error("not_ready", reason=lacks)
