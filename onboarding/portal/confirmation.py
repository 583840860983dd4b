"""Is this right? The values read from the W-9 beside the page, as the vendor confirms them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from onboarding import selectors, wording
from onboarding.models import Case, Part
from onboarding.sheet import Mark, Sheet, Window, sheets, window
from onboarding.shield import cover
from onboarding.witnesses import FieldLine, WitnessLine, field_lines, field_marks
from onboarding.workflow.states import OPEN_TO_VENDOR, State

OPTIONAL = {"ssn", "ein", "business_name"}
LOOK = "We are not certain of this one. Please look closely."


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value. ``remark`` asks to look closely; ``why`` and the witnesses say how it was read."""

    name: str
    label: str
    value: str
    remark: str
    why: str
    witnesses: tuple[WitnessLine, ...]
    window: Window | None


@dataclass(frozen=True, slots=True)
class FormPage:
    """The vendor's form with a box for each value; its tax id is covered."""

    number: int
    image_url: str
    width: str
    height: str
    turn: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Confirmation:
    rows: tuple[ValueRow, ...] = ()
    page: FormPage | None = None


def of(case: Case, token: str) -> Confirmation:
    """What there is to confirm, the tax id masked; empty when there is no readable form or it is too late."""
    part = selectors.w9_part(case) if State(case.state) in OPEN_TO_VENDOR else None
    if part is None or not part.fields.exists():
        return Confirmation()
    number = part.pages[0]
    sheet = _sheet(part, number)
    address = reverse("portal:form_page", args=[token, part.document_id])

    def opened(page: int, boxes: list[list[float]]) -> Window | None:
        return window(sheet, boxes, address, css="mark-word") if sheet and page == number else None

    lines = {line.name: line for line in field_lines(part, blind=False, windows=opened)}
    shown = [lines[name] for name in wording.CONFIRMED_FIELDS if _shown(lines.get(name), name)]
    return Confirmation(_rows(shown), _page(part, sheet, number, address) if sheet else None)


def _shown(line: FieldLine | None, name: str) -> bool:
    return line is not None and (bool(line.value_shown) or name not in OPTIONAL)


def _rows(lines: Sequence[FieldLine]) -> tuple[ValueRow, ...]:
    """City, state and ZIP code stand on one line of the form: its picture is shown with the first of them."""
    before = [None, *(line.window for line in lines)]
    return tuple(
        _row(line, None if line.window == earlier else line.window)
        for line, earlier in zip(lines, before, strict=False)
    )


def _row(line: FieldLine, picture: Window | None) -> ValueRow:
    return ValueRow(
        name=line.name,
        label=line.label.split(" (")[0],
        value=line.value_shown,
        remark="" if line.sure else LOOK,
        why=line.why,
        witnesses=line.witnesses,
        window=picture,
    )


def _sheet(part: Part, number: int) -> Sheet | None:
    """The form's page, or None where its tax id cannot be covered."""
    pages = sheets(part.document)
    covered = cover(part.document, number) is not None
    return pages[number - 1] if covered and 1 <= number <= len(pages) else None


def _page(part: Part, sheet: Sheet, number: int, address: str) -> FormPage:
    width, height = sheet.shown
    marks = [mark for mark in field_marks(part, number) if mark.field in wording.CONFIRMED_FIELDS]
    return FormPage(number, address, f"{width:g}", f"{height:g}", sheet.turn, tuple(marks))
