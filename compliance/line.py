"""The documented JSON of one reviewed file: plain values, stable keys.

``start`` and ``end`` are code points in the contract's text (for a .txt file: in that file); a finding
without evidence has null for quote, start, end and page. ``error`` is null unless nothing could be read.
"""

from typing import Any

from compliance.types import ContractReview, Coverage, Finding, ScoredClause
from extraction.types import Clause, ContractText


def review_line(file: str, document: ContractText, review: ContractReview, seconds: float) -> dict[str, Any]:
    """One file's answer. ``seconds`` is the whole time from opening the file."""
    scores = {scored.id: scored for scored in review.clauses}
    return {
        "file": file,
        "pages": len(document.pages),
        "clauses": [_clause(clause, scores.get(clause.id)) for clause in document.clauses],
        "findings": [_finding(finding) for finding in review.findings],
        "coverage": {name: _coverage(entry) for name, entry in review.coverage.items()},
        "model": {"name": review.model.name, "version": review.model.version},
        "seconds": round(seconds, 3),
        "notes": list(review.notes),
        "error": None,
    }


def error_line(file: str, code: str, message: str, pages: int = 0, seconds: float = 0.0) -> dict[str, Any]:
    """The answer for a file that could not be read, with the same keys."""
    return {
        "file": file,
        "pages": pages,
        "clauses": [],
        "findings": [],
        "coverage": {},
        "model": None,
        "seconds": round(seconds, 3),
        "notes": [],
        "error": {"code": code, "message": message},
    }


def _clause(clause: Clause, scored: ScoredClause | None) -> dict[str, Any]:
    return {
        "id": clause.id,
        "number": clause.number,
        "heading": clause.heading,
        "page": clause.page,
        "start": clause.start,
        "end": clause.end,
        "text": clause.text,
        "categories": dict(scored.scores) if scored else {},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    evidence = finding.evidence
    return {
        "kind": str(finding.kind),
        "policy": finding.policy,
        "version": finding.version,
        "category": finding.category,
        "severity": str(finding.severity),
        "source": str(finding.source),
        "quote": evidence.quote if evidence else None,
        "start": evidence.start if evidence else None,
        "end": evidence.end if evidence else None,
        "page": evidence.page if evidence else None,
        "reason": finding.reason,
        "suggestion": finding.suggestion,
    }


def _coverage(entry: Coverage) -> dict[str, Any]:
    return {
        "present": entry.present,
        "score": round(entry.score, 4),
        "clauses": list(entry.clauses),
        "not_asked": entry.not_asked,
    }
