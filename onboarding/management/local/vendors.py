"""Three sample vendors: one clean, one with a risky agreement, one that forgot to sign."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from onboarding.models import Case
from onboarding.services import intake, invitations, links
from samples.contracts import draw_agreement, fair_agreement, risky_agreement
from samples.w9 import W9Sample, draw_w9

BLUE_HERON = W9Sample(
    name="Blue Heron Logistics LLC",
    classification="llc",
    llc_class="C",
    address="4100 Harbor Road, Suite 12",
    city_state_zip="Portland, OR 97201",
    ein="931482765",
    signature="Blue Heron",
)
LARKSPUR = W9Sample(
    name="Larkspur Data Systems Inc.",
    classification="c_corp",
    address="88 Foundry Street",
    city_state_zip="Columbus, OH 43215",
    ein="311874209",
    signature="Larkspur",
)
JUNIPER = W9Sample(
    name="Juniper and Stone Studio LLC",
    classification="llc",
    llc_class="P",
    address="17 Mill Lane",
    city_state_zip="Burlington, VT 05401",
    ein="030465118",
)


@dataclass(frozen=True, slots=True)
class SampleVendor:
    """A vendor and how to draw its agreement (None: only the W-9 is asked for)."""

    form: W9Sample
    story: str
    agreement: Callable[[Path, str, date], Path] | None

    @property
    def email(self) -> str:
        return f"{self.form.name.split()[0].lower()}@vendor.example"


def _fair(path: Path, vendor: str, day: date) -> Path:
    return draw_agreement(path, fair_agreement(vendor, "Northwind Trading Company", day))


def _risky(path: Path, vendor: str, day: date) -> Path:
    return draw_agreement(path, risky_agreement(vendor, "Northwind Trading Company", day))


VENDORS = (
    SampleVendor(BLUE_HERON, "a signed W-9 and a fair agreement", _fair),
    SampleVendor(LARKSPUR, "a signed W-9 and a 50-page agreement with risky clauses", _risky),
    SampleVendor(JUNIPER, "a W-9 that nobody signed", None),
)


def send_all(today: date) -> Iterator[tuple[SampleVendor, Case, str]]:
    """Create each vendor's case and hand in its documents; yields vendor, case and portal address."""
    for vendor in VENDORS:
        case = invitations.create_case(
            vendor_name=vendor.form.name,
            vendor_email=vendor.email,
            contract_required=vendor.agreement is not None,
            contract_value=Decimal(120_000),
        )
        address = links.issue(case=case, actor="system").url
        with tempfile.TemporaryDirectory() as folder:
            for path in _draw(vendor, Path(folder), today):
                intake.submit(case=case, name=path.name, content=path.read_bytes(), actor="vendor")
        yield vendor, case, address


def _draw(vendor: SampleVendor, folder: Path, today: date) -> Iterator[Path]:
    day = today - timedelta(days=3)
    yield draw_w9(folder / "w9.pdf", replace(vendor.form, signed_on=day))
    if vendor.agreement is not None:
        yield vendor.agreement(folder / "agreement.pdf", vendor.form.name, day)
