"""What a clause says against what the policy allows: the deterministic floor under every finding."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from compliance.evidence import evidence_for
from compliance.policies import Policy
from compliance.policy_checks import Check
from compliance.reading import Reading
from compliance.terms import Side, Term
from compliance.types import Evidence, Finding, FindingKind, Severity, Signal, SignalNote

QUOTE = 700  # characters; a longer clause is quoted around the term only
UNUSUAL = "unusual-burdens"


@dataclass(frozen=True, slots=True)
class Failure:
    """One check that fails on one term of one clause."""

    policy: Policy
    check: Check
    position: int
    term: Term


def breach_findings(reading: Reading) -> list[Finding]:
    """One finding for each clause and policy with at least one failing check."""
    found: list[Finding] = []
    for policy in reading.playbook.policies:
        by_clause: dict[int, list[Failure]] = defaultdict(list)
        for failure in _failures(reading, policy):
            by_clause[failure.position].append(failure)
        found += [_finding(reading, failures) for failures in by_clause.values()]
        found += _unsaid(reading, policy)
    return found


def _failures(reading: Reading, policy: Policy) -> Iterable[Failure]:
    if not policy.checks:
        return
    for position in reading.candidates(policy):
        for check in policy.checks:
            broken = [term for term in reading.terms(position) if check.breaks(term)]
            # "the greater of" gives several limbs: a floor fails only if every limb is below it
            if check.kind == "min" and any(
                check.about(term) and not check.breaks(term) for term in reading.terms(position)
            ):
                continue
            if broken:
                yield Failure(policy, check, position, _worst(check, broken))


def _worst(check: Check, terms: list[Term]) -> Term:
    numbers = [term for term in terms if not isinstance(term.value, str | bool)]
    if not numbers:
        return terms[0]
    return max(numbers, key=lambda term: term.value) if check.kind == "max" else numbers[0]


def severity_of(reading: Reading, policy: Policy, check: Check, side: Side) -> Severity:
    """The check's own severity, raised with the contract's value; at most medium if the side is unknown."""
    base = check.severity or policy.severity
    if base.rank >= policy.severity.rank:
        base = policy.severity_at(reading.context.contract_value, base)
    doubtful = side is Side.UNKNOWN and Side.UNKNOWN in check.sides and len(check.sides) > 1
    return min(base, Severity.MEDIUM, key=lambda severity: severity.rank) if doubtful else base


def _finding(reading: Reading, failures: list[Failure]) -> Finding:
    """All failing checks of one policy on one clause, worst first, as one finding."""
    first = failures[0]
    policy = first.policy
    ranked = sorted(
        failures,
        key=lambda failure: -severity_of(reading, policy, failure.check, failure.term.side).rank,
    )
    worst = ranked[0]
    by_term = {failure.term.name: failure for failure in reversed(ranked)}  # the strictest check of each term
    reasons = dict.fromkeys(f.check.sentence(f.term) for f in ranked if by_term[f.term.name] is f)
    return Finding(
        kind=FindingKind.UNUSUAL if policy.id == UNUSUAL else FindingKind.BREACH,
        policy=policy.id,
        version=policy.version,
        category=_category(reading, first.position, policy),
        severity=severity_of(reading, policy, worst.check, worst.term.side),
        source=Signal.RULE,
        evidence=quote(reading, first.position, [failure.term for failure in ranked]),
        reason=" ".join(reasons),
        suggestion=policy.fallback_wording,
        clause=reading.clauses[first.position].id,
        signals=(
            *(SignalNote(Signal.RULE, f"{f.check.code}: {f.term.shown}") for f in ranked),
            encoder_note(reading, first.position, policy),
        ),
        owner=policy.owner,
    )


def _category(reading: Reading, position: int, policy: Policy) -> str:
    """The policy's category that fits the clause best; its first when the encoder knows none of them."""
    return max(policy.categories, key=lambda category: reading.scores.of(position, category))


def encoder_note(reading: Reading, position: int, policy: Policy) -> SignalNote:
    """What the encoder thinks of the clause in the policy's best category."""
    category = _category(reading, position, policy)
    return SignalNote(Signal.ENCODER, f"reads as {category}", reading.scores.of(position, category))


def quote(reading: Reading, position: int, terms: Iterable[Term] = ()) -> Evidence:
    """The clause word for word; of a long clause the sentences around its terms."""
    clause = reading.clauses[position]
    spans = [(term.start, term.end) for term in terms]
    if clause.end - clause.start <= QUOTE or not spans:
        return evidence_for(reading.document, clause.start, clause.end)
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    start = max(clause.text.rfind(". ", 0, start) + 2, start - QUOTE // 2, 0) if start else 0
    stop = clause.text.find(". ", end)
    end = min(stop + 1 if stop >= 0 else len(clause.text), end + QUOTE // 2)
    start, end = _whole_words(clause.text, start, end)
    return evidence_for(reading.document, clause.start + start, clause.start + end)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while 0 < start < len(text) and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end


def _unsaid(reading: Reading, policy: Policy) -> list[Finding]:
    """Checks that expect something: the clause is there (``when``) but nowhere says it."""
    expecting = [check for check in policy.checks if check.kind == "expect"]
    if not expecting:
        return []
    places = reading.candidates(policy)
    found = []
    for check in expecting:
        anchors = [p for p in places if any(check.anchored(term) for term in reading.terms(p))]
        near = {*places, *(row for anchor in anchors for row in reading.neighbours(anchor))}
        if anchors and check.missing(term for position in near for term in reading.terms(position)):
            best = max(anchors, key=lambda position: reading.score(position, policy))
            found.append(_deviation(reading, policy, check, best))
    return found


def _deviation(reading: Reading, policy: Policy, check: Check, position: int) -> Finding:
    return Finding(
        kind=FindingKind.DEVIATION,
        policy=policy.id,
        version=policy.version,
        category=_category(reading, position, policy),
        severity=severity_of(reading, policy, check, Side.THEIRS),
        source=Signal.RULE,
        evidence=quote(reading, position),
        reason=check.sentence(None),
        suggestion=policy.fallback_wording,
        clause=reading.clauses[position].id,
        signals=(SignalNote(Signal.RULE, check.code), encoder_note(reading, position, policy)),
        owner=policy.owner,
    )
