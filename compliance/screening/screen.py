"""Screen one vendor: the digits, the name with the tax id, and every name against the sanctions list."""

import re
from collections.abc import Iterable
from dataclasses import replace

from compliance.screening.base import ClearedPair, NameQuery, SanctionsProvider, TinProvider, TinQuery
from compliance.screening.tin import check_structure
from compliance.types import (
    CheckKind,
    CheckOutcome,
    CheckResult,
    ProviderError,
    Screening,
    VendorFacts,
)

_PERSON_CLASSES = {"individual", "sole_proprietor"}


def screen_vendor(
    facts: VendorFacts,
    *,
    tin: TinProvider,
    sanctions: SanctionsProvider,
    signers: Iterable[str] = (),
    vendor: str = "",
    cleared: Iterable[ClearedPair] = (),
) -> Screening:
    """Run every check on a vendor; one result for the digits, one for the match, one a name screened.

    ``vendor`` is the caller's id of the vendor: the reference for the provider and the key of ``cleared``
    pairs. A provider that fails gives UNAVAILABLE, never CLEAR. Never raises for a provider's failure.
    """
    structure = check_structure(facts.tin, facts.tin_type)
    checks = [structure, _match(facts, structure, tin, vendor)]
    known = frozenset(cleared)
    for query in _names(facts, signers, vendor):
        checks.append(_screen(sanctions, query, known))
    return Screening(tuple(checks))


def _match(facts: VendorFacts, structure: CheckResult, provider: TinProvider, vendor: str) -> CheckResult:
    kind = CheckKind.TIN_MATCH
    if not facts.tin or structure.outcome is CheckOutcome.INVALID:
        return CheckResult(kind, provider.name, CheckOutcome.INVALID, "Not asked: the tax id cannot exist.")
    if not facts.name.strip():
        return CheckResult(
            kind, provider.name, CheckOutcome.INVALID, "Not asked: there is no name on line 1."
        )
    query = TinQuery(name=facts.name, tin=facts.tin, tin_type=facts.tin_type, reference=vendor)
    try:
        return _scrubbed(provider.match(query), facts.tin)
    except ProviderError as error:
        return _scrubbed(unavailable(kind, provider.name, error), facts.tin)


def _scrubbed(result: CheckResult, tin: str) -> CheckResult:
    """Take the tax id out of a provider's words, however it is spaced: results are shown and stored."""
    spelt = re.compile(r"[\s.\-/]?".join(tin))
    detail = {key: spelt.sub("***", value) for key, value in result.detail.items()}
    return replace(
        result,
        reason=spelt.sub("***", result.reason),
        request_id=spelt.sub("***", result.request_id),
        detail=detail,
    )


def _names(facts: VendorFacts, signers: Iterable[str], vendor: str) -> list[NameQuery]:
    """Line 1, line 2 and signers, each name once."""
    person = facts.classification in _PERSON_CLASSES if facts.classification else None
    queries = [_query(facts.name, "name", vendor, facts, person=person)]
    if facts.business_name and facts.business_name.strip():
        queries.append(_query(facts.business_name, "business_name", vendor, facts, person=False))
    queries += [_query(s, "signer", vendor, facts, person=True) for s in signers if s.strip()]
    unique: dict[str, NameQuery] = {}
    for query in queries:
        unique.setdefault(query.name.strip().casefold(), query)
    return list(unique.values())


def _query(name: str, role: str, vendor: str, facts: VendorFacts, *, person: bool | None) -> NameQuery:
    return NameQuery(name=name, role=role, person=person, country=facts.country, vendor=vendor)


def _screen(provider: SanctionsProvider, query: NameQuery, cleared: frozenset[ClearedPair]) -> CheckResult:
    try:
        return provider.screen(query, cleared)
    except ProviderError as error:
        return unavailable(CheckKind.SANCTIONS, provider.name, error, role=query.role)


def unavailable(kind: CheckKind, provider: str, error: ProviderError, role: str = "") -> CheckResult:
    """The result that stands for a provider's failure; ``detail["retry"]`` says whether to try again."""
    detail = {"code": error.code, "retry": "false" if error.permanent else "true"}
    if role:
        detail["role"] = role
    return CheckResult(kind, provider, CheckOutcome.UNAVAILABLE, error.message, detail=detail)
