# ruff: noqa: E501 - contract wordings stand on one line, as they are read
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
        (
            "This Agreement is made by and between northexample.com, inc., an Ohio corporation (“North”), and "
            "acme-test, Ltd. (“Acme”).",
            ["northexample.com, inc.", "acme-test, Ltd."],
        ),
        (
            "This Agreement is entered into on May 4, 2026 by and among Acme Inc. (“Acme”), and the Trustees of the "
            "Example Fund (“Trustees”).",
            ["Acme Inc.", "Trustees of the Example Fund"],
        ),
        (
            "This Hosting Agreement is between Jane Example, director of Acme Bakery (“Client”) and John Sample, "
            "director of Northwind Web, PLC (“Company”). 1. Design. Client pays the “Price”.",
            ["Acme Bakery", "Northwind Web, PLC"],
        ),
        (
            "THIS AGREEMENT made this 4 day of May, 2026.\n\nB E T W E E N:\n\nACME COURIER LTD. (“Acme”)\n\n- and -"
            "\n\nNORTHWIND CARRIERS LTD. (“Northwind”)",
            ["ACME COURIER LTD.", "NORTHWIND CARRIERS LTD."],
        ),
        (
            "This Transport Agreement is entered into by Acme Lakes Limited Partnership (Transporter) and NORTHWIND GAS "
            "COMPANY (Shipper).",
            ["Acme Lakes Limited Partnership", "NORTHWIND GAS COMPANY"],
        ),
        (
            "THIS AGREEMENT is made on 1 May 2026\nBETWEEN:\n(1) ACME 2005 LIMITED (registered number 123) (the Company)"
            "\n(2) JOHN SAMPLE (the Executive).",
            ["ACME 2005 LIMITED", "JOHN SAMPLE"],
        ),
        (
            "Outsourcing Agreement between: Acme Corp. Suite 207 - 11 Example Avenue (hereinafter referred to as "
            "“Acme”) And: Northwind Limited (hereinafter referred to as “Northwind”)",
            ["Acme Corp.", "Northwind Limited"],
        ),
        (
            "Road Agreement\nParty A (Shipper): Acme Express Co., Ltd. Address: 1 Mill Road\n"
            "Party B (Carrier): Northwind Trucks Ltd.\n",
            ["Acme Express Co., Ltd.", "Northwind Trucks Ltd."],
        ),
        (
            "AGENCY AGREEMENT Acme Mutual Insurance Corporation, a Michigan insurance corporation (ACMIC) and Sample & "
            "Walsh, Inc., a Nevada corporation (“Agency”) agree as follows: "
            + "Agency reports to ACMIC. "
            * 8,
            ["Acme Mutual Insurance Corporation", "Sample & Walsh, Inc."],
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


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        (
            "This Agreement is made between Acme AG (“Acme”), and ____________, a corporation of _______ (“Dealer”).",
            {"party_1": ["Acme"], "party_2": ["Dealer"]},
        ),
        (
            "This Agreement is made between Acme, Inc. (“Acme”) and the Reseller named above.",
            {"party_1": ["Acme"], "party_2": ["Reseller"]},
        ),
        (
            "This Franchise Agreement is made between Acme Suites LLC (“we,” “us” or “Franchisor”) and the Franchisee "
            "(“you” or “Franchisee”) set forth in the Addendum.",
            {"party_1": ["we", "us", "Franchisor"], "party_2": ["you", "Franchisee"]},
        ),
    ],
)
def test_the_open_party_of_a_form_has_what_it_is_called_and_no_name(clause, wanted):
    assert len(names(clause)) == 1
    assert aliases(clause) == wanted


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
        "The Company, a Delaware corporation (“Holder”), and the Bank, a Maryland corporation (“Payer”), agree. "
        + "Holder tells Payer. " * 9,
        "This Agreement sets out the relationship between the Customer and the Supplier.",
        "This Agreement is made between ______________ and ______________.",
        "This Agreement allocates risks between direct losses and indirect losses of Delaware and New York.",
        f"Cover\n{CONTENTS}\nAny conflict between Acme Inc. (“A”) and Northwind LLC (“B”) ends by talks.",
    ],
)
def test_nobody_is_guessed(text):
    assert names(text) == []
