"""What every test shares: private data, a private test database, no broker, engines by invitation."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_xdist_suffix: None) -> None:
    """Each run has its own test database, so that two runs at once do not meet."""
    from django.conf import settings
    from django.db import connections

    wanted = settings.DATABASES["default"]
    if "sqlite" in wanted["ENGINE"]:
        name = str(Path(tempfile.gettempdir()) / f"vouch-test-{os.getpid()}.sqlite3")
    else:
        name = f"test_vouch_{os.getpid()}"
    test = connections["default"].settings_dict["TEST"]
    test["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Take the chain's triggers away for the flush between tests; their own test puts them back."""
    from django.db import connection

    from onboarding.models import triggers

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for statement in triggers.remove(connection.vendor):
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def private_data(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Files, mails and the ledger's CSV of one test in a folder of its own."""
    settings.VOUCH_DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files", "file_permissions_mode": 0o600},
        },
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield tmp_path


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: Any, request: Any) -> list[tuple[str, str]]:
    """Nothing is sent to a broker; the hints are kept in a list. ``tests.work.drain`` works rows off."""
    from onboarding import queue

    sent: list[tuple[str, str]] = []
    if "real_broker" not in request.fixturenames:
        monkeypatch.setattr(queue.app, "send_task", lambda name, args, **_: sent.append((name, args[0])))
    return sent


@pytest.fixture
def engines() -> Iterator[Any]:
    """Engines that answer by what the file says (see tests.fakes): no child process, no model, no network."""
    from onboarding import wiring
    from tests import fakes

    with wiring.use(fakes.engines()) as made:
        yield made
