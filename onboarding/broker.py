"""Transport options for each broker, with the reasons behind the numbers."""

from pathlib import Path
from typing import Any

from kombu import Queue
from kombu.transport import TRANSPORT_ALIASES

TRANSPORT_ALIASES["folders"] = "onboarding.folders:Transport"
QUEUE = "vouch"
QUORUM = {"x-queue-type": "quorum", "x-delivery-limit": 3}  # a message that kills three workers is dropped


def broker_settings(url: str, folder: Path) -> dict[str, Any]:
    """Return Celery's settings for a broker URL; an empty URL is the embedded broker in ``folder``."""
    if not url or url.startswith("filesystem"):
        return _embedded(folder)
    if url.startswith("redis"):
        options = {
            "visibility_timeout": 3600,  # above the longest task, else it is delivered twice
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,  # without both, redelivery takes 100 s and more
            "socket_timeout": 10,
            "socket_connect_timeout": 3,
        }
        return {"CELERY_BROKER_URL": url, "CELERY_BROKER_TRANSPORT_OPTIONS": options}
    return {
        "CELERY_BROKER_URL": url,
        "CELERY_BROKER_TRANSPORT_OPTIONS": {"confirm_publish": True},
        "CELERY_TASK_QUEUES": [Queue(QUEUE, queue_arguments=QUORUM)],
        "CELERY_WORKER_DETECT_QUORUM_QUEUES": True,
    }


def _embedded(folder: Path) -> dict[str, Any]:
    queue, control = folder / "queue", folder / "control"
    for path in (queue, control):
        path.mkdir(parents=True, exist_ok=True)
    options = {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
        "polling_interval": 0.1,
    }
    return {"CELERY_BROKER_URL": "folders://", "CELERY_BROKER_TRANSPORT_OPTIONS": options}
