"""Is the database as new as this code? Said plainly where an operator looks."""

from functools import lru_cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

NAMED = 3
AWAY = "The database does not answer."


def missing() -> list[str]:
    """Migrations of this code that the database lacks, in their order. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def what_lacks() -> str:
    """One sentence for an operator, or '' when the database answers and has all that this code needs."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _complete()
    except Incomplete as error:
        return str(error)
    except DatabaseError:
        return AWAY
    return ""


def what_lacks_at_start() -> str:
    """The same, and no connection is kept: processes that are forked from this one would share it."""
    try:
        return what_lacks()
    finally:
        connection.close()


class Incomplete(Exception):
    """Says which migrations are missing and what to do."""


@lru_cache(maxsize=1)
def _complete() -> None:
    """Asked until it is so once. Raises Incomplete."""
    names = missing()
    if names:
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        shown = ", ".join(names[:NAMED])
        raise Incomplete(f"The database lacks {shown}{more} of this version. Run manage.py migrate.")
