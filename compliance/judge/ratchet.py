"""The ratchet: a verdict may add a finding or raise one; nothing a model says takes anything away."""

from dataclasses import replace

from compliance.evidence import ground
from compliance.judge.types import JudgeRequest, Ruling, Verdict
from compliance.types import Finding, FindingKind, Severity, Signal, SignalNote
from extraction.types import ContractText


def raised(severity: Severity, steps: int = 1) -> Severity:
    """The severity ``steps`` higher, at most critical."""
    ladder = list(Severity)
    return ladder[min(severity.rank + max(steps, 0), len(ladder) - 1)]


def highest(first: Severity, second: Severity) -> Severity:
    return first if first.rank >= second.rank else second


def raise_finding(finding: Finding, verdict: Verdict) -> Finding:
    """Return the finding with the judge's note; its severity is never lower than before.

    An "acceptable" verdict is noted for the person who decides and changes nothing else.
    """
    return replace(
        finding, severity=_weighed(finding.severity, verdict), signals=(*finding.signals, _note(verdict))
    )


def _weighed(floor: Severity, verdict: Verdict) -> Severity:
    """Never below ``floor``; what calls for a person is at least medium, since nobody is asked about less."""
    if verdict.ruling is Ruling.ACCEPTABLE and not verdict.disagreement:
        return floor
    severity = floor if verdict.ruling is Ruling.ACCEPTABLE else highest(floor, verdict.severity)
    if verdict.disagreement:
        severity = raised(severity)
    return highest(severity, Severity.MEDIUM) if verdict.needs_person else severity


def new_finding(document: ContractText, request: JudgeRequest, verdict: Verdict) -> Finding | None:
    """A finding that only the judge saw, or None when it sees nothing wrong or its quote does not stand."""
    if verdict.ruling is Ruling.ACCEPTABLE and not verdict.disagreement:
        return None
    start = request.clause.start + verdict.start
    evidence = ground(document, verdict.quote, start, start + len(verdict.quote))
    if evidence is None:
        return None
    return Finding(
        kind=FindingKind.DEVIATION,
        policy=request.policy.id,
        version=request.policy.version,
        category=request.policy.category,
        severity=_weighed(highest(verdict.severity, request.floor or Severity.LOW), verdict),
        source=Signal.JUDGE,
        evidence=evidence,
        reason=verdict.reason,
        suggestion=verdict.suggestion or request.policy.suggestion,
        clause=request.clause.id,
        signals=(_note(verdict),),
        owner=request.policy.owner,
    )


def _note(verdict: Verdict) -> SignalNote:
    doubt = " (a second opinion disagreed: a person decides)" if verdict.disagreement else ""
    return SignalNote(Signal.JUDGE, f"{verdict.ruling}: {verdict.reason}{doubt}", verdict.confidence)
