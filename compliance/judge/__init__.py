"""The judge: a model's opinion on doubtful clauses, which can add doubt and never remove it."""

from compliance.judge.base import Judge, NullJudge
from compliance.judge.consult import Candidate, Consultation, consult
from compliance.judge.types import (
    JudgeReport,
    JudgeRequest,
    PolicyBrief,
    Ruling,
    Verdict,
    Why,
)
from compliance.types import CallUsage

__all__ = [
    "CallUsage",
    "Candidate",
    "Consultation",
    "Judge",
    "JudgeReport",
    "JudgeRequest",
    "NullJudge",
    "PolicyBrief",
    "Ruling",
    "Verdict",
    "Why",
    "consult",
]
