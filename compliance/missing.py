"""Protections that the playbook requires and the contract does not have, with the proof of the search."""

from compliance.asked import is_whole, why_not
from compliance.coverage import READABLE, nearest, present
from compliance.policies import Policy
from compliance.reading import Reading
from compliance.types import Finding, FindingKind, Signal, SignalNote


def missing_findings(reading: Reading) -> list[Finding]:
    """One finding for each required policy without a clause. Nothing for a part of an agreement."""
    if not is_whole(reading):
        return []
    wanted = [one for one in reading.playbook.policies if one.required and not why_not(reading, one)]
    return [_missing(reading, policy) for policy in wanted if not present(reading, policy)]


def _missing(reading: Reading, policy: Policy) -> Finding:
    score, position = nearest(reading, [policy])
    return Finding(
        kind=FindingKind.MISSING,
        policy=policy.id,
        version=policy.version,
        category=policy.categories[0],
        severity=policy.missing,
        source=Signal.RULE,
        evidence=None,
        reason=f"The contract has no clause on this: {policy.title}. {_proof(reading)}",
        suggestion=policy.fallback_wording,
        clause=None,
        signals=(
            SignalNote(Signal.RULE, "no heading, cue or term of this policy was found"),
            SignalNote(Signal.ENCODER, _best(reading, position), score),
        ),
        owner=policy.owner,
    )


def _proof(reading: Reading) -> str:
    pages = reading.document.pages
    worst = min((page.quality for page in pages), default=1.0)
    bad = [str(page.number) for page in pages if page.quality < READABLE]
    sentence = f"All {len(pages)} pages ({len(reading.clauses)} clauses) were searched"
    if bad:
        return f"{sentence}, but pages {', '.join(bad)} could not be read well enough to be sure."
    return f"{sentence}; the worst read page has a quality of {worst:.2f}."


def _best(reading: Reading, position: int | None) -> str:
    if position is None:
        return "no clause came near"
    clause = reading.clauses[position]
    return f"the nearest clause is {clause.number or clause.id} on page {clause.page}"
