"""The database's own refusal to change the audit chain, for each vendor.

The privileges of the application's database role are the second wall; this one holds for everybody.
"""

_SQLITE = {
    "event_no_update": "BEFORE UPDATE ON onboarding_event",
    "event_no_delete": "BEFORE DELETE ON onboarding_event",
}
_REFUSAL = "the audit chain is append-only"


def install(vendor: str) -> list[str]:
    """SQL statements that put the triggers in place."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            for name, when in _SQLITE.items()
        ]
    function = (
        "CREATE OR REPLACE FUNCTION onboarding_event_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    return [
        function,
        "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON onboarding_event "
        "FOR EACH ROW EXECUTE FUNCTION onboarding_event_refuse()",
        "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON onboarding_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION onboarding_event_refuse()",
    ]


def remove(vendor: str) -> list[str]:
    """SQL statements that take the triggers away: for migrations backwards and the flush between tests."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
    return [
        "DROP TRIGGER IF EXISTS event_no_change ON onboarding_event",
        "DROP TRIGGER IF EXISTS event_no_truncate ON onboarding_event",
    ]
