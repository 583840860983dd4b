"""Hand-off to the workers: a hint after commit. While the broker is down, the sweeper hands rows over."""

from functools import partial

import structlog
from django.db import transaction

from onboarding.celery import app

log = structlog.get_logger(__name__)

TASKS = {
    "StepRun": "onboarding.run_step",
    "PageRun": "onboarding.read_page",
    "ErpPush": "onboarding.push_to_erp",
    "Mail": "onboarding.send_mail",
    "WebhookDelivery": "onboarding.deliver_webhook",
}


def enqueue_on_commit(task: str, row_id: object) -> None:
    """Send ``task`` with the id alone once the transaction has committed."""
    transaction.on_commit(partial(_send, task, str(row_id)))


def _send(task: str, row_id: str) -> None:
    try:
        app.send_task(task, args=(row_id,), retry=False)
    except Exception as error:  # noqa: BLE001  every transport has its own; the sweeper comes by
        log.warning("broker_unreachable", task=task, row=row_id, error=type(error).__name__)
