"""The application's own database role does the whole work and cannot touch the audit trail."""

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from tests.services.servers import Postgres
from tests.services.stack import Stack

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]
ROLE = "vouch_app"
FORBIDDEN = (
    "UPDATE onboarding_event SET action = 'nothing'",
    "DELETE FROM onboarding_event",
    "TRUNCATE onboarding_event",
    "ALTER TABLE onboarding_event DISABLE TRIGGER ALL",
    "DROP TRIGGER event_no_change ON onboarding_event",
    "CREATE OR REPLACE FUNCTION onboarding_event_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RETURN NEW; END $$",
    "DROP TABLE onboarding_event CASCADE",
    "SET session_replication_role = replica",
)


def test_the_role_works_and_cannot_rewrite_the_past(tmp_path):
    with Postgres() as postgres, Stack("folders", tmp_path, server=postgres.url) as stack:
        with postgres.connect() as owner:
            owner.execute(f"CREATE ROLE {ROLE} LOGIN")
        stack.python("manage.py", "app_role", ROLE)
        address = f"postgresql://{ROLE}@127.0.0.1:{postgres.port}/{stack.database}"
        stack.become(DATABASE_URL=address)
        stack.start_worker()
        stack.drive("submit", "3")
        found = stack.drive("settle", "120")
        assert found["states"] == {"active": 3} and found["audit"]
        for statement in FORBIDDEN:
            with psycopg.connect(address) as connection, pytest.raises(InsufficientPrivilege):
                connection.execute(statement)
        with psycopg.connect(address) as connection:
            row = connection.execute("SELECT count(*) FROM onboarding_event").fetchone()
            assert row is not None and row[0] > 0
