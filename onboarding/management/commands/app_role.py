"""The second wall around the audit trail: a database role that can do the work and not rewrite the past."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from onboarding.models import Event

GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE, DELETE ON {events} FROM {role}",
)


class Command(BaseCommand):
    help = (
        "Give a PostgreSQL role what web server and workers need: everything but changing or deleting audit "
        "entries. Run it as the owner of the tables, after each migrate."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="a role that exists, other than the owner of the tables")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL has roles.")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper OR rolname = current_user FROM pg_roles WHERE rolname = %s",
                [options["role"]],
            )
            found = cursor.fetchone()
            if found is None:
                raise CommandError(f"There is no role {options['role']}.")
            if found[0]:
                raise CommandError("A superuser or the owner of the tables cannot be held back.")
            names = {
                "role": connection.ops.quote_name(options["role"]),
                "events": connection.ops.quote_name(Event._meta.db_table),
            }
            for statement in GRANTS:
                cursor.execute(statement.format(**names))
        self.stdout.write(f"{options['role']} may do the work, and only add to the audit trail.")
