"""Is this right? The values read from the W-9, as the vendor confirms them."""

from dataclasses import dataclass

from onboarding import selectors, wording
from onboarding.models import Case
from onboarding.workflow.states import OPEN_TO_VENDOR, State


@dataclass(frozen=True, slots=True)
class ValueRow:
    name: str
    label: str
    value: str
    remark: str = ""


def rows(case: Case) -> list[ValueRow]:
    """One row a value, the tax id masked; empty when there is no readable form or nothing to confirm."""
    part = selectors.w9_part(case) if State(case.state) in OPEN_TO_VENDOR else None
    if part is None:
        return []
    fields = selectors.fields_of(part)
    shown = []
    for name in wording.CONFIRMED_FIELDS:
        field = fields.get(name)
        if field is None or (not field.value and name in {"ssn", "ein", "business_name"}):
            continue
        remark = "You told us this" if field.source == "vendor" else ""
        label = wording.field_label(name).split(" (")[0]
        shown.append(ValueRow(name, label, wording.field_value(name, field.value), remark))
    return shown
