"""What is known about a case, as plain values: the whole input of a decision. No tax id, no clock."""

from dataclasses import dataclass

RULES_VERSION = "2"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands: ids of our rows, page number from 1, box in PDF points."""

    document: str = ""
    finding: int | None = None
    field: str = ""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Trouble:
    """One issue or finding. ``subject`` names exactly this one, so that an acceptance covers no other."""

    subject: str
    code: str
    severity: str
    text: str
    place: Place = NOWHERE
    requirement: str = ""  # which requirement of the vendor it answers for: w9, contract, file


@dataclass(frozen=True, slots=True)
class FieldFact:
    """One field of the form in force. ``keyed`` is True when a person keyed it and agreed with us."""

    name: str
    present: bool
    confidence: float
    subject: str
    keyed: bool = False
    vendor_differs: bool = False
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class W9Fact:
    """The W-9 in force. ``subject`` names the form for acceptances."""

    subject: str
    needs_review: bool
    tin_sure: bool
    fields: tuple[FieldFact, ...]
    issues: tuple[Trouble, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ContractFact:
    """One agreement in force; ``judged`` is False until its clauses were compared with the playbook."""

    subject: str
    judged: bool
    findings: tuple[Trouble, ...]
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class CheckFact:
    """One outside check of the newest screening; a kind may have several (one a name)."""

    kind: str
    outcome: str
    reason: str
    subject: str


@dataclass(frozen=True, slots=True)
class StepFact:
    """A step that is still open, or that stopped after its last try."""

    step: str
    dead: bool
    subject: str
    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class AskFact:
    """A reviewer asks the vendor about this subject; ``kind`` is the requirement that answers it."""

    subject: str
    kind: str
    text: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """Everything that ``decide`` may look at."""

    contract_required: bool
    w9: W9Fact | None = None
    contracts: tuple[ContractFact, ...] = ()
    documents: tuple[Trouble, ...] = ()  # wrong forms, unknown kinds, files we could not read
    checks: tuple[CheckFact, ...] = ()
    steps: tuple[StepFact, ...] = ()
    others: tuple[Trouble, ...] = ()  # e.g. another vendor with the same tax id
    asks: tuple[AskFact, ...] = ()
    accepted: frozenset[str] = frozenset()  # subjects that a person accepted
    refused: tuple[Trouble, ...] = ()  # a person rejected because of these
    threshold: float = 0.975
