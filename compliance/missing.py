"""Protections that the playbook requires and the contract does not have, with the proof of the search."""

import re

from compliance.coverage import READABLE, nearest, present
from compliance.policies import Policy
from compliance.reading import Reading
from compliance.types import Finding, FindingKind, Signal, SignalNote

_PART = re.compile(
    r"\b(?:amendment|addendum|supplement|side\s+letter|statement\s+of\s+work|work\s+order|non-?disclosure|"
    r"joint\s+filing|termination\s+agreement|assignment\s+and\s+assumption|waiver)\b",
    re.IGNORECASE,
)
WHOLE = 25  # clauses; a shorter paper is a part of something and need not have everything


def is_whole(reading: Reading) -> bool:
    """True for an agreement that stands by itself: long enough and not called an amendment or the like."""
    title = next((fact.value for fact in reading.document.facts if fact.name == "title"), "")
    head = title or " ".join(reading.document.text[:80].split())
    return len(reading.clauses) >= WHOLE and not _PART.search(head)


def missing_findings(reading: Reading) -> list[Finding]:
    """One finding for each required policy without a clause. Nothing for a part of an agreement."""
    if not is_whole(reading):
        return []
    wanted = [policy for policy in reading.playbook.policies if policy.required and _applies(reading, policy)]
    return [_missing(reading, policy) for policy in wanted if not present(reading, policy)]


def _applies(reading: Reading, policy: Policy) -> bool:
    if not policy.required_when:
        return True
    words = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in policy.required_when)
    return re.search(rf"\b(?:{words})\b", reading.document.text, re.IGNORECASE) is not None


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
