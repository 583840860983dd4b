"""What is asked of a judge and what it may answer. Frozen values: no network, no model."""

from dataclasses import dataclass
from enum import StrEnum

from compliance.types import CallUsage, Severity
from extraction.types import Clause


class Ruling(StrEnum):
    """How a clause stands against one policy, in the judge's opinion."""

    ACCEPTABLE = "acceptable"
    DOUBTFUL = "doubtful"
    BREACH = "breach"


class Why(StrEnum):
    """Why a clause is put to the judge at all: the router asks for nothing else."""

    BREACH = "breach"  # a rule says it breaks the policy: the judge words it and may raise it
    DOUBTFUL = "doubtful"  # the encoder's score is near its threshold


@dataclass(frozen=True, slots=True)
class PolicyBrief:
    """The part of a policy that a judge needs."""

    id: str
    version: str
    category: str
    question: str
    preferred: str
    fallback: str = ""
    walk_away: str = ""
    severity: Severity = Severity.MEDIUM
    owner: str = "legal"
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class JudgeRequest:
    """One clause against one policy.

    ``floor`` is the severity that rules or encoder already gave (None: nothing found yet); a verdict
    can only raise it. ``surroundings`` is untrusted text around the clause, ``notes`` what the rules said.
    """

    clause: Clause
    policy: PolicyBrief
    why: Why = Why.DOUBTFUL
    floor: Severity | None = None
    notes: tuple[str, ...] = ()
    surroundings: str = ""
    precedents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A grounded opinion: ``request.clause.text[start:end] == quote`` (offsets within the clause).

    ``disagreement`` is True when the challenger ruled otherwise; ``needs_person`` is then True as well.
    """

    ruling: Ruling
    severity: Severity
    quote: str
    start: int
    end: int
    reason: str
    confidence: float
    model: str
    suggestion: str = ""
    disagreement: bool = False
    needs_person: bool = False


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """The account of one document: every call, visible notes, and what was dropped."""

    usage: tuple[CallUsage, ...] = ()
    notes: tuple[str, ...] = ()
    asked: int = 0
    answered: int = 0
    dropped: int = 0
