# ruff: noqa: E501 - contract wordings stand on one line, as they are read
import pytest

from extraction.contracts.facts import read_facts
from extraction.types import PageSpan, Source

OPENINGS = [
    (
        'This Services Agreement (the "Agreement") is made as of March 1, 2026 (the "Effective Date") by and between '
        'Halden Data LLC, a Delaware limited liability company with offices at 5 Mill Road, Dover ("Vendor"), and '
        'Brook Foods, Inc., an Ohio corporation ("Customer"). The parties agree as follows.',
        [("Halden Data LLC", {"Vendor"}), ("Brook Foods, Inc.", {"Customer"})],
    ),
    (
        'THIS AGREEMENT ("Agreement"), entered into on May 20, 2024, is between Alder Pipe Company ("Transporter"), '
        'an Ohio corporation, and Birch Gas Company, a division of Birch Holdings, ("Shipper"); WITNESSETH:',
        [("Alder Pipe Company", {"Transporter"}), ("Birch Gas Company", {"Shipper"})],
    ),
    (
        "This agreement is entered into by and between Cedar Soft Ltd (hereinafter the “Company”), whose address is "
        "1 Elm St, and Dana Fir (hereinafter the “Consultant”), an individual. RECITALS",
        [("Cedar Soft Ltd", {"Company"}), ("Dana Fir", {"Consultant"})],
    ),
    (
        "SUPPLY AGREEMENT\n\nSupplier: Elm Works Inc.\nCustomer: Fern Mills LLC\nDate: 2026-02-01\n",
        [("Elm Works Inc.", {"Supplier"}), ("Fern Mills LLC", {"Customer"})],
    ),
]


def facts(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in read_facts(text, (PageSpan(1, 0, len(text), 1.0, Source.TEXT),)):
        assert 0 < fact.confidence <= 1
        assert text[fact.start : fact.end].strip()
        found.setdefault(fact.name, []).append(fact.value)
    return found


@pytest.mark.parametrize(("text", "parties"), OPENINGS)
def test_parties_and_what_they_are_called(text: str, parties: list[tuple[str, set[str]]]) -> None:
    found = facts(text)
    for number, (name, aliases) in enumerate(parties, start=1):
        assert found[f"party_{number}"] == [name]
        assert aliases <= set(found[f"party_{number}_alias"])


@pytest.mark.parametrize(
    "text",
    [
        "made as of March 1, 2026",
        "dated the 1st day of March 2026",
        "dated 03/01/2026",
        "entered into as of 1 March 2026",
        "executed on 2026-03-01",
    ],
)
def test_dates_become_iso(text: str) -> None:
    assert facts(text)["agreement_date"] == ["2026-03-01"]


@pytest.mark.parametrize(
    ("text", "made", "effective"),
    [
        (
            'This Agreement is entered into on May 2, 2026 and is made effective as of June 1, 2026 (the "Effective Date").',
            "2026-05-02",
            "2026-06-01",
        ),
        (
            "This Agreement, dated as of May 2, 2026, is between A and B. The Lease dated as of March 3, 2020 ends. "
            "This Agreement shall be effective as of the date first above written.",
            "2026-05-02",
            "2026-05-02",
        ),
        (
            'This Agreement is made on May 2, 2026. 1.1 "Effective Date" means July 4, 2026.',
            "2026-05-02",
            "2026-07-04",
        ),
        ("AGENCY AGREEMENT\n\nMay 2, 2026\n\nDear Sirs, we confirm our agreement.", "2026-05-02", None),
        (
            "Terms.\n" + "The parties agree. " * 400 + "\nSigned for A: /s/ Ann. Date: 05/02/2026\n",
            "2026-05-02",
            None,
        ),
        (
            "The Lease Agreement dated as of March 3, 2020 is amended. This Amendment is made this 2 day of May, 2026.",
            "2026-05-02",
            None,
        ),
        (
            "This Agreement is made May 2, 2026. The initial term of this Agreement commences on June 1, 2026.",
            "2026-05-02",
            "2026-06-01",
        ),
        (
            "Source: ACME, 10-K, 1/1/2026\n" * 4 + "This Agreement is made as of May 2, 2026.",
            "2026-05-02",
            None,
        ),
    ],
)
def test_when_it_was_made_and_when_it_takes_effect(text: str, made: str, effective: str | None) -> None:
    found = facts(text)
    assert found["agreement_date"] == [made]
    assert found.get("effective_date", [None]) == [effective]


@pytest.mark.parametrize(
    ("text", "law"),
    [
        (
            "THIS AGREEMENT SHALL BE GOVERNED BY THE LAWS OF THE STATE OF NEW YORK APPLICABLE TO CONTRACTS.",
            "New York",
        ),
        ("This Agreement is governed by the Laws of the state of Ohio.", "Ohio"),
        (
            "The laws of the State of Texas (without its rules of conflict) govern all matters of this Agreement.",
            "Texas",
        ),
        (
            "This Agreement is governed by the laws, other than choice of law rules, of the State of Georgia.",
            "Georgia",
        ),
        ("This Agreement is governed by and construed in accordance with English law.", "English law"),
        ("It is made in the State of Nevada and shall be governed by the laws thereof.", "Nevada"),
        (
            "Exports are governed by the laws of the United States. This is governed by the laws of Maine.",
            "Maine",
        ),
        ("This Agreement is governed by the laws of Ruritania.", "Ruritania"),
        ("Supplier complies with the laws of every country.", None),
    ],
)
def test_the_governing_law(text: str, law: str | None) -> None:
    assert facts(text).get("governing_law", [None]) == [law]


def test_a_date_that_cannot_be_is_no_date() -> None:
    assert "agreement_date" not in facts("dated June 31, 2026")


def test_law_terms_and_value() -> None:
    found = facts(
        "MASTER AGREEMENT\n\nThis Agreement continues for an initial term of two (2) years. It renews for successive "
        "terms of one (1) year unless a party gives notice sixty (60) days before the end. The total contract price "
        "is $1,250,000. This Agreement is governed by the laws of the State of New York."
    )
    assert found["title"] == ["MASTER AGREEMENT"]
    assert found["initial_term"] == ["2 years"]
    assert found["renewal_term"] == ["1 year"]
    assert found["renewal_notice"] == ["60 days"]
    assert found["contract_value"] == ["USD 1250000.00"]
    assert found["governing_law"] == ["New York"]


def test_a_text_without_parties_has_none() -> None:
    assert not [
        name for name in facts("The weather was fine between noon and three.") if name.startswith("party")
    ]
