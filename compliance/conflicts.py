"""Two places that disagree: two laws, two payment terms, words against digits, a party we do not know."""

import re
from collections import defaultdict

from compliance.breaches import quote
from compliance.evidence import evidence_for
from compliance.policies import Policy
from compliance.reading import Reading
from compliance.terms import Side, Term, TermName
from compliance.terms.numbers import disagrees
from compliance.terms.quantities import DURATION
from compliance.terms.sides import plain_name
from compliance.types import Finding, FindingKind, Signal, SignalNote

_ONCE = {
    TermName.GOVERNING_LAW: "governing law",
    TermName.PAYMENT_DAYS: "the time to pay",
    TermName.RENEWAL_NOTICE_DAYS: "the notice that stops the renewal",
    TermName.BREACH_NOTICE_HOURS: "the notice of a security incident",
    TermName.CAP_MONTHS: "the cap on liability",
}
_EITHER_SIDE = frozenset({TermName.BREACH_NOTICE_HOURS, TermName.CAP_MONTHS})  # also when theirs
POLICY, NAMES = "conflicting-terms", "party-name"


def conflict_findings(reading: Reading) -> list[Finding]:
    """Every disagreement of the contract with itself or with what we know of the vendor."""
    policy, names = reading.playbook.by_id(POLICY), reading.playbook.by_id(NAMES)
    found: list[Finding] = []
    if policy is not None:
        found += _between_clauses(reading, policy)
        found += _words_against_digits(reading, policy)
    if names is not None:
        found += _party(reading, names)
    return found


def _between_clauses(reading: Reading, policy: Policy) -> list[Finding]:
    places: dict[TermName, dict[str, tuple[int, Term]]] = defaultdict(dict)
    read = sorted({position for owner in reading.playbook.policies for position in reading.cued[owner.id]})
    for position in read:
        for term in reading.terms(position):
            if term.name in _ONCE and (term.side is not Side.THEIRS or term.name in _EITHER_SIDE):
                places[term.name].setdefault(str(term.value), (position, term))
    found = []
    for name, values in places.items():
        if len(values) < 2 or name not in _ONCE:
            continue
        (first, one), *_, (second, other) = values.values()
        if first == second:
            continue
        said = f"{one.shown} ({_where(reading, first)}) and {other.shown} ({_where(reading, second)})"
        found.append(_conflict(reading, policy, second, other, f"Two answers on {_ONCE[name]}: {said}."))
    return found


def _where(reading: Reading, position: int) -> str:
    clause = reading.clauses[position]
    return f"section {clause.number}" if clause.number else f"page {clause.page}"


def _words_against_digits(reading: Reading, policy: Policy) -> list[Finding]:
    found = []
    for match in DURATION.finditer(reading.document.text):
        position = reading.at(match.start())
        if "(" in match["number"] and disagrees(match["number"]) and position is not None:
            words = " ".join(match.group().split())
            clause = reading.clauses[position]
            term = Term(
                TermName.PAYMENT_DAYS, words, words, match.start() - clause.start, match.end() - clause.start
            )
            reason = f'Words and digits name different numbers: "{words}".'
            found.append(_conflict(reading, policy, position, term, reason))
    return found


def _conflict(reading: Reading, policy: Policy, position: int, term: Term, reason: str) -> Finding:
    return Finding(
        kind=FindingKind.CONFLICT,
        policy=policy.id,
        version=policy.version,
        category=policy.categories[0],
        severity=policy.severity_at(reading.context.contract_value),
        source=Signal.RULE,
        evidence=quote(reading, position, [term]),
        reason=reason,
        suggestion=policy.fallback_wording,
        clause=reading.clauses[position].id,
        signals=(SignalNote(Signal.RULE, f"{term.name}: {term.shown}"),),
        owner=policy.owner,
    )


def _party(reading: Reading, policy: Policy) -> list[Finding]:
    """The W-9's names against the parties clause; silent when the contract names no party."""
    known = {plain_name(name) for name in reading.context.vendor_names} - {""}
    parties = [fact for fact in reading.document.facts if re.fullmatch(r"party_\d+", fact.name)]
    if not known or not parties:
        return []
    named = {plain_name(fact.value) for fact in parties} | {
        plain_name(fact.value)
        for fact in reading.document.facts
        if re.fullmatch(r"party_\d+_alias", fact.name)
    }
    if any(_same(one, other) for one in known for other in named):
        return []
    ours = {plain_name(name) for name in reading.context.our_names} - {""}
    other = next((fact for fact in parties if plain_name(fact.value) not in ours), parties[0])
    vendor = reading.context.vendor_names[0]
    named_here = " and ".join(fact.value for fact in parties)
    return [
        Finding(
            kind=FindingKind.CONFLICT,
            policy=policy.id,
            version=policy.version,
            category=policy.categories[0],
            severity=policy.severity_at(reading.context.contract_value),
            source=Signal.RULE,
            evidence=evidence_for(reading.document, other.start, other.end),
            reason=f"The contract names {named_here}; the W-9 names {vendor}.",
            suggestion=policy.fallback_wording,
            signals=(SignalNote(Signal.RULE, "no party has the vendor's name"),),
            owner=policy.owner,
        )
    ]


def _same(one: str, other: str) -> bool:
    """The same name up to word order and a missing word: "acme data" and "acme data services"."""
    first, second = set(one.split()), set(other.split())
    return bool(first and second) and (first <= second or second <= first)
