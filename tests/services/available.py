"""Is a server there? ``python -m tests.services.available postgres`` ends with 0, or 3 and a reason."""

import os
import socket
import sys
from urllib.parse import urlsplit

import pytest

URLS = {
    "postgres": os.environ.get("VOUCH_TEST_POSTGRES", "postgresql://root@127.0.0.1"),
    "redis": os.environ.get("VOUCH_TEST_REDIS", "redis://127.0.0.1:6379/9"),
    "rabbitmq": os.environ.get("VOUCH_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//"),
}
PORTS = {"postgres": 5432, "redis": 6379, "rabbitmq": 5672}


def missing(name: str) -> str:
    """Why the tests that need this server cannot run; empty when it answers."""
    url = urlsplit(URLS[name])
    address = (url.hostname or "127.0.0.1", url.port or PORTS[name])
    with socket.socket() as probe:
        probe.settimeout(3)
        if probe.connect_ex(address) == 0:
            return ""
    return f"no {name} at {address[0]}:{address[1]}; VOUCH_TEST_{name.upper()} names another"


def need(*names: str) -> None:
    """Skip a test whose server is missing; in CI that is a failure."""
    for name in names:
        reason = missing(name)
        if reason and os.environ.get("CI") == "true":
            pytest.fail(reason)
        if reason:
            pytest.skip(reason)


if __name__ == "__main__":
    why = missing(sys.argv[1])
    if why:
        print(f"Skipped: {why}")
        sys.exit(1 if os.environ.get("CI") == "true" else 3)
