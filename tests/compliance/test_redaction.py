import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.redaction import Redactor, is_card, is_iban, is_routing, redact

NINE = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize(
    "spelling",
    [
        "987-65-4321",
        "98-7654321",
        "987654321",
        "987 65 4321",
        "987.65.4321",
        "987–65–4321",
        "987\u00a065\u00a04321",
        "9 8 7 6 5 4 3 2 1",
        "987_65_4321",
        "９８７-６５-４３２１",
        "nine eight seven six five four three two one",
        "SSN: 987-65-432l",
        "EIN no. 98-7654321",
    ],
)
def test_a_tax_id_is_taken_out_in_every_spelling(spelling: str) -> None:
    text = f"The number is {spelling}, as agreed."
    redacted = redact(text)
    assert redacted.counts.get("TAX_ID") == 1
    assert "4321" not in redacted.text.replace("-", "").replace(" ", "")
    assert redacted.restore(redacted.text) == text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00", "BANK_ACCOUNT"),
        ("GB82WEST12345698765432", "BANK_ACCOUNT"),
        ("routing number 021000021", "BANK_ACCOUNT"),
        ("account no. 123456789012", "BANK_ACCOUNT"),
        ("card 4111 1111 1111 1111", "CARD"),
        ("write to a.b+c@mail.example.com", "EMAIL"),
        ("call (415) 555-0100", "PHONE"),
        ("call +44 20 7946 0958", "PHONE"),
    ],
)
def test_other_private_values(text: str, kind: str) -> None:
    redacted = redact(f"Please {text} today.")
    assert kind in redacted.counts
    assert redacted.restore(redacted.text) == f"Please {text} today."


@pytest.mark.parametrize(
    "text",
    [
        "a fee of $1,234,567.89 and 123,456,789 shares",
        "on 2026-01-31 or 12/31/2026",
        "within thirty (30) days under Section 12.3.4",
        "the Account Manager shall report to the Bank",
        "interest of 1.5% on 250,000 US dollars",
        "By using the Service, Customer agrees; the Name of the Product stays",
    ],
)
def test_terms_stay(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(
    "text",
    [
        "Attention: Rex Poe, Legal",
        "Attn. Rex Poe",
        "By: Rex Poe",
        "Name: Rex Poe",
        "with a copy to Mr. Rex Poe",
        "Ms Rex A. van Poe signs",
        "By: /s/ Rex Poe",
        "\\s\\ Rex Poe",
        "to the attention of Rex Poe",
        "Rex Poe, Senior Vice President",
        "signed by Rex Poe, its Chief Executive Officer",
        "Rex Poe, Esq.",
        "Rex Poe, an individual resident in Ohio",
    ],
)
def test_a_name_that_its_label_or_title_betrays(text: str) -> None:
    redacted = redact(text)
    assert redacted.counts == {"PERSON": 1} and "Poe" not in redacted.text
    assert redacted.restore(redacted.text) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Notices shall be sent to Jane Roe at the address above.", "Jane Roe"),
        ("The Vendor shall assign Robert Q. Poe to the work.", "Robert Q. Poe"),
        ("approved by J. Rayne Miller and others", "J. Rayne Miller"),
        ("JANE SMITH shall remain the key person", "JANE SMITH"),
        ("a loan to Maria de la Cruz was repaid", "Maria de la Cruz"),
        ("Carlos O'Brien, Jr. owns all shares", "Carlos O'Brien, Jr."),
        ("the work of Ruchin Patel is done", "Ruchin Patel"),
        ("Contact Richard Hoffman Email below", "Richard Hoffman"),
        ("Attention: Jane Smith Salem Life Insurance Company", "Jane Smith"),
        ("the work of Nader Z. Pourhassan is done", "Nader Z. Pourhassan"),
    ],
)
def test_a_name_in_plain_prose(text: str, name: str) -> None:
    redacted = redact(text)
    assert redacted.counts == {"PERSON": 1}
    assert redacted.text == text.replace(name, "[PERSON_1]")
    assert redacted.restore(redacted.text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Morgan Stanley Capital Group Inc. and Wells Fargo Bank, N.A.",
        "Charles Schwab & Co., Inc. shall act as agent",
        "Attention: General Counsel, Legal Department",
        "By: Martin Holdings GP LLC, its General Partner",
        "the laws of the State of Virginia and the courts of San Antonio, Texas",
        "Fair Market Value of the Licensed Marks under Section 4 of the Master Services Agreement",
        "the Effective Date, the Initial Term and any Renewal Term",
        "GRANT OF LICENSE. LIMITATION OF LIABILITY. GOVERNING LAW",
        "Vice President, Chief Financial Officer or General Counsel of Customer",
    ],
)
def test_no_name_is_seen_where_there_is_none(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("at 500 North Mill Road, Suite 210, Salem, Oregon 97301 by courier", "at [ADDRESS_1] by courier"),
        ("at 12 W. 34th Street, New York, NY 10001.", "at [ADDRESS_1]."),
        ("to P.O. Box 1234 only", "to [ADDRESS_1] only"),
        ("at Hauptstraße 24, Halle", "at [ADDRESS_1], Halle"),
        ("at 10 Van Roe Way, London, EC4A 1JP now", "at [ADDRESS_1], London, [ADDRESS_2] now"),
        ("in Salem, Ontario K2G 5J9", "in Salem, Ontario [ADDRESS_1]"),
        ("in Salem, OR 97301-1234 today", "in [ADDRESS_1] today"),
        ("holder of Passport No. X1234567 of", "holder of Passport No. [PAPER_1] of"),
        ("date of birth: March 3, 1980;", "date of birth: [PAPER_1];"),
    ],
)
def test_addresses_and_papers(text: str, kept: str) -> None:
    redacted = redact(text)
    assert redacted.text == kept
    assert redacted.restore(redacted.text) == text


@pytest.mark.parametrize(
    "text",
    [
        "within 30 days, the 10 Business Days of Section 4 and 5 Drive Units; 6 Court Days",
        "12 monthly instalments of 10000 US dollars in Portland, Oregon",
        "Exhibit A, Section 12345 of the Act",
    ],
)
def test_figures_of_a_term_are_no_address(text: str) -> None:
    assert redact(text).text == text


def test_a_table_of_figures_is_no_number_of_a_person() -> None:
    text = "22.1 3.065 27 24.1 3.365 29 and 7.2. 7.3. 8. 8.1. 8.2. or 26.4 3.71 31.3 4.445 36.2 5.02"
    assert redact(text).text == text


def test_the_proof_tells_what_was_sent_and_never_what_was_taken() -> None:
    redacted = redact("SSN 987-65-4321 of Jane Roe", names=["Jane Roe"])
    assert redacted.sha256 == hashlib.sha256(redacted.text.encode()).hexdigest()
    assert redacted.counts == {"TAX_ID": 1, "PERSON": 1}
    assert "4321" not in repr(redacted) and "Jane" not in repr(redacted)


def test_known_values_are_found_however_they_are_spaced() -> None:
    redactor = Redactor(values=["AB-1234-99"])
    assert "1234" not in redactor.redact("ref ab 1234/99 and AB123499.").text


def test_given_names_are_found_in_any_case_and_over_lines_and_only_whole() -> None:
    redactor = Redactor(["Xu Wei", "Xu Weijie", "  ", "O'Zed Qo"])
    assert redactor.redact("xu weijie, XU\nWEI and o'zed qo").counts == {"PERSON": 3}
    assert redactor.redact("Xu Weijies, Xuwei and the Zed Qo").counts == {}
    assert Redactor(f"Xu N{number}" for number in range(5_000)).redact("by Xu N4999").counts == {"PERSON": 1}


def test_a_placeholder_that_stands_in_the_text_is_not_used() -> None:
    text = "[TAX_ID_1] is no number, 987-65-4321 is."
    redacted = redact(text)
    assert redacted.text.count("[TAX_ID_1]") == 1
    assert redacted.restore(redacted.text) == text


def test_a_value_keeps_its_placeholder_in_one_document() -> None:
    redactor = Redactor()
    assert redactor.redact("a@b.example").text == redactor.redact("a@b.example").text
    assert redactor.redact("c@d.example").text != redactor.redact("a@b.example").text


def test_check_digits() -> None:
    assert is_iban("GB82 WEST 1234 5698 7654 32") and not is_iban("GB83 WEST 1234 5698 7654 32")
    assert is_routing("021000021") and not is_routing("021000022")
    assert is_card("4111111111111111") and not is_card("4111111111111112")


@given(NINE, st.sampled_from(["-", " ", ".", "", "–"]))
def test_no_nine_digits_leave(tin: str, separator: str) -> None:
    text = f"number {tin[:3]}{separator}{tin[3:5]}{separator}{tin[5:]} here"
    assert tin[5:] not in redact(text).text


@given(st.text(max_size=200))
def test_every_redaction_can_be_undone(text: str) -> None:
    redacted = redact(text)
    assert redacted.restore(redacted.text) == text
