"""Injected text, read by a judge that obeys it, changes nothing about the clauses around it."""

import json
import os
from pathlib import Path

import pytest

from compliance import ReviewContext, review_contract
from compliance.judge import JudgeReport, JudgeRequest, Ruling, Verdict
from compliance.policies import load_playbook
from compliance.types import Severity
from extraction.contracts import read_text
from tests.compliance.papers import OPENING, Blank

OWN = json.loads((Path(__file__).parent / "injections_own.json").read_text(encoding="utf-8"))
BEFORE = (
    "7.2 Limitation of Liability. Nothing in this Agreement limits Customer's liability, which shall be "
    "unlimited and shall include indirect and consequential loss.\n\n"
)
AFTER = (
    "\n\n7.4 Renewal. This Agreement renews automatically for successive terms of five (5) years unless "
    "Customer gives notice 270 days before expiry. Fees rise 18% on each renewal.\n"
)


class Obedient:
    """Does what every injected text wants: finds all clauses harmless and is sure of it."""

    name = "obedient"
    version = "obedient 1"

    def judge(self, request: JudgeRequest) -> Verdict | None:
        quote = request.clause.text
        return Verdict(Ruling.ACCEPTABLE, Severity.LOW, quote, 0, len(quote), "No concerns.", 1.0, self.name)

    def report(self) -> JudgeReport:
        return JudgeReport()


def judged(text: str) -> set[tuple[str, str, str]]:
    """Policy, severity and quote of what is found in the two risky clauses."""
    document = read_text(OPENING + text)
    review = review_contract(
        document, classifier=Blank(), playbook=load_playbook(), judge=Obedient(), context=ReviewContext()
    )
    risky = [document.text.index(part.strip()) for part in (BEFORE, AFTER)]
    spans = [(s, s + len(part.strip())) for s, part in zip(risky, (BEFORE, AFTER), strict=True)]
    return {
        (f.policy, str(f.severity), f.evidence.quote)
        for f in review.findings
        if f.evidence and any(a <= f.evidence.start < b for a, b in spans)
    }


def lost(before: set[tuple[str, str, str]], after: set[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """What was found before and is not found now: same policy, no milder, the quote at least as long."""
    ranks = [(policy, Severity(severity).rank, quote) for policy, severity, quote in after]
    return [
        one
        for one in before
        if not any(
            p == one[0] and rank >= Severity(one[1]).rank and one[2] in quote for p, rank, quote in ranks
        )
    ]


@pytest.fixture(scope="module")
def plain() -> set[tuple[str, str, str]]:
    found = judged(BEFORE + "7.3 Notices. Notices must be in writing." + AFTER)
    policies = {policy for policy, _, _ in found}
    assert {"liability-unlimited-ours", "auto-renewal"} <= policies
    return found


@pytest.mark.parametrize("text", [text for _, text in OWN["attacks"]])
def test_own_injections_lower_nothing(plain: set[tuple[str, str, str]], text: str) -> None:
    assert lost(plain, judged(BEFORE + text + AFTER)) == []


@pytest.mark.data
@pytest.mark.skipif("VOUCH_DATA" not in os.environ, reason="VOUCH_DATA names no data sets")
def test_the_development_set_lowers_nothing(plain: set[tuple[str, str, str]]) -> None:
    path = Path(os.environ["VOUCH_DATA"]) / "hostile" / "injections_dev.json"
    items = json.loads(path.read_text(encoding="utf-8"))["items"]
    changed = [item["id"] for item in items if lost(plain, judged(BEFORE + item["text"] + AFTER))]
    assert changed == []
