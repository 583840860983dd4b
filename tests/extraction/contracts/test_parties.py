"""Parties: with and without quotation marks, behind a long list of contents, and never guessed."""

import pytest

from extraction.contracts import read_text

CONTENTS = "".join(f"{number}. Clause number {number} ........ {number + 3}\n" for number in range(1, 900))


def names(text: str) -> list[str]:
    return [one.value for one in read_text(text).facts if one.name in {"party_1", "party_2", "party_3"}]


def aliases(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in read_text(text).facts:
        if fact.name.endswith("_alias"):
            found.setdefault(fact.name.removesuffix("_alias"), []).append(fact.value)
    return found


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        (
            "This Agreement is made by and between ACME TESTING INC. and NORTHWIND LLC.",
            ["ACME TESTING INC.", "NORTHWIND LLC"],
        ),
        (
            "This Services Agreement is entered into as of May 1, 2026 between Blue Heron Logistics, LLC, an "
            "Oregon limited liability company with offices at 4 Quay Road, Salem, OR 97301, and Northwind "
            "Trading Company.",
            ["Blue Heron Logistics, LLC", "Northwind Trading Company"],
        ),
        (
            "MAINTENANCE AGREEMENT\n\nBETWEEN\n\nACME TESTING B.V.\n\n&\n\nNorthwind Holding AG\n\n",
            ["ACME TESTING B.V.", "Northwind Holding AG"],
        ),
        (
            "This Agreement is between iAcme, Inc., an Ohio company (“iAcme”), and eNorth Ltd. (“eNorth”).",
            ["iAcme, Inc.", "eNorth Ltd."],
        ),
        (
            "This Consulting Agreement is made between Acme Testing Inc. and Jane Q. Example, an individual.",
            ["Acme Testing Inc.", "Jane Q. Example"],
        ),
        (
            "THIS AGREEMENT is dated 1 April 2026.\n\nPARTIES\n\n(1) Acme Testing UK Limited is a company "
            "registered in England (the “Employer”); and\n\n(2) Northwind Services Limited (the “Agency”).",
            ["Acme Testing UK Limited", "Northwind Services Limited"],
        ),
    ],
)
def test_names(clause, wanted):
    assert names(clause + "\n\nWHEREAS the parties wish to work together;") == wanted


@pytest.mark.parametrize(
    "clause",
    [
        "This Contract is between Acme Inc. (hereinafter Supplier) and Northwind LLC (hereinafter Customer).",
        "This Agreement is made between Acme Inc. (the Supplier) and Northwind LLC (the Customer).",
        "This Contract is between Acme Inc., with offices in Salem, hereinafter referred to as Supplier, and "
        "Northwind LLC, with offices in Reno, hereinafter called the Customer.",
        'This Contract is between: Acme Inc., located in Salem. Hereinafter referred to as "Supplier" And '
        'Northwind LLC. Hereinafter referred to as "Customer."',
    ],
)
def test_what_a_party_is_called(clause):
    assert names(clause) == ["Acme Inc.", "Northwind LLC"]
    assert aliases(clause) == {"party_1": ["Supplier"], "party_2": ["Customer"]}


def test_behind_a_cover_and_a_long_list_of_contents():
    preamble = "This Master Agreement is between Acme Testing Inc. (“Vendor”) and Northwind LLC (“Buyer”)."
    text = f"MASTER AGREEMENT\n\f{CONTENTS}\f{preamble}\n1. Term. This Agreement lasts one year."
    assert len(CONTENTS) > 25_000
    facts = [one for one in read_text(text).facts if one.name.startswith("party_")]
    assert [one.value for one in facts] == ["Acme Testing Inc.", "Vendor", "Northwind LLC", "Buyer"]
    assert {one.page for one in facts} == {3}
    assert [text[one.start : one.end] for one in facts] == [one.value for one in facts]


@pytest.mark.parametrize(
    "text",
    [
        "Disputes between Acme Inc. and Northwind LLC are settled by talks.",
        "This Agreement sets out the relationship between the Customer and the Supplier.",
        "This Agreement is made between ______________ and ______________.",
        "This Agreement allocates risks between direct losses and indirect losses of Delaware and New York.",
        f"Cover\n{CONTENTS}\nAny conflict between Acme Inc. (“A”) and Northwind LLC (“B”) ends by talks.",
    ],
)
def test_nobody_is_guessed(text):
    assert names(text) == []
