"""Structured logs: one JSON object a line, scrubbed of tax ids and link secrets.

Of an exception they hold types and places, never the message or local variables: parsers and databases echo
what they were given, tax ids among it.
"""

import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

# Nine digits with spaces, dashes (also as an address writes them) or, where an SSN or EIN has them, dots
# between. UUID groups, epoch times, IP addresses and ZIP+4 do not fit.
BETWEEN = r"(?:[ \t\u00a0+\-\u2010-\u2015\u2212]|%20|%2[BbDd]){0,3}"
TAX_ID = re.compile(
    rf"(?<![\w-])(?<!\d\.)(?!\d{{5}}-\d{{4}}(?![\w-]))"
    rf"(?:\d(?:{BETWEEN}\d){{8}}|\d{{3}}\.\d{{2}}\.\d{{4}}|\d{{2}}\.\d{{7}})(?![\w-])"
)
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
    if value is None or isinstance(value, bool | int | float):
        return value
    return scrub_text(str(value))  # a request, for one, shows its whole address


def quiet_traceback(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor for ``exc_info``: the chain of exceptions, each as type and stack."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_links(error))
    return event


def _links(error: BaseException) -> list[str]:
    """The last exception first, then what it came from."""
    said, seen = [], set[int]()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        kind = type(link)
        said.append(f"{kind.__module__}.{kind.__qualname__}")
        said.extend(line.rstrip() for line in traceback.format_tb(link.__traceback__))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return said


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
            quiet_traceback,
            scrub,
            structlog.processors.JSONRenderer(),
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
            "celery.app.trace": {"level": "CRITICAL"},  # writes messages; celery.py says which task failed
            "kombu.connection": {"level": "ERROR"},  # the folder broker has no host, and says so each time
        },
    }
