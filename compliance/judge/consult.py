"""Put the routed clauses to the judge and fold the answers into the findings, upwards only."""

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.judge.base import Judge, NullJudge
from compliance.judge.ratchet import new_finding, raise_finding
from compliance.judge.router import LIMIT, Candidate, route
from compliance.judge.types import JudgeReport
from compliance.types import Finding
from extraction.types import ContractText

__all__ = ["Candidate", "Consultation", "consult"]


@dataclass(frozen=True, slots=True)
class Consultation:
    """Findings after the judge (never fewer, never milder), visible notes, and the account of calls."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    report: JudgeReport


def consult(
    judge: Judge,
    document: ContractText,
    candidates: Sequence[Candidate],
    findings: Sequence[Finding],
    limit: int = LIMIT,
) -> Consultation:
    """Ask the judge about the routed candidates.

    ``Candidate.finding`` indexes ``findings``; the order of the given findings is kept and new ones follow.
    """
    result = list(findings)
    if isinstance(judge, NullJudge):
        return Consultation(tuple(result), (), JudgeReport())
    for candidate in route(candidates, limit):
        verdict = judge.judge(candidate.request)
        if verdict is None:
            continue
        if candidate.finding is not None:
            result[candidate.finding] = raise_finding(result[candidate.finding], verdict)
            continue
        added = new_finding(document, candidate.request, verdict)
        if added is not None:
            result.append(added)
    report = judge.report()
    return Consultation(tuple(result), report.notes, report)
