"""The Celery application. Rows in the database are the truth; a message is only a hint to look at one."""

import ctypes
import os
import signal
import sys
from typing import Any

import structlog
from celery import Celery
from celery.signals import setup_logging, task_failure, worker_init, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onboarding.settings")

log = structlog.get_logger(__name__)
app = Celery("vouch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["onboarding"])


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Celery leaves the root logger alone; its lines pass the same scrubber as everybody's."""


@task_failure.connect
def say_which_failed(sender: Any, exception: BaseException, **_: object) -> None:
    """A task that raised, without the exception's message; its row in the database is tried again."""
    log.error("task_failed", task=sender.name, exc_info=exception)


@worker_init.connect
def refuse_an_old_database(**_: object) -> None:
    """Steps tried on a database without their tables would use up their attempts: better not to start."""
    from onboarding import schema  # Django must be set up first

    lacks = schema.what_lacks_at_start()
    if lacks == schema.AWAY:
        log.error("not_ready", reason=lacks)
    elif lacks:
        raise SystemExit(lacks)


@worker_process_init.connect
def die_with_parent(**_: object) -> None:
    """A pool process outlives a killed parent and goes on working; ask the kernel to end it (prctl(2))."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
