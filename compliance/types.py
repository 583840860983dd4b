"""The nouns of judging: findings with evidence, coverage, and the outcomes of outside checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from extraction.types import Box


class Severity(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


class FindingKind(StrEnum):
    BREACH = "breach"  # a deterministic check on the clause's terms fails
    DEVIATION = "deviation"  # the wording is unlike the preferred position
    MISSING = "missing"  # a protection the playbook requires was searched for and is absent
    UNUSUAL = "unusual"  # far from everything seen before
    CONFLICT = "conflict"  # two places disagree
    HIDDEN = "hidden"  # text a person cannot see, or that talks to a model
    UNREADABLE = "unreadable"  # a page could not be read well enough to judge


class Signal(StrEnum):
    """Which station said it. Rules set the floor; encoder and judge may only add."""

    RULE = "rule"
    ENCODER = "encoder"
    JUDGE = "judge"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote: ``text[start:end] == quote`` in the contract's text; one box a line of print."""

    quote: str
    start: int
    end: int
    page: int
    boxes: tuple[tuple[int, Box], ...] = ()  # (page, box)


@dataclass(frozen=True, slots=True)
class SignalNote:
    """What one station said about a finding, and how sure it was (0..1, None for a rule)."""

    signal: Signal
    note: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Considered:
    """A policy near to a finding's words: the joint score (0..1), by rare words and by vectors."""

    policy: str
    score: float
    words: float
    vector: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a person must look at. ``evidence`` is None only for a missing clause."""

    kind: FindingKind
    policy: str
    version: str
    category: str
    severity: Severity
    source: Signal
    evidence: Evidence | None
    reason: str
    suggestion: str
    clause: str | None = None
    signals: tuple[SignalNote, ...] = ()
    owner: str = "legal"
    considered: tuple[Considered, ...] = ()  # nearest first


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where a category was found, or the proof of what was searched for it in vain."""

    category: str
    present: bool
    score: float  # best calibrated score of any clause, 0..1
    clauses: tuple[str, ...]
    pages_searched: tuple[int, ...] = ()
    pages_unreadable: tuple[int, ...] = ()
    not_asked: str = ""  # why nobody was asked to find it here, in a sentence


@dataclass(frozen=True, slots=True)
class ModelInfo:
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class ScoredClause:
    """A clause and the calibrated score (0..1) of each category above its threshold, or of all."""

    id: str
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContractReview:
    clauses: tuple[ScoredClause, ...]
    findings: tuple[Finding, ...]
    coverage: dict[str, Coverage]
    model: ModelInfo
    playbook_version: str
    notes: tuple[str, ...] = ()  # visible remarks, e.g. "rules only: the model did not answer"
    thresholds: Mapping[str, float] = field(default_factory=dict)  # of each category, as they were used
    seconds: float = 0.0
    judge: str = ""  # models and prompts of the judge that was in force; '' when there was none


@dataclass(frozen=True, slots=True)
class CallUsage:
    """One call to a model: why, which, how much, how long, and the proof of what was taken out before.

    ``cost`` is in US dollars: the most it can be until the call is over (``outcome`` "asked"), then what it
    was. ``redaction`` counts removed values by type, ``sent_sha256`` is the digest of the text that leaves.
    """

    why: str
    model: str
    prompt_version: str
    input_tokens: int
    output_tokens: int
    cost: Decimal
    milliseconds: int
    outcome: str
    redaction: dict[str, int] = field(default_factory=dict)
    sent_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """Leave to call a model: ``call`` names it to the gate. With a ``refusal`` (a code) there is none."""

    call: int = 0
    refusal: str = ""


class CheckKind(StrEnum):
    TIN_STRUCTURE = "tin_structure"
    TIN_MATCH = "tin_match"
    SANCTIONS = "sanctions"


class CheckOutcome(StrEnum):
    CLEAR = "clear"  # the provider confirms
    MISMATCH = "mismatch"  # name and TIN do not belong together
    UNKNOWN = "unknown"  # the provider does not know the TIN (yet)
    INVALID = "invalid"  # not a TIN that can exist
    POSSIBLE_MATCH = "possible_match"  # sanctions: a person must look
    UNAVAILABLE = "unavailable"  # the provider did not answer: try again


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One outside verification. ``detail`` never holds a whole TIN."""

    kind: CheckKind
    provider: str
    outcome: CheckOutcome
    reason: str
    request_id: str = ""
    score: float | None = None
    list_version: str = ""
    detail: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VendorFacts:
    """What is screened. ``tin`` is nine digits or None; ``tin_type`` is ``ssn`` or ``ein``."""

    name: str
    business_name: str | None
    tin: str | None
    tin_type: str | None
    classification: str | None
    country: str = "US"

    def __repr__(self) -> str:
        return f"VendorFacts(name={self.name!r}, tin=***)"


@dataclass(frozen=True, slots=True)
class Screening:
    checks: tuple[CheckResult, ...]


class ProviderError(Exception):
    """An outside service failed. ``permanent`` False means that trying again may help."""

    def __init__(self, code: str, message: str, *, permanent: bool) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.permanent = permanent
