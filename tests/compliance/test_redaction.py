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
    ],
)
def test_a_name_that_its_label_betrays(text: str) -> None:
    redacted = redact(text)
    assert redacted.counts == {"PERSON": 1} and "Poe" not in redacted.text
    assert redacted.restore(redacted.text) == text


def test_the_proof_tells_what_was_sent_and_never_what_was_taken() -> None:
    redacted = redact("SSN 987-65-4321 of Jane Roe", names=["Jane Roe"])
    assert redacted.sha256 == hashlib.sha256(redacted.text.encode()).hexdigest()
    assert redacted.counts == {"TAX_ID": 1, "PERSON": 1}
    assert "4321" not in repr(redacted) and "Jane" not in repr(redacted)


def test_known_values_are_found_however_they_are_spaced() -> None:
    redactor = Redactor(values=["AB-1234-99"])
    assert "1234" not in redactor.redact("ref ab 1234/99 and AB123499.").text


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
