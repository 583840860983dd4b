"""Witnesses to values: what each field says, how sure that is, and why not when it is not.

Readings that come from one source on one crop are one witness. The value is what most witnesses say;
the confidence is looked up by the pattern of their agreement (see ``calibration``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extraction.types import Box, Field, Source, Witness
from extraction.w9 import readings
from extraction.w9.calibration import calibration
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
}
SPLIT = "The readings of this field disagree."
SINGLE = "Only one reading supports this value."
UNCLEAR_MARK = "It is not clear whether this is marked."


@dataclass(frozen=True, slots=True)
class Readout:
    """A form with its values. ``raw`` keeps the believed text of each field as it stands on the page;
    ``checked`` are the classifications ticked on line 3; ``flags`` what was noticed, by form field."""

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
    fields = {name: _field(name, choice, reading.page) for name, choice in chosen.items()}
    checked, fields["classification"] = _classification(reading)
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
    )


def choose(name: str, reading: FieldReading, medium: str) -> Choice:
    """The text of one field from its witnesses."""
    cleaned = [
        replace(one, value=None if one.value is None else clean(name, one.value)) for one in reading.witnesses
    ]
    groups: dict[str, list[int]] = {}
    for place, one in enumerate(cleaned):
        if one.value is not None:
            groups.setdefault(key(name, one.value), []).append(place)
    if not groups:
        table = calibration()
        return Choice("", "", table.confidence(medium, "split"), Source.INK, reading.box, (), SPLIT)
    best = max(groups.values(), key=lambda places: (_weight(cleaned, places), -places[0]))
    first = max(best, key=lambda place: (cleaned[place].confidence, -place))
    pattern = pattern_of(reading, [cleaned[place] for place in best], len(groups))
    return Choice(
        value=cleaned[first].value or "",
        raw=reading.witnesses[first].value or "",
        confidence=calibration().confidence(medium, pattern),
        source=cleaned[first].source,
        box=cleaned[first].box or reading.box,
        witnesses=tuple(cleaned),
        reason=_reason(reading.flags, pattern),
    )


def _weight(witnesses: Sequence[Witness], places: Sequence[int]) -> float:
    return sum(witnesses[place].confidence for place in places)


def pattern_of(reading: FieldReading, agreeing: Sequence[Witness], opinions: int) -> str:
    """agree, single, majority, split, flagged or unsure."""
    if reading.flags:
        return "flagged"
    if opinions > 1:
        return "majority" if len(agreeing) > 1 else "split"
    if len(agreeing) > 1 or agreeing[0].source is Source.INK:
        return "agree" if min(one.confidence for one in agreeing) >= 0.5 else "unsure"
    return "single"


def _reason(flags: frozenset[str], pattern: str) -> str | None:
    if flags:
        return " ".join(REASONS[flag] for flag in sorted(flags))
    return {"split": SPLIT, "majority": SPLIT, "unsure": UNCLEAR_MARK, "single": SINGLE}.get(pattern)


def _field(name: str, choice: Choice, page: int) -> Field:
    return Field(
        name=name,
        value=choice.value or None,
        confidence=choice.confidence,
        page=page,
        box=choice.box,
        source=choice.source,
        witnesses=choice.witnesses,
        reason=choice.reason,
    )


def _mark(name: str, reading: FormReading, origin: str) -> Field:
    """A yes-or-no field: on when its believed witness says so."""
    one = reading.fields[origin]
    first = one.witnesses[0]
    confidence = calibration().confidence(reading.medium, _mark_pattern(one))
    return Field(
        name=name,
        value=first.value == "on",
        confidence=confidence,
        page=reading.page,
        box=one.box,
        source=first.source,
        witnesses=one.witnesses,
        reason=_reason(one.flags, "unsure" if first.confidence < 0.9 else "agree"),
    )


def _mark_pattern(one: FieldReading) -> str:
    if one.flags:
        return "flagged"
    if len({witness.value for witness in one.witnesses}) > 1:
        return "unsure"
    return "agree" if one.witnesses[0].confidence >= 0.9 else "unsure"


def _classification(reading: FormReading) -> tuple[tuple[str, ...], Field]:
    """Line 3: the ticked classes and, when exactly one is ticked, the classification."""
    boxes = {name: _mark(name, reading, name) for name in CLASS_BOXES if name in reading.fields}
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
