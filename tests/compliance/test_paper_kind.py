# ruff: noqa: E501 - contract wordings stand on one line, as they are read
"""What kind of paper it is, what it is asked for, and what is said about the rest."""

from decimal import Decimal

import pytest

from compliance.context import ReviewContext
from compliance.paper_kind import PaperKind, paper_kind
from compliance.policies import PolicyError, load_playbook, parse_policy
from compliance.types import FindingKind
from extraction.contracts import read_text
from tests.compliance.papers import Marks, paper, review

MANY = [(f"Point {n}", f"The parties will meet in month {n} to speak about the progress.") for n in range(30)]
PARTIES = (
    ' is made as of March 1, 2026 between Halden Works LLC ("Vendor") and Brook Foods, Inc. ("Customer").\n\n'
)

KINDS = [
    ("MASTER SERVICES AGREEMENT\n\nThis Master Services Agreement", {PaperKind.SERVICES}),
    (
        "Software as a Service Subscription Agreement\n\nThis Agreement",
        {PaperKind.SOFTWARE, PaperKind.SERVICES},
    ),
    ("PATENT LICENSE AGREEMENT\n\nThis Agreement", {PaperKind.LICENCE}),
    ("TRADEMARK LICENSE AGREEMENT\n\nThis Agreement", {PaperKind.BRAND}),
    ("GAS FRANCHISE AGREEMENT\n\nThis Agreement", set()),
    ("MANUFACTURING AND SUPPLY AGREEMENT\n\nThis Agreement", {PaperKind.SUPPLY}),
    ("EXCLUSIVE DISTRIBUTION AGREEMENT\n\nThis Agreement", {PaperKind.DISTRIBUTION}),
    ("SPONSORSHIP AGREEMENT\n\nThis Agreement", {PaperKind.MARKETING}),
    ("MUTUAL NON-DISCLOSURE AGREEMENT\n\nThis Agreement", {PaperKind.NDA}),
    ("OFFICE LEASE\n\nThis Lease, whose Landlord is named below,", {PaperKind.LEASE}),
    ("JOINT VENTURE AGREEMENT\n\nThis Agreement", {PaperKind.CORPORATE}),
    ("PLAIN AGREEMENT\n\nThis Agreement", set()),
    ("This paper has no name and", set()),
]


@pytest.mark.parametrize(("opening", "kinds"), KINDS)
def test_the_kind_is_read_from_its_name(opening: str, kinds: set[PaperKind]) -> None:
    assert paper_kind(paper(*MANY, opening=opening + PARTIES)).kinds == kinds


def test_another_paper_that_is_mentioned_does_not_name_this_one() -> None:
    opening = "STRATEGIC AGREEMENT\n\nUnder the Stock Purchase Agreement of last year, this Agreement"
    assert not paper_kind(paper(*MANY, opening=opening + PARTIES)).kinds


@pytest.mark.parametrize(
    "opening",
    [
        "AMENDMENT TO MASTER SERVICES AGREEMENT\n\nThis Amendment",
        "SCHEDULE B\n\nThis Product Schedule is issued pursuant to the Software Agreement that",
        "AMENDMENTS TO SUPPLY AGREEMENT\n\nThe parties hereby",
        "STATEMENT OF WORK NO. 3\n\nThis Statement of Work",
        "JOINT VENTURE AGREEMENT\n\nThis AMENDMENT AND TERMINATION OF JOINT VENTURE AGREEMENT (this Amendment)",
    ],
)
def test_a_part_of_another_agreement_is_known(opening: str) -> None:
    document = paper(*MANY, opening=opening + PARTIES)
    assert paper_kind(document).part
    result = review(document)
    assert not [one for one in result.findings if one.kind is FindingKind.MISSING]
    assert "part of another agreement" in result.coverage["insurance"].not_asked


def _missing(opening: str, **context: Decimal) -> set[str]:
    result = review(paper(*MANY, opening=opening + PARTIES), context=ReviewContext(**context))
    return {one.policy for one in result.findings if one.kind is FindingKind.MISSING}


def test_each_kind_is_asked_for_what_it_should_have() -> None:
    services = _missing("MASTER SERVICES AGREEMENT\n\nThis Agreement")
    assert {"insurance", "confidentiality", "indemnity-by-vendor", "governing-law"} <= services
    assert _missing("MUTUAL NON-DISCLOSURE AGREEMENT\n\nThis Agreement") == {
        "governing-law"
    }  # its title is about secrecy
    assert _missing("JOINT VENTURE AGREEMENT\n\nThis Agreement") == {"governing-law"}


def test_an_unknown_kind_is_asked_as_much_as_a_known_one() -> None:
    assert _missing("PLAIN AGREEMENT\n\nThis Agreement") >= _missing("SERVICES AGREEMENT\n\nThis Agreement")


def test_a_paper_of_no_kind_without_buyer_and_vendor_is_not_asked_for_their_protections() -> None:
    nobody = ' is made between Alder Inc. ("Alder") and Birch Inc. ("Birch").\n\n'
    result = review(paper(*MANY, opening="PLAIN AGREEMENT\n\nThis Agreement" + nobody))
    missing = {one.policy for one in result.findings if one.kind is FindingKind.MISSING}
    assert missing == {"governing-law"}
    assert "no buyer and seller" in result.coverage["insurance"].not_asked


def test_the_service_agreement_of_a_director_is_about_a_post() -> None:
    opening = (
        "SERVICE AGREEMENT\n\nThis Agreement on your employment, with a yearly salary for the employee,"
        + PARTIES
    )
    assert paper_kind(paper(*MANY, opening=opening)).kinds == {PaperKind.EMPLOYMENT}


def test_where_a_company_was_organized_is_no_governing_law() -> None:
    many = [
        *MANY,
        ("Standing", "Vendor exists under the laws of Ohio. Customer exists under the laws of Utah."),
    ]
    opening = "SERVICES AGREEMENT\n\nThis Agreement" + PARTIES
    found = {
        one.policy
        for one in review(paper(*many, ("More", "It obeys the laws of Iowa."), opening=opening)).findings
    }
    assert "governing-law" in found


def test_two_kinds_are_asked_for_both() -> None:
    both = _missing("SPONSORSHIP AND SUPPLY AGREEMENT\n\nThis Agreement")
    assert both >= _missing("SUPPLY AGREEMENT\n\nThis Agreement")


def test_what_was_not_asked_is_said_in_the_coverage() -> None:
    result = review(paper(*MANY, opening="SPONSORSHIP AGREEMENT\n\nThis Agreement" + PARTIES))
    said = result.coverage["insurance"]
    assert not said.present
    assert said.not_asked == "Not asked of this kind of paper: marketing (SPONSORSHIP AGREEMENT)."
    assert result.coverage["confidentiality"].not_asked == ""
    assert "customer data" in result.coverage["data_protection"].not_asked


def test_a_small_contract_is_not_asked_for_insurance_but_an_unknown_value_is() -> None:
    opening = "SERVICES AGREEMENT\n\nThis Agreement"
    assert "insurance" not in _missing(opening, contract_value=Decimal(5_000))
    assert "insurance" in _missing(opening, contract_value=Decimal(50_000))
    assert "insurance" in _missing(opening)


def test_a_present_clause_needs_no_reason() -> None:
    text = read_text(
        "SPONSORSHIP AGREEMENT\n\n1. Insurance. Vendor shall maintain insurance of $2,000,000.\n"
    )
    assert review(text, Marks("insurance", "shall maintain")).coverage["insurance"].not_asked == ""


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("applies_to: [picnic]", "bad_kind"),
        ("required_from: -1", "bad_value"),
        ("required_from: yes", "bad_value"),
    ],
)
def test_a_policy_with_a_wrong_condition_is_refused(line: str, code: str) -> None:
    policy = load_playbook().by_id("arbitration")
    assert policy is not None
    text = policy.source_text.replace("owner: legal", f"owner: legal\n{line}", 1)
    with pytest.raises(PolicyError) as refused:
        parse_policy(text, file="arbitration.md")
    assert refused.value.code == code
