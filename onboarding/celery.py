"""The Celery application. Rows in the database are the truth; a message is only a hint to look at one."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onboarding.settings")

app = Celery("vouch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["onboarding"])


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Celery leaves the root logger alone, so its lines pass the same scrubber as everybody's."""
