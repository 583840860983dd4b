"""What leaves for a model's service, byte by byte."""

import json

import pytest

from tests.compliance.judge.cases import answer, request
from tests.compliance.judge.test_wire import WIRES, Asked, pytestmark

__all__ = ["pytestmark"]

PRIVATE = {
    "12-3456789",
    "987-65-4321",
    "GB82 WEST 1234 5698 7654 32",
    "12345678901",
    "021000021",
    "4111 1111 1111 1111",
    "jane.roe@vendor.example",
    "(415) 555-0100",
    "Jane Roe",
    "Rex Poe",
    "Robert Q. Miller",
    "500 North Mill Road",
    "AB-7788-21",
}


@pytest.mark.parametrize("wire", WIRES)
def test_nothing_private_is_in_the_bytes_that_leave(wire: str) -> None:
    text = (
        "9.1 Payment. Customer pays, under TIN 12-3456789 or SSN 987-65-4321, to IBAN GB82 WEST 1234 5698 "
        "7654 32 or account no. 12345678901, routing number 021000021, or card 4111 1111 1111 1111. Notices "
        "go to Jane Roe, jane.roe@vendor.example, (415) 555-0100, Attention: Rex Poe, reference AB 7788/21, "
        "as Robert Q. Miller wrote from 500 North Mill Road, Salem, Oregon 97301, without set-off."
    )
    asked_for = request(text)
    asked_for = type(asked_for)(
        asked_for.clause,
        asked_for.policy,
        asked_for.why,
        asked_for.floor,
        notes=("The rule saw 987-65-4321.",),
        surroundings="Before: call Jane Roe at (415) 555-0100. After: jane.roe@vendor.example",
        precedents=("Accepted by rita for 12-3456789.",),
    )
    asked = Asked(
        wire,
        lambda _: answer(quote="Customer pays, under TIN", reason="It pays without a set-off right."),
        asked_for,
        names=["Jane Roe"],
        private=["AB-7788-21"],
    )
    assert len(asked.server.received) >= 2
    raw = b"".join(asked.server.received).decode("utf-8")
    told = "".join(json.dumps(one, ensure_ascii=False) for one in asked.server.requests)
    for value in PRIVATE:
        packed = "".join(c for c in value if c.isalnum())
        for sent in (raw, told):
            assert value not in sent
            assert packed not in "".join(c for c in sent if c.isalnum()), value
    assert "without set-off" in told, "the terms themselves are sent"
    taken = asked.report.usage[0].redaction
    assert {"TAX_ID", "BANK_ACCOUNT", "CARD", "EMAIL", "PHONE", "PERSON", "ADDRESS", "PRIVATE"} <= set(taken)
    assert raw.count("sk-key-of-ours") == len(asked.server.received), "the key is in the header, once a call"
    assert "sk-key-of-ours" not in told
