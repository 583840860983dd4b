# ruff: noqa: E501 - contract wordings stand on one line, as they are read
"""Whole reviews: the risky clauses are found with their words and numbers, a fair agreement is left alone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from compliance.context import ReviewContext
from compliance.types import FindingKind, Severity, Signal
from extraction.contracts import read_text
from samples.contracts import load
from tests.compliance.papers import FILLER, Blank, Marks, by_policy, paper, review

CARRIER = (
    "7.2 Limitation of Liability. Nothing in this Agreement limits Buyer's liability, which shall be unlimited and "
    "shall include indirect and consequential loss.\n\n"
    "7.4 Renewal. This Agreement renews automatically for successive terms of five (5) years unless Buyer gives "
    "notice 270 days before expiry. Fees rise 18% on each renewal.\n"
)

GOLDEN = [
    ("liability-unlimited-ours", "Customer's liability under this Agreement shall be unlimited.", Severity.CRITICAL, "unlimited"),
    ("liability-cap", "Vendor's total liability will not exceed the fees paid in the three (3) months before the claim.", Severity.HIGH, "3 months"),
    ("auto-renewal", "This Agreement renews automatically for successive terms of three (3) years.", Severity.HIGH, "3 years"),
    ("payment-terms", "Customer shall pay each invoice within seven (7) days after the invoice date.", Severity.MEDIUM, "7 days"),
    ("late-fees", "Overdue amounts bear interest at three percent (3%) per month.", Severity.HIGH, "3 % a month"),
    ("price-increase", "Vendor may increase the fees by twelve percent (12%) each year.", Severity.HIGH, "12 %"),
    ("assignment", "Vendor may assign this Agreement to any person without Customer's consent.", Severity.HIGH, "assign"),
    ("security-incident-notice", "Vendor shall notify Customer of any security incident within ten (10) days.", Severity.HIGH, "10 days"),
    ("governing-law", "This Agreement is governed by the laws of Bermuda.", Severity.HIGH, "Bermuda"),
    ("unilateral-change", "Vendor may modify the terms of this Agreement at any time by posting them.", Severity.HIGH, "by itself"),
]  # fmt: skip


def fair() -> str:
    """The project's fair agreement as numbered text."""
    sections = load("agreement")
    return "\n\n".join(
        f"{n}. {name}\n" + "\n".join(lines) for n, (name, lines) in enumerate(sections.items(), start=1)
    )


@pytest.mark.parametrize(("policy", "sentence", "severity", "words"), GOLDEN, ids=[row[0] for row in GOLDEN])
def test_golden_packets(policy: str, sentence: str, severity: Severity, words: str) -> None:
    document = paper(*FILLER, ("Terms", sentence), *FILLER)
    found = by_policy(review(document))
    assert set(found) == {policy}
    finding = found[policy]
    assert finding.severity is severity
    assert finding.source is Signal.RULE
    assert words in finding.reason
    assert finding.suggestion
    assert finding.evidence is not None
    assert sentence in finding.evidence.quote
    assert document.text[finding.evidence.start : finding.evidence.end] == finding.evidence.quote


def test_two_risky_clauses_give_exactly_their_findings() -> None:
    found = by_policy(review(read_text(CARRIER)))
    assert set(found) == {"liability-unlimited-ours", "auto-renewal", "renewal-notice", "price-increase"}
    assert found["liability-unlimited-ours"].severity is Severity.CRITICAL
    assert "5 years" in found["auto-renewal"].reason
    assert "270 days" in found["renewal-notice"].reason
    assert "18 %" in found["price-increase"].reason


def test_a_fair_agreement_has_no_finding() -> None:
    document = read_text(fair())
    assert [(f.policy, f.reason) for f in review(document).findings] == []


def test_what_is_cut_out_is_missed_with_proof() -> None:
    text = fair().replace("insurance", "cover").replace("Insurance", "Cover").replace("insured", "covered")
    found = by_policy(review(read_text(text)))
    assert set(found) == {"insurance"}
    finding = found["insurance"]
    assert finding.kind is FindingKind.MISSING
    assert finding.evidence is None
    assert "All 1 pages" in finding.reason
    assert next(note for note in finding.signals if note.signal is Signal.ENCODER).score == 0.0


def test_the_search_says_which_page_was_unreadable() -> None:
    document = read_text(fair().replace("nsur", "cov") + "\fillegible")
    bad = replace(document.pages[1], quality=0.3)
    result = review(replace(document, pages=(document.pages[0], bad)))
    found = by_policy(result)
    assert "pages 2 could not be read" in found["insurance"].reason
    assert found["readable-pages"].kind is FindingKind.UNREADABLE
    assert result.coverage["insurance"].pages_unreadable == (2,)


def test_an_amendment_is_not_asked_for_everything() -> None:
    result = review(paper(*FILLER * 30, opening="AMENDMENT TO SERVICES AGREEMENT\n\n"))
    assert not [finding for finding in result.findings if finding.kind is FindingKind.MISSING]
    assert any("Missing protections were not looked for" in note for note in result.notes)


def test_two_laws_disagree() -> None:
    document = paper(
        ("Law", "This Agreement is governed by the laws of Delaware."),
        *FILLER,
        ("Construction", "This Agreement shall be construed in accordance with the laws of Texas."),
    )
    finding = by_policy(review(document))["conflicting-terms"]
    assert finding.kind is FindingKind.CONFLICT
    assert "Delaware" in finding.reason
    assert "Texas" in finding.reason


def test_words_and_digits_disagree() -> None:
    document = paper(
        ("Payment", "Customer shall pay each invoice within thirty (60) days after receipt of the invoice.")
    )
    assert '"thirty (60) days"' in by_policy(review(document))["conflicting-terms"].reason


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Halden Data LLC",), False),
        (("HALDEN DATA, L.L.C.",), False),
        (("Marsh Data Inc.",), True),
        ((), False),
    ],
)
def test_the_vendor_of_the_w9_signs(names: tuple[str, ...], expected: bool) -> None:
    found = by_policy(review(paper(*FILLER), context=ReviewContext(vendor_names=names)))
    assert ("party-name" in found) is expected


def test_value_raises_the_severity() -> None:
    document = paper(
        ("Renewal", "This Agreement renews automatically for successive terms of three (3) years.")
    )
    rich = ReviewContext(contract_value=Decimal(2_000_000))
    assert by_policy(review(document))["auto-renewal"].severity is Severity.HIGH
    assert by_policy(review(document, context=rich))["auto-renewal"].severity is Severity.CRITICAL


def test_the_encoder_adds_what_no_rule_sees() -> None:
    text = "Customer shall turn to Vendor and to nobody else for this kind of work."
    document = paper(*FILLER, ("Dealing", text))
    assert "exclusivity" not in by_policy(review(document))
    finding = by_policy(review(document, Marks("exclusivity", "nobody else")))["exclusivity"]
    assert (finding.kind, finding.source) == (FindingKind.DEVIATION, Signal.ENCODER)
    assert finding.severity.rank <= Severity.MEDIUM.rank


def test_a_duty_of_the_vendor_is_no_finding() -> None:
    document = paper(("Dealing", "Vendor shall turn to Customer and to nobody else for this kind of work."))
    assert "exclusivity" not in by_policy(review(document, Marks("exclusivity", "nobody else")))


def test_one_problem_is_said_once() -> None:
    document = paper(
        (
            "Liability",
            "Customer's liability is unlimited. Nothing in this Agreement limits Customer's liability.",
        ),
    )
    assert [f.policy for f in review(document).findings] == ["liability-unlimited-ours"]


def test_scores_are_kept_above_their_threshold_or_all() -> None:
    document = paper(*FILLER)
    marked = Marks("insurance", "courier")
    few = review(document, marked)
    every = review(document, marked, ReviewContext(all_scores=True))
    assert sum(len(clause.scores) for clause in few.clauses) == 1
    assert all(len(clause.scores) == len(Blank.categories) for clause in every.clauses)
    assert few.coverage["insurance"].present
    assert not few.coverage["governing_law"].present


def test_an_empty_contract_has_no_finding() -> None:
    assert review(read_text("")).findings == ()
