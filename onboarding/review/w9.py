"""A W-9 beside its page: each field, who read what, and why it is or is not sure."""

from dataclasses import dataclass
from typing import Any

from onboarding import conf, selectors, wording
from onboarding.models import TIN_FIELDS, Field, Part

ALWAYS_SHOWN = ("name", "classification", "address", "city", "state", "zip", "signed", "signature_date")
HIDDEN = "hidden until it is keyed"


@dataclass(frozen=True, slots=True)
class WitnessLine:
    source: str
    value: str
    confidence: float | None


@dataclass(frozen=True, slots=True)
class FieldLine:
    name: str
    label: str
    value_shown: str
    empty_word: str
    confidence: float
    sure: bool
    reason: str
    witnesses: tuple[WitnessLine, ...]


def field_lines(part: Part, *, blind: bool) -> list[FieldLine]:
    """The fields in the order of the form. ``blind`` hides every reading of the tax id."""
    fields = selectors.fields_of(part)
    threshold = conf.field_confidence()
    shown = [name for name in wording.FIELD_LABELS if name in fields and _worth_showing(fields[name])]
    return [_line(fields[name], threshold, blind=blind and name in TIN_FIELDS) for name in shown]


def _worth_showing(field: Field) -> bool:
    return bool(field.value) or field.name in ALWAYS_SHOWN or bool(field.reason)


def _line(field: Field, threshold: float, *, blind: bool) -> FieldLine:
    value = "" if blind else wording.field_value(field.name, field.value)
    return FieldLine(
        name=field.name,
        label=wording.field_label(field.name),
        value_shown=value,
        empty_word=HIDDEN if blind else "empty",
        confidence=field.confidence,
        sure=field.confidence >= threshold and not blind,
        reason=field.reason,
        witnesses=() if blind else tuple(_witness(field.name, witness) for witness in field.witnesses),
    )


def _witness(name: str, witness: dict[str, Any]) -> WitnessLine:
    source = wording.SOURCES.get(witness.get("source", ""), str(witness.get("source", "")))
    return WitnessLine(
        source, wording.field_value(name, str(witness.get("value") or "")), witness.get("confidence")
    )
