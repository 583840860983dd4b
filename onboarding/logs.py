"""Structured logs: one JSON object a line, scrubbed of tax ids and link secrets, without local variables."""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# SSN and EIN with any common separator, or nine digits in a row. UUID groups and epoch times do not fit.
TAX_ID = re.compile(r"(?<![\w-])(?:\d{3}[-. ]?\d{2}[-. ]?\d{4}|\d{2}[-. ]\d{7})(?![\w-])")
LINK = re.compile(r"/v/[^/\s\"'?]+")


def scrub_text(text: str) -> str:
    """Replace every tax id and every portal secret in ``text``."""
    return LINK.sub("/v/***", TAX_ID.sub("***", text))


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        return scrub_text(value)
    if isinstance(value, Mapping):
        return {key: _scrub(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_scrub(item) for item in value]
    return value


def scrub(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor; stands last before the renderer so that tracebacks pass it too."""
    return {key: _scrub(value) for key, value in event.items()}


def logging_config(level: str) -> dict[str, Any]:
    """Configure structlog and return the dictionary for ``LOGGING``."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, structlog.stdlib.ExtraAdder()],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            scrub,
            structlog.processors.JSONRenderer(default=str),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
            "httpx": {"level": "WARNING"},
            "pikepdf": {"level": "WARNING"},
            "kombu.connection": {"level": "ERROR"},  # the folder broker has no host, and says so each time
        },
    }
