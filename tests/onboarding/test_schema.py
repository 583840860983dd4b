"""New code on a database without its migrations says which ones, to whoever looks."""

import pytest
from django.core.checks import run_checks
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder

from onboarding import celery, schema

pytestmark = pytest.mark.django_db
LAST = "onboarding.0009_requirement_file"
SENTENCE = f"The database lacks {LAST} of this version. Run manage.py migrate."


@pytest.fixture(autouse=True)
def unknown():
    schema._complete.cache_clear()
    yield
    schema._complete.cache_clear()


@pytest.fixture
def old():
    """The database as it was before the newest migration."""
    MigrationRecorder(connection).record_unapplied(*LAST.split("."))


@pytest.fixture
def broken(monkeypatch, client):
    """Let the log-in page and the API end in this exception."""
    client.raise_request_exception = False

    def by(error):
        def fails(*_, **__):
            raise error

        monkeypatch.setattr("onboarding.api.tokens.authenticate", fails)
        return client.post("/api/v1/tokens", {"username": "a", "password": "b"})

    return by


def errors() -> list[str]:
    return [one.msg for one in run_checks(include_deployment_checks=True) if one.id == "vouch.E019"]


def test_a_database_that_is_complete_is_ready(client):
    assert client.get("/readyz").content == b"ok"
    assert errors() == [] and celery.refuse_an_old_database() is None


def test_an_old_database_is_named(client, old):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (503, SENTENCE)
    assert client.get("/healthz").status_code == 200, "the process serves"
    assert errors() == [SENTENCE]
    with pytest.raises(SystemExit, match=LAST):
        celery.refuse_an_old_database()


def test_it_is_ready_once_it_was_migrated(client, old):
    assert client.get("/readyz").status_code == 503
    MigrationRecorder(connection).record_applied(*LAST.split("."))
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("kind", [OperationalError, ProgrammingError])  # SQLite's and PostgreSQL's
def test_a_table_that_is_not_there_is_no_fault_of_the_caller(old, broken, caplog, kind):
    answer = broken(kind("no such column"))
    assert (answer.status_code, answer.json()["code"]) == (503, "being_updated")
    assert answer.headers["Retry-After"] == "30" and LAST not in answer.text
    assert LAST in caplog.text, "the operator's log names it"


def test_with_a_complete_database_a_mistake_stays_one(broken):
    assert broken(ProgrammingError("no such column")).status_code == 500
    assert broken(OperationalError("gone")).json()["code"] == "unavailable"


def test_a_database_that_is_away_is_said_to_be(client, monkeypatch):
    def away(*_):
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content.decode()) == (503, schema.AWAY)
    assert celery.refuse_an_old_database() is None, "a worker waits for it"
