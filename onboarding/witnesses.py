"""Each field of a W-9 with who read what, and why it is or is not sure: the same for portal and review."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from onboarding import conf, readings, wording
from onboarding.models import TIN_FIELDS, Field, Part
from onboarding.readings import BY_PEOPLE, Reading
from onboarding.sheet import Mark, Window, mark

ALWAYS_SHOWN = ("name", "classification", "address", "city", "state", "zip", "signed", "signature_date")
HIDDEN = "hidden until it is keyed"
DIGITS = 9
Open = Callable[[int, list[list[float]]], Window | None]


@dataclass(frozen=True, slots=True)
class WitnessLine:
    source: str
    value: str
    confidence: float | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class FieldLine:
    """``why`` says in plain words why the value is or is not sure; ``window`` shows it on the page."""

    name: str
    label: str
    value_shown: str
    empty_word: str
    confidence: float
    sure: bool
    why: str
    witnesses: tuple[WitnessLine, ...]
    window: Window | None = None


def field_lines(part: Part, *, blind: bool, windows: Open | None = None) -> list[FieldLine]:
    """The fields in the order of the form. ``blind`` hides every reading of the tax id."""
    rows: dict[str, list[Field]] = {}
    for row in part.fields.all():
        rows.setdefault(row.name, []).append(row)
    found = readings.in_force(part)
    lines = []
    for name in wording.FIELD_LABELS:
        if name in found and _worth_showing(found[name].row):
            hidden = blind and name in TIN_FIELDS
            lines.append(_hidden(found[name]) if hidden else _line(found[name], rows[name], windows))
    return lines


def _worth_showing(field: Field) -> bool:
    return bool(field.value) or field.name in ALWAYS_SHOWN or bool(field.reason)


def _hidden(reading: Reading) -> FieldLine:
    name = reading.row.name
    why = "A person keys it from the page, without seeing what the machine read."
    return FieldLine(name, wording.field_label(name), "", HIDDEN, 0.0, sure=False, why=why, witnesses=())


def _line(reading: Reading, rows: Sequence[Field], windows: Open | None) -> FieldLine:
    field, threshold = reading.row, conf.field_confidence()
    covered = field.name in TIN_FIELDS  # on every picture of the page
    said = _witnesses(reading, rows)
    sure = (reading.keyed or field.confidence >= threshold) and not reading.vendor_differs
    place = _place(field, rows)
    return FieldLine(
        name=field.name,
        label=wording.field_label(field.name),
        value_shown=wording.field_value(field.name, field.value),
        empty_word="empty",
        confidence=field.confidence,
        sure=sure,
        why=_why(reading, said, threshold, sure=sure),
        witnesses=said,
        window=windows(field.page, [place]) if windows and place and not covered else None,
    )


def _place(field: Field, rows: Sequence[Field]) -> list[float] | None:
    """The smallest box of those that stand for the value: what is written rather than the whole line."""
    boxes = [one["box"] for row in rows for one in row.witnesses if one.get("box") and one.get("value")]
    return min([*boxes, *([field.box] if field.box else [])], key=_area, default=None)


def _area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _witnesses(reading: Reading, rows: Sequence[Field]) -> tuple[WitnessLine, ...]:
    """The machine's witnesses, then what people typed. Readings of one source are told apart by number."""
    seen: list[tuple[str, str, float | None]] = []
    for row in rows:
        if row.source in BY_PEOPLE:
            seen.append((row.source, readings.plain_of(row), None))
        else:
            machine = plain_witnesses(row)
            seen += [(one["source"], str(one["value"] or ""), one["confidence"]) for one in machine]
    totals, counts = Counter(source for source, _, _ in seen), Counter[str]()
    lines = []
    for source, value, confidence in seen:
        counts[source] += 1
        label = wording.SOURCES.get(source, source)
        if totals[source] > 1:
            label = f"{label}, {counts[source]}"
        agrees = readings.same(_meant(value), _meant(reading.plain))
        lines.append(WitnessLine(label, wording.field_value(reading.row.name, value), confidence, agrees))
    return tuple(lines)


def plain_witnesses(row: Field) -> list[dict[str, Any]]:
    """The witnesses with whole values: digits of a tax id, so never shown or logged as they are."""
    if row.name in TIN_FIELDS and row.secret:
        return list(json.loads(row.secret)["witnesses"])
    return list(row.witnesses)


def _meant(value: str) -> str:
    """A mark's own words as the stored values of yes and no."""
    return {"on": "true", "": "", "false": ""}.get(value, value)


def _why(reading: Reading, said: Sequence[WitnessLine], threshold: float, *, sure: bool) -> str:
    field = reading.row
    if field.source == "reviewer":
        return "A person keyed it." if reading.keyed else "One person keyed it; another one has to agree."
    told = [_agreement(field, said)]
    if field.reason:
        told.append(field.reason)
    if reading.vendor_differs:
        told.append("The vendor typed something else.")
    if not sure and field.confidence < threshold:
        told.append(f"{field.confidence * 100:.0f} % sure; less than {threshold * 100:g} % goes to a person.")
    return " ".join(one for one in told if one)


def _agreement(field: Field, said: Sequence[WitnessLine]) -> str:
    agree = sum(one.agrees for one in said)
    if not field.value:
        return "Nothing is written there." if agree == len(said) else "Something may be written there."
    if len(said) == 1:
        return "One reading."
    if agree == len(said):
        return f"All {agree} readings agree." if agree > 2 else "Both readings agree."
    return f"{agree} of {len(said)} readings say this."


def doubtful_digits(row: Field) -> tuple[int, ...]:
    """Places (from 0) of a nine-digit tax id at which a witness saw another digit."""
    digits = readings.plain_of(row)
    others = [str(one["value"] or "") for one in plain_witnesses(row)]
    whole = [other for other in others if len(other) == DIGITS == len(digits)]
    return tuple(place for place in range(DIGITS) if any(other[place] != digits[place] for other in whole))


def field_marks(part: Part, page: int) -> list[Mark]:
    """One linked box a field of the form; those that are not sure are dashed."""
    threshold = conf.field_confidence()
    marks = []
    for name, reading in readings.in_force(part).items():
        field = reading.row
        if field.page == page and field.box:
            doubt = field.confidence < threshold or reading.vendor_differs
            css = "mark-field mark-doubt" if doubt else "mark-field"
            marks.append(mark(css, field.box, field=name, label=wording.field_label(name)))
    return marks
