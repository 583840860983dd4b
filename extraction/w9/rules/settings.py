"""Dated settings of the rule pack: what is in force when, kept as data."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from extraction.w9.revisions import DATA, revisions


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """``revisions`` are the dates on which a new form was issued, those of the known forms among them;
    ``exempt_codes`` the highest exempt payee code from a date on; ``off`` the codes of rules that are not
    run."""

    version: str
    revisions: tuple[date, ...]
    outdated_after: timedelta
    exempt_codes: tuple[tuple[date, int], ...]
    sole_proprietor_ein_until: date | None
    signature_required: bool
    stale_after_years: int | None
    off: frozenset[str]

    def replaced_on(self, issued: date) -> date | None:
        """When the revision issued then was followed by a newer one."""
        return min((later for later in self.revisions if later > issued), default=None)

    def highest_exempt_code(self, day: date) -> int:
        """The highest exempt payee code in force on ``day``."""
        return max((highest for start, highest in self.exempt_codes if start <= day), default=13)


@lru_cache(maxsize=1)
def load_settings() -> RuleSettings:
    """The shipped settings. Read once a process."""
    raw = json.loads((DATA / "rules.json").read_text(encoding="utf-8"))
    measured = {revision.issued for revision in revisions().values()}
    until = raw["sole_proprietor_ein_until"]
    return RuleSettings(
        version=raw["version"],
        revisions=tuple(sorted({date.fromisoformat(day) for day in raw["revisions"]} | measured)),
        outdated_after=timedelta(days=raw["outdated_after_days"]),
        exempt_codes=tuple((date.fromisoformat(day), code) for day, code in raw["exempt_codes"].items()),
        sole_proprietor_ein_until=date.fromisoformat(until) if until else None,
        signature_required=raw["signature_required"],
        stale_after_years=raw["stale_after_years"],
        off=frozenset(raw["off"]),
    )
