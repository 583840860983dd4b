"""Which reading of a field is in force, and who agrees with it. Reads rows; writes nothing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from onboarding.models import TIN_FIELDS, Case, Field, Part

BY_PEOPLE = frozenset({"vendor", "reviewer"})


@dataclass(frozen=True, slots=True)
class Reading:
    """The value in force of one field. ``plain`` is the whole value (digits of a tax id): never log it.

    ``keyed``: a person keyed it and agrees with the machine, or two people agree. ``vendor_differs``: what
    the vendor typed is something else.
    """

    row: Field
    plain: str
    keyed: bool
    vendor_differs: bool

    def __repr__(self) -> str:
        return f"Reading({self.row.name})"


def plain_of(row: Field) -> str:
    if row.name in TIN_FIELDS:
        return str(json.loads(row.secret)["value"]) if row.secret else ""
    return row.value


def same(first: str, second: str) -> bool:
    """Equal but for case, spaces and punctuation."""
    return _bare(first) == _bare(second)


def _bare(text: str) -> str:
    return "".join(ch for ch in text.casefold() if ch.isalnum())


def in_force(part: Part) -> dict[str, Reading]:
    """The readings of a form by field name."""
    rows: dict[str, list[Field]] = {}
    for row in part.fields.all():
        rows.setdefault(row.name, []).append(row)
    return {name: _choose(found) for name, found in rows.items()}


def _choose(rows: Sequence[Field]) -> Reading:
    machine = [row for row in rows if row.source not in BY_PEOPLE]
    typed = [row for row in rows if row.source == "reviewer"]
    row = typed[-1] if typed else (machine or list(rows))[-1]
    value = plain_of(row)
    people = {other.by for other in typed if same(plain_of(other), value)}
    machine_agrees = bool(machine) and same(plain_of(machine[-1]), value)
    enough = 1 if machine_agrees or row.name not in TIN_FIELDS else 2
    vendors = [other for other in rows if other.source == "vendor"]
    differs = bool(vendors) and not same(plain_of(vendors[-1]), value)
    return Reading(row, value, len(people) >= enough, differs)


def w9_part(case: Case) -> Part | None:
    """The W-9 in force."""
    parts = Part.objects.filter(document__case=case, kind="w9", superseded=False)
    return parts.select_related("document").order_by("-document__created_at", "index").first()


def contract_parts(case: Case) -> list[Part]:
    """The agreements in force."""
    parts = Part.objects.filter(document__case=case, kind="contract", superseded=False)
    return list(parts.select_related("document").order_by("document__created_at", "index"))


def tin_of(readings: dict[str, Reading]) -> tuple[str, str]:
    """(type, digits) of the one tax id on the form; ('', '') when there is none or two."""
    found = [(name, readings[name].plain) for name in ("ssn", "ein") if name in readings]
    found = [(name, digits) for name, digits in found if len(digits) == 9]
    return found[0] if len(found) == 1 else ("", "")


def tax_ids(case: Case) -> tuple[str, ...]:
    """The digits of every tax id that was read or typed in a case, in force or not: never log them."""
    rows = Field.objects.filter(part__document__case=case, name__in=TIN_FIELDS)
    return tuple(sorted({plain for row in rows if (plain := plain_of(row))}))
