"""What the facts of a case lead to: pure, and every reason with a code.

Each doubt adds reasons and none takes one away; the outcome is that of the worst reason. So more doubt never
makes the outcome better, and a case is approved only when there is nothing left to say against it. The one
thing that removes a reason is a person who accepted exactly that subject.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from onboarding.workflow.facts import (
    NOWHERE,
    CaseFacts,
    CheckFact,
    ContractFact,
    FieldFact,
    Place,
    Trouble,
    W9Fact,
)
from onboarding.workflow.states import State


class Ending(StrEnum):
    """Where a reason leads, best first."""

    APPROVE = "approve"
    REVIEW = "review"
    COLLECT = "collect"
    ASK_VENDOR = "ask_vendor"
    WAIT = "wait"
    FAIL = "fail"
    REJECT = "reject"

    @property
    def rank(self) -> int:
        return list(Ending).index(self)


STATE_OF: dict[Ending, State] = {
    Ending.APPROVE: State.APPROVED,
    Ending.REVIEW: State.IN_REVIEW,
    Ending.COLLECT: State.COLLECTING,
    Ending.ASK_VENDOR: State.ACTION_REQUIRED,
    Ending.WAIT: State.PROCESSING,
    Ending.FAIL: State.FAILED,
    Ending.REJECT: State.REJECTED,
}

# Fields without which no vendor can be paid or reported (Form 1099 needs name, address and TIN).
NEEDED = ("name", "classification", "address", "city", "state", "zip")
CHECKS = ("tin_structure", "tin_match", "sanctions")
HARMLESS = frozenset({"low", "info"})
TAX_IDS = ("ssn", "ein")
SPELT = {
    "ssn": "social security number",
    "ein": "employer identification number",
    "llc_class": "LLC tax class",
    "zip": "ZIP code",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. ``queue`` is for a review, ``requirement`` (w9, contract, answer) for the vendor."""

    code: str
    ends_in: Ending
    subject: str
    text: str
    severity: str = "medium"
    queue: str = ""
    requirement: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Ending
    reasons: tuple[Reason, ...]


def decide(facts: CaseFacts) -> Decision:
    """Weigh all facts. The same facts give the same decision, forever."""
    reasons = tuple(_after_people(facts, _all(facts)))
    worst = max(
        (reason.ends_in for reason in reasons), key=lambda ending: ending.rank, default=Ending.APPROVE
    )
    return Decision(worst, reasons)


def _all(facts: CaseFacts) -> Iterator[Reason]:
    for refused in facts.refused:
        yield _reason(refused, Ending.REJECT)
    yield from _steps(facts)
    yield from _w9(facts)
    yield from _contracts(facts)
    yield from (_review(trouble, "intake") for trouble in facts.documents if trouble.severity != "error")
    yield from _wrong_documents(facts)
    yield from _checks(facts)
    yield from (_review(trouble, "tax") for trouble in facts.others)
    for ask in facts.asks:
        yield Reason("asked", Ending.ASK_VENDOR, ask.subject, ask.text, "medium", "", ask.kind, ask.place)


def _after_people(facts: CaseFacts, reasons: Iterator[Reason]) -> Iterator[Reason]:
    """Leave out the reviews that a person settled; nothing else can be settled away."""
    settled = facts.accepted | {ask.subject for ask in facts.asks}
    return (one for one in reasons if one.ends_in is not Ending.REVIEW or one.subject not in settled)


def _reason(trouble: Trouble, ends_in: Ending, *, queue: str = "", requirement: str = "") -> Reason:
    return Reason(
        trouble.code,
        ends_in,
        trouble.subject,
        trouble.text,
        trouble.severity,
        queue,
        requirement,
        trouble.place,
    )


def _review(trouble: Trouble, queue: str) -> Reason:
    return _reason(trouble, Ending.REVIEW, queue=queue)


def _steps(facts: CaseFacts) -> Iterator[Reason]:
    for step in facts.steps:
        if step.dead:
            yield Reason(
                "step_failed", Ending.REVIEW, step.subject, step.text, "high", "intake", "", step.place
            )
        else:
            yield Reason("still_checking", Ending.WAIT, step.subject, step.text, "low", "", "", step.place)


def _w9(facts: CaseFacts) -> Iterator[Reason]:
    if facts.w9 is None:
        yield Reason("w9_missing", Ending.COLLECT, "w9", "We need the vendor's Form W-9.", "medium", "", "w9")
        return
    yield from _issues(facts.w9)
    yield from _fields(facts.w9, facts.threshold)


def _issues(w9: W9Fact) -> Iterator[Reason]:
    for issue in w9.issues:
        if issue.severity == "error":
            yield _reason(issue, Ending.ASK_VENDOR, requirement="w9")
        else:
            yield _review(issue, "tax")
    if w9.needs_review:
        text = "A form like this is not believed without a person: compare its fields with the page."
        yield Reason(
            "w9_not_sure", Ending.REVIEW, f"{w9.subject}:needs_review", text, "medium", "tax", "", w9.place
        )


def _fields(w9: W9Fact, threshold: float) -> Iterator[Reason]:
    found = {field.name: field for field in w9.fields}
    for name in NEEDED:
        field = found.get(name)
        if field is None or not field.present:
            place = Place(document=w9.place.document, field=name, page=w9.place.page)
            yield _about(f"{w9.subject}:{name}", "field_empty", name, "is empty or could not be read", place)
    ids = [found[name] for name in TAX_IDS if name in found and found[name].present]
    keying = len(ids) != 1 or not (w9.tin_sure or ids[0].keyed)
    for field in w9.fields:
        yield from _field(field, threshold, keying=keying)
    if keying:
        text = "The tax id is not certain: a second person keys it from the form."
        place = ids[0].place if ids else w9.place
        yield Reason("tin_not_sure", Ending.REVIEW, f"{w9.subject}:tin", text, "high", "tax", "", place)


def _field(field: FieldFact, threshold: float, *, keying: bool) -> Iterator[Reason]:
    """Doubts about one field; a tax id that is keyed anyway needs no second item."""
    ids = () if keying else TAX_IDS
    watched = field.name in {*NEEDED, *ids, "business_name", "llc_class"}
    if watched and field.present and field.confidence < threshold and not field.keyed:
        yield _about(field.subject, "field_not_sure", field.name, "was not read with certainty", field.place)
    if field.vendor_differs:
        subject = f"{field.subject}:vendor"
        yield _about(
            subject, "vendor_differs", field.name, "differs from what the vendor typed", field.place, "high"
        )


def _about(subject: str, code: str, name: str, what: str, place: Place, severity: str = "medium") -> Reason:
    words = SPELT.get(name, name.replace("_", " "))
    return Reason(
        code, Ending.REVIEW, subject, f"The {words} on the form {what}.", severity, "tax", "", place
    )


def _contracts(facts: CaseFacts) -> Iterator[Reason]:
    if facts.contract_required and not facts.contracts:
        text = "We need the agreement."
        yield Reason("contract_missing", Ending.COLLECT, "contract", text, "medium", "", "contract")
    for contract in facts.contracts:
        yield from _contract(contract)


def _contract(contract: ContractFact) -> Iterator[Reason]:
    if not contract.judged:
        text = "The agreement is not yet compared with our policies."
        yield Reason(
            "not_judged",
            Ending.REVIEW,
            f"{contract.subject}:judged",
            text,
            "high",
            "legal",
            "",
            contract.place,
        )
    for finding in contract.findings:
        if finding.severity not in HARMLESS:
            yield _review(finding, "legal")


def _wrong_documents(facts: CaseFacts) -> Iterator[Reason]:
    """Files that cannot be what is still missing, or that nobody can tell: the vendor sends the right one."""
    for trouble in facts.documents:
        if trouble.severity == "error":
            yield _reason(trouble, Ending.ASK_VENDOR, requirement=trouble.requirement)


def _checks(facts: CaseFacts) -> Iterator[Reason]:
    if facts.w9 is None:
        return
    made = {check.kind for check in facts.checks}
    for kind in CHECKS:
        if kind not in made:
            text = f"The check {kind.replace('_', ' ')} was not made."
            yield Reason(f"{kind}_missing", Ending.REVIEW, f"{facts.w9.subject}:{kind}", text, "high", "tax")
    yield from (_failed_check(check) for check in facts.checks if check.outcome != "clear")


def _failed_check(check: CheckFact) -> Reason:
    severity = "critical" if check.kind == "sanctions" and check.outcome == "possible_match" else "high"
    return Reason(
        f"{check.kind}_{check.outcome}", Ending.REVIEW, check.subject, check.reason, severity, "tax"
    )


def due_reviews(decision: Decision) -> tuple[Reason, ...]:
    """The reviews worth a person's time now: none about a form that the vendor is asked to replace anyway."""
    asked = {reason.requirement for reason in decision.reasons if reason.ends_in is Ending.ASK_VENDOR}
    about = {"tax": "w9", "legal": "contract"}
    return tuple(
        reason
        for reason in decision.reasons
        if reason.ends_in is Ending.REVIEW and about.get(reason.queue) not in asked
    )
