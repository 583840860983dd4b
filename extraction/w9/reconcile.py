"""Witnesses to values: what each field says, how sure that is, and why not when it is not.

Readings that come from one source on one crop are one witness. The value is what most witnesses say;
the confidence is looked up by the pattern of their agreement (see ``calibration``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from extraction.types import Box, Field, Source, Witness
from extraction.w9 import readings
from extraction.w9.calibration import calibration
from extraction.w9.doubt import doubtful, mended
from extraction.w9.readings import FieldReading, FormReading
from extraction.w9.revisions import CLASS_BOXES
from extraction.w9.values import clean, key

#: Public fields that are read from one field of the form, by that field's name.
DIRECT = {
    "name": "name", "business_name": "business_name", "llc_class": "llc_class", "other_text": "other_text",
    "exempt_payee_code": "exempt_payee_code", "fatca_code": "fatca_code", "address": "address",
    "city": "city_state_zip", "state": "city_state_zip", "zip": "city_state_zip",
    "account_numbers": "account_numbers", "requester": "requester", "ssn": "ssn", "ein": "ein",
    "signature_date": "signature_date",
}  # fmt: skip
REASONS = {
    readings.HIDDEN_VALUE: "The stored value is not what the page shows.",
    readings.CONFLICT: "Two entries in this field disagree.",
    readings.OVERFLOW: "The entry runs out of its field.",
    readings.TOUCHES_LINE: "The entry touches a printed line.",
    readings.HANDWRITTEN: "The entry is handwritten.",
    readings.OVERWRITTEN: "The entry is struck or written over.",
    readings.FAINT: "The entry is faint.",
    readings.DRAWN: "The entry, or a part of it, is drawn and not typed.",
    readings.NOT_SHOWN: "This part of the form is not on the page.",
}
SPLIT = "The readings of this field disagree."
SINGLE = "Only one reading supports this value."
WEAK = "The readings agree but are faint."
DOUBTFUL = "This does not look like a proper entry for the field."
FAIR = 0.9  # below this an engine's own confidence is a warning
MANY, FAIR_OF_MANY = 3, 0.4  # so many agreeing readings outweigh one engine's low confidence
UNCLEAR_MARK = "It is not clear whether this is marked."


OCRS = frozenset({Source.OCR, Source.OCR2})
PATTERN_REASONS = {"split": SPLIT, "majority": SPLIT, "unsure": DOUBTFUL, "single": SINGLE, "weak": WEAK}


@dataclass(frozen=True, slots=True)
class Readout:
    """A form with its values. ``raw`` keeps the believed text of each field as it stands on the page;
    ``checked`` are the classifications ticked on line 3; ``flags`` what was noticed, by form field;
    ``printed`` is the revision date in the heading of a picture."""

    revision: str
    page: int
    medium: str
    fields: dict[str, Field]
    raw: dict[str, str]
    checked: tuple[str, ...]
    struck: bool
    flags: dict[str, frozenset[str]] = field(default_factory=dict)
    style: str | None = None
    problems: tuple[str, ...] = ()
    fit: float = 1.0
    printed: date | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The believed text of one field."""

    value: str
    raw: str
    confidence: float
    source: Source
    box: Box | None
    witnesses: tuple[Witness, ...]
    reason: str | None


def reconcile(reading: FormReading) -> Readout:
    """Turn one form's witnesses into fields."""
    chosen = {
        name: choose(name, reading.fields[origin], reading.medium)
        for name, origin in DIRECT.items()
        if origin in reading.fields
    }
    fields = {
        name: _field(name, choice, reading.page, reading.fields[DIRECT[name]].cells)
        for name, choice in chosen.items()
    }
    checked, fields["classification"] = _classification(reading)
    if "signature" in reading.fields:
        fields["signed"] = _mark("signed", reading, "signature")
    if "box_line3b" in reading.fields:
        fields["line3b"] = _mark("line3b", reading, "box_line3b")
    struck = "cert_item2" in reading.fields and bool(_mark("struck", reading, "cert_item2").value)
    signature = reading.fields.get("signature")
    return Readout(
        revision=reading.revision,
        page=reading.page,
        medium=reading.medium,
        fields=fields,
        raw={name: choice.raw for name, choice in chosen.items()},
        checked=checked,
        struck=struck,
        flags={name: one.flags for name, one in reading.fields.items() if one.flags},
        style=signature.style if signature else None,
        problems=reading.problems,
        fit=reading.fit,
        printed=reading.printed,
    )


def choose(name: str, reading: FieldReading, medium: str) -> Choice:
    """The text of one field from its witnesses, best reader first."""
    cleaned = [replace(one, value=_value(name, one)) for one in reading.witnesses]
    said = [place for place, one in enumerate(cleaned) if one.value is not None]
    if not said:
        table = calibration()
        return Choice(
            "",
            "",
            table.confidence(medium, name, "split"),
            Source.INK,
            reading.box,
            (),
            _reason(reading.flags, "split"),
        )
    first = _believed(name, reading.witnesses, cleaned, said)
    pattern = pattern_of(name, reading, cleaned, first)
    return Choice(
        value=cleaned[first].value or "",
        raw=reading.witnesses[first].value or "",
        confidence=calibration().confidence(medium, name, pattern),
        source=cleaned[first].source,
        box=cleaned[first].box or reading.box,
        witnesses=tuple(cleaned),
        reason=_reason(reading.flags, pattern),
    )


def _value(name: str, witness: Witness) -> str | None:
    if witness.value is None:
        return None
    return clean(name, mended(name, witness.value) if witness.source in OCRS else witness.value)


def _believed(name: str, raw: Sequence[Witness], cleaned: Sequence[Witness], said: Sequence[int]) -> int:
    """The first witness that is no OCR; of OCR readings what most of them say, the better reader first.

    A reading that is no value for this field, or one only after mending, counts when there is no other.
    """
    if cleaned[said[0]].source not in OCRS:
        return said[0]
    plausible = [place for place in said if not doubtful(name, cleaned[place].value or "")] or said
    able = [place for place in plausible if not _doubted(name, raw[place], cleaned[place])] or plausible
    keys = {place: key(name, cleaned[place].value or "") for place in able}
    return max(able, key=lambda place: (list(keys.values()).count(keys[place]), -place))


def pattern_of(name: str, reading: FieldReading, cleaned: Sequence[Witness], chosen: int) -> str:
    """How the witnesses stand to the chosen one: one of the patterns that the calibration counts."""
    if reading.flags:
        return "flagged"
    believed = cleaned[chosen]
    same = [
        one
        for one in cleaned
        if one.value is not None and key(name, one.value) == key(name, believed.value or "")
    ]
    if believed.source in OCRS and _doubted(name, reading.witnesses[chosen], believed):
        return "unsure"
    if len(same) < len([one for one in cleaned if one.value is not None]):
        return "majority" if len(same) > 1 else "split"
    if believed.source is Source.INK and not believed.value:
        return "empty"
    if len(same) > 1:
        needed = FAIR if len(same) < MANY else FAIR_OF_MANY
        return "agree" if min(one.confidence for one in same) >= needed else "weak"
    return "single"


def _doubted(name: str, raw: Witness, value: Witness) -> bool:
    """Is it no value for the field, or one only after mending?"""
    return doubtful(name, value.value or "") or mended(name, raw.value or "") != raw.value


def _reason(flags: frozenset[str], pattern: str) -> str | None:
    if flags:
        return " ".join(REASONS[flag] for flag in sorted(flags))
    return PATTERN_REASONS.get(pattern)


def _field(name: str, choice: Choice, page: int, cells: tuple[Box, ...]) -> Field:
    return Field(
        name=name,
        value=choice.value or None,
        confidence=choice.confidence,
        page=page,
        box=choice.box,
        source=choice.source,
        witnesses=choice.witnesses,
        reason=choice.reason,
        cells=cells,
    )


def _mark(name: str, reading: FormReading, origin: str) -> Field:
    """A yes-or-no field: on when its believed witness says so."""
    one = reading.fields[origin]
    first = one.witnesses[0]
    confidence = calibration().confidence(reading.medium, name, mark_pattern(one))
    return Field(
        name=name,
        value=None if first.value is None else first.value == "on",
        confidence=confidence,
        page=reading.page,
        box=one.box,
        source=first.source,
        witnesses=one.witnesses,
        reason=_reason(one.flags, "agree") or (UNCLEAR_MARK if first.confidence < FAIR else None),
    )


def mark_pattern(one: FieldReading) -> str:
    if one.flags:
        return "flagged"
    if len({witness.value for witness in one.witnesses}) > 1:
        return "unsure"
    return "agree" if one.witnesses[0].confidence >= FAIR else "unsure"


def _classification(reading: FormReading) -> tuple[tuple[str, ...], Field]:
    """Line 3: the ticked classes and, when exactly one is ticked, the classification."""
    boxes = {name: _mark(name, reading, name) for name in CLASS_BOXES if name in reading.fields}
    if not boxes:
        nothing = calibration().confidence(reading.medium, "classification", "split")
        return (), Field("classification", None, nothing, reading.page, None, Source.TEXT, (), SPLIT)
    on = [name for name, mark in boxes.items() if mark.value]
    weakest = min(boxes.values(), key=lambda mark: mark.confidence)
    only = boxes[on[0]] if len(on) == 1 else None
    value = CLASS_BOXES[on[0]] if len(on) == 1 else None
    found = Field(
        name="classification",
        value=value,
        confidence=weakest.confidence,
        page=reading.page,
        box=only.box if only else (boxes[on[0]].box if on else weakest.box),
        source=only.source if only else Source.INK,
        witnesses=tuple(
            replace(witness, value=CLASS_BOXES[name] if witness.value == "on" else "")
            for name in on
            for witness in boxes[name].witnesses
        ),
        reason=weakest.reason,
    )
    return tuple(CLASS_BOXES[name] for name in on), found
