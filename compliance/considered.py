"""Which policies stand nearest to the words of a finding: shown beside it, and deciding nothing."""

from collections.abc import Iterable
from dataclasses import replace

from compliance.reading import Reading
from compliance.retrieval import nearest_policies
from compliance.types import Considered, Finding

NEAREST = 4


def with_considered(reading: Reading, findings: Iterable[Finding]) -> list[Finding]:
    """The findings with the policies nearest to their clause; those without words stay as they are."""
    clauses = {clause.id: clause for clause in reading.clauses}
    found = []
    for finding in findings:
        if finding.evidence is None:
            found.append(finding)
            continue
        clause = clauses.get(finding.clause or "")
        text, heading = (clause.text, clause.heading) if clause else (finding.evidence.quote, "")
        hits = nearest_policies(reading.playbook, text, heading=heading, limit=NEAREST)
        near = tuple(Considered(hit.policy.id, hit.score, hit.words, hit.vector) for hit in hits)
        found.append(replace(finding, considered=near))
    return found
