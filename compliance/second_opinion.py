"""What the judge could be asked about a contract: every breach, and every score near its threshold."""

from collections.abc import Sequence

from compliance.judge import (
    Candidate,
    Consultation,
    Judge,
    JudgeRequest,
    NullJudge,
    PolicyBrief,
    Why,
    consult,
)
from compliance.judge.router import is_doubtful
from compliance.judge.types import JudgeReport
from compliance.policies import Policy
from compliance.precedents import Memory, remember
from compliance.reading import Reading
from compliance.types import Finding, FindingKind

_ASKED = {FindingKind.BREACH, FindingKind.DEVIATION, FindingKind.UNUSUAL}


def ask_judge(judge: Judge, reading: Reading, findings: Sequence[Finding]) -> Consultation:
    """Put the candidates to the judge; without one the findings come back as they are."""
    if isinstance(judge, NullJudge):
        return Consultation(tuple(findings), (), JudgeReport())
    memory = Memory(reading.context.precedents)
    candidates = [*_for_findings(reading, findings, memory), *_for_doubts(reading, findings, memory)]
    return consult(judge, reading.document, candidates, findings)


def _for_findings(reading: Reading, findings: Sequence[Finding], memory: Memory) -> list[Candidate]:
    rows = {clause.id: position for position, clause in enumerate(reading.clauses)}
    made = []
    for index, finding in enumerate(findings):
        policy = reading.playbook.by_id(finding.policy)
        if finding.kind in _ASKED and finding.clause in rows and policy is not None:
            request = _request(reading, policy, rows[finding.clause], finding, memory)
            made.append(Candidate(request, reading.score(rows[finding.clause], policy), 0.0, index))
    return made


def _for_doubts(reading: Reading, findings: Sequence[Finding], memory: Memory) -> list[Candidate]:
    spoken = {(finding.clause, finding.policy) for finding in findings}
    made = []
    for policy in reading.playbook.policies:
        for category in filter(reading.scores.knows, policy.categories):
            limit = reading.scores.threshold(category)
            for row in reading.hosts:
                score = reading.scores.of(row, category)
                if is_doubtful(score, limit) and (reading.clauses[row].id, policy.id) not in spoken:
                    spoken.add((reading.clauses[row].id, policy.id))
                    made.append(Candidate(_request(reading, policy, row, None, memory), score, limit))
    return made


def _request(
    reading: Reading, policy: Policy, row: int, finding: Finding | None, memory: Memory
) -> JudgeRequest:
    clause = reading.clauses[row]
    brief = _brief(policy, finding)
    words = finding.evidence.quote if finding and finding.evidence else clause.text
    earlier = memory.nearest(words, policy=policy.id, category=brief.category)
    return JudgeRequest(
        clause=clause,
        policy=brief,
        why=Why.BREACH if finding else Why.DOUBTFUL,
        floor=finding.severity if finding else None,
        notes=(finding.reason,) if finding else (),
        surroundings=reading.surroundings(row),
        precedents=tuple(remember(match) for match in earlier),
    )


def _brief(policy: Policy, finding: Finding | None) -> PolicyBrief:
    return PolicyBrief(
        id=policy.id,
        version=policy.version,
        category=finding.category if finding else policy.categories[0],
        question=policy.question,
        preferred=policy.preferred,
        fallback=policy.fallback,
        walk_away=policy.walk_away,
        severity=policy.severity,
        owner=policy.owner,
        suggestion=policy.fallback_wording,
    )
