"""A dry run: what a change of policy or threshold would do to the stored contracts. It changes nothing."""

from collections.abc import Iterator
from typing import Any

from compliance.types import ContractReview, Severity
from compliance.types import Finding as Found
from extraction.codec import from_json
from onboarding import judging
from onboarding.models import Part, Precedent
from onboarding.services import files, processing
from onboarding.services.errors import Gone, Invalid
from onboarding.workflow.decision import HARMLESS

LAST = 10  # contracts, the newest
LISTED = 50  # findings of a kind that are named; all are counted
QUOTED = 300  # characters
TOLERATED = ("false_alarm", "wrong_policy", "accepted_deviation")

Key = tuple[str, str]


def basis() -> dict[str, Any]:
    """What is in force: a dry run holds only as long as this does not change."""
    return {"playbook": judging.playbook().version, "thresholds": judging.thresholds()}


def run(change: judging.Change, *, last: int = LAST) -> dict[str, Any]:
    """Judge the last contracts twice by rules and stored scores, as it is and with the change.

    ``appear`` and ``gone`` are findings that people would newly be, or no longer be, asked about;
    ``contradicts`` the decisions of people that the change goes against. Raises Invalid(policy_unreadable).
    """
    report = _Report()
    for part in _contracts(last):
        try:
            contract = _judged(part)
        except Gone:
            report.skipped += 1
            continue
        try:
            after = judging.rejudged(contract, change)
        except judging.PolicyError as error:
            raise Invalid("policy_unreadable", str(error)) from error
        report.add(part, judging.rejudged(contract, judging.Change()), after)
    return {**report.plain(), "basis": basis()}


def _contracts(last: int) -> list[Part]:
    found = Part.objects.filter(kind="contract", superseded=False).exclude(playbook_version="")
    return list(found.select_related("document__case").order_by("-document__created_at", "index")[:last])


def _judged(part: Part) -> judging.Judged:
    """Raises Gone when the file is no longer kept."""
    reading = from_json(files.reading(document=part.document)).parts[part.index].contract
    if reading is None:
        raise Gone("file_missing", "This reading holds no agreement.")
    context = processing.context_of(part.document.case)
    return judging.Judged(
        text=processing.with_name(reading, part.document.name),
        model=part.model,
        scores=dict(part.clauses.values_list("key", "scores")),
        vendor_names=context.vendor_names,
        contract_value=context.contract_value,
    )


class _Report:
    """Counts over contracts, with the first findings of each kind by name."""

    def __init__(self) -> None:
        self.contracts = self.skipped = self.milder = self.stricter = self.asked = 0
        self.appear: list[dict[str, Any]] = []
        self.gone: list[dict[str, Any]] = []
        self.contradicts: list[dict[str, Any]] = []

    def add(self, part: Part, before: ContractReview, after: ContractReview) -> None:
        self.contracts += 1
        old, new = dict(_asked(before)), dict(_asked(after))
        self.asked += len(old)
        self.appear += [_named(part, new[key]) for key in new if key not in old]
        self.gone += [_named(part, old[key]) for key in old if key not in new]
        for key in old.keys() & new.keys():
            step = _rank(new[key]) - _rank(old[key])
            self.milder += step < 0
            self.stricter += step > 0
        self._contradictions(part, [key for key in old if key not in new], ("ask_vendor", "reject"), ())
        self._contradictions(part, [key for key in new if key not in old], ("accept",), TOLERATED)

    def _contradictions(
        self, part: Part, keys: list[Key], outcomes: tuple[str, ...], reasons: tuple[str, ...]
    ) -> None:
        for policy, words in keys:
            rows = Precedent.objects.filter(policy=policy, words=words, outcome__in=outcomes)
            rows = rows.filter(reason_code__in=reasons) if reasons else rows
            for row in rows.select_related("case", "who"):
                said = {"item": str(row.item_id), "case": row.case.reference, "policy": policy}
                why = {"outcome": row.outcome, "by": row.who.get_username(), "reason": row.reason_code}
                entry = {**said, **why, "quote": row.quote[:QUOTED]}
                if entry not in self.contradicts:
                    self.contradicts.append(entry)

    def plain(self) -> dict[str, Any]:
        counts = {
            name: getattr(self, name) for name in ("contracts", "skipped", "asked", "milder", "stricter")
        }
        lists = {"appear": self.appear, "gone": self.gone, "contradicts": self.contradicts}
        named = {name: rows[:LISTED] for name, rows in lists.items()}
        return {**counts, **{f"{name}_count": len(rows) for name, rows in lists.items()}, **named}


def _asked(review: ContractReview) -> Iterator[tuple[Key, Found]]:
    """The findings that go to a person, by policy and words."""
    for finding in review.findings:
        if finding.severity.value not in HARMLESS:
            quote = finding.evidence.quote if finding.evidence else f"{finding.kind} {finding.policy}"
            yield (finding.policy, judging.fingerprint(quote).words), finding


def _rank(finding: Found) -> int:
    return list(Severity).index(finding.severity)


def _named(part: Part, finding: Found) -> dict[str, Any]:
    return {
        "case": part.document.case.reference,
        "document": str(part.document_id),
        "name": part.document.name,
        "policy": finding.policy,
        "severity": finding.severity.value,
        "page": finding.evidence.page if finding.evidence else None,
        "quote": finding.evidence.quote[:QUOTED] if finding.evidence else "",
        "reason": finding.reason,
    }
