import dataclasses
from collections.abc import Callable

import pytest

from compliance import screen_vendor
from compliance.screening import NameQuery, SandboxSanctions, SandboxTin, TinQuery
from compliance.types import CheckKind, CheckOutcome, CheckResult, ProviderError, Screening, VendorFacts

GOOD = VendorFacts("Harbor Pine Supply LLC", None, "123456789", "ein", "llc")


def screen(**changes: object) -> Screening:
    facts = dataclasses.replace(GOOD, **changes)
    return screen_vendor(facts, tin=SandboxTin(), sanctions=SandboxSanctions(), vendor="v-1")


def outcome(screening: Screening, kind: CheckKind) -> CheckOutcome:
    return next(c.outcome for c in screening.checks if c.kind is kind)


def test_a_good_vendor_is_clear() -> None:
    assert {c.outcome for c in screen().checks} == {CheckOutcome.CLEAR}
    assert [c.kind for c in screen().checks] == list(CheckKind)


@pytest.mark.parametrize(
    ("changes", "kind", "expected"),
    [
        ({"tin": "129990002"}, CheckKind.TIN_MATCH, CheckOutcome.MISMATCH),
        ({"tin": "129990003"}, CheckKind.TIN_MATCH, CheckOutcome.UNKNOWN),
        ({"tin": "129990004"}, CheckKind.TIN_MATCH, CheckOutcome.UNAVAILABLE),
        ({"tin": "129990005"}, CheckKind.TIN_MATCH, CheckOutcome.UNAVAILABLE),
        ({"tin": "129990002", "tin_type": "ssn"}, CheckKind.TIN_MATCH, CheckOutcome.MISMATCH),
        ({"name": "Mismatch Supply LLC"}, CheckKind.TIN_MATCH, CheckOutcome.MISMATCH),
        ({"name": "Zephyr Blockade Trading LLC"}, CheckKind.SANCTIONS, CheckOutcome.POSSIBLE_MATCH),
        ({"name": "Sanctionsdown LLC"}, CheckKind.SANCTIONS, CheckOutcome.UNAVAILABLE),
        ({"tin": None}, CheckKind.TIN_MATCH, CheckOutcome.INVALID),
        ({"tin": "666123456", "tin_type": "ssn"}, CheckKind.TIN_MATCH, CheckOutcome.INVALID),
        ({"name": " "}, CheckKind.TIN_MATCH, CheckOutcome.INVALID),
    ],
)
def test_magic_values(changes: dict[str, object], kind: CheckKind, expected: CheckOutcome) -> None:
    assert outcome(screen(**changes), kind) is expected


def test_every_name_is_screened_once() -> None:
    facts = dataclasses.replace(GOOD, business_name="Pine Works")
    screening = screen_vendor(
        facts, tin=SandboxTin(), sanctions=SandboxSanctions(), signers=["Ivan Sandboxov", GOOD.name.upper()]
    )
    roles = {c.detail["role"]: c.outcome for c in screening.checks if c.kind is CheckKind.SANCTIONS}
    assert roles == {
        "name": CheckOutcome.CLEAR,
        "business_name": CheckOutcome.CLEAR,
        "signer": CheckOutcome.POSSIBLE_MATCH,
    }


def test_retry_is_told() -> None:
    def retry(tin: str) -> str:
        return next(
            c.detail["retry"] for c in screen(tin=tin).checks if c.outcome is CheckOutcome.UNAVAILABLE
        )

    assert retry("129990004") == "true"
    assert retry("129990005") == "false"


class Talkative:
    """A provider that puts the tax id into everything it says."""

    name = "talkative"
    sandbox = True

    def __init__(self, speak: Callable[[str], CheckResult]) -> None:
        self._speak = speak

    def match(self, query: TinQuery) -> CheckResult:
        return self._speak(query.tin)


def _raises(tin: str) -> CheckResult:
    raise ProviderError("bad", f"cannot match {tin[:3]}-{tin[3:5]}-{tin[5:]}", permanent=True)


def _tells(tin: str) -> CheckResult:
    detail = {"raw": f"{tin[:2]}-{tin[2:]}"}
    return CheckResult(
        CheckKind.TIN_MATCH, "talkative", CheckOutcome.CLEAR, f"ok {tin}", f"r-{tin}", detail=detail
    )


@pytest.mark.parametrize("speak", [_raises, _tells])
def test_no_result_holds_the_tax_id(speak: Callable[[str], CheckResult]) -> None:
    shown = repr(screen_vendor(GOOD, tin=Talkative(speak), sanctions=SandboxSanctions()))
    assert "".join(c for c in shown if c.isdigit()).find("123456789") < 0


def test_questions_do_not_show_the_tax_id() -> None:
    assert "123456789" not in repr(TinQuery("A", "123456789", "ein"))
    assert "123456789" not in repr(GOOD)
    assert "v-1" in repr(NameQuery("A", vendor="v-1"))
