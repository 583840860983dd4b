"""What a tax id's nine digits can say by themselves. There is no check digit: this finds few errors.

Sources: SSA (area 000, 666 and 900-999, group 00 and serial 0000 are never issued), IRS (ITIN, ATIN and
IRSN groups behind a leading 9; list of EIN prefixes). The ranges are dated data: ``data/tin_ranges.json``.
Nothing here returns, logs or raises with the digits.
"""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from compliance.types import CheckKind, CheckOutcome, CheckResult

PROVIDER = "structure"
_DATA = Path(__file__).parent / "data" / "tin_ranges.json"


class TinKind(StrEnum):
    """What kind of number nine digits are, for the box they stand in."""

    SSN = "ssn"
    ITIN = "itin"
    ATIN = "atin"
    IRSN = "irsn"
    EIN = "ein"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class TinRanges:
    """Two-digit groups as integers, and whole numbers that were never issued."""

    as_of: date
    ein_prefixes: frozenset[int]
    itin_groups: frozenset[int]
    atin_groups: frozenset[int]
    irsn_groups: frozenset[int]
    never_issued: frozenset[str]
    advertising: tuple[str, str]


@cache
def ranges() -> TinRanges:
    """The shipped ranges (read once)."""
    raw = json.loads(_DATA.read_text(encoding="utf-8"))
    low, high = raw["ssn_advertising"]
    return TinRanges(
        as_of=date.fromisoformat(raw["as_of"]),
        ein_prefixes=_expand(raw["ein_prefixes"]),
        itin_groups=_expand(raw["itin_groups"]),
        atin_groups=_expand(raw["atin_groups"]),
        irsn_groups=_expand(raw["irsn_groups"]),
        never_issued=frozenset(raw["ssn_never_issued"]),
        advertising=(low, high),
    )


def _expand(text: str) -> frozenset[int]:
    """``"01-03 10"`` to ``{1, 2, 3, 10}``."""
    numbers: set[int] = set()
    for piece in text.split():
        low, _, high = piece.partition("-")
        numbers.update(range(int(low), int(high or low) + 1))
    return frozenset(numbers)


def kind_of(tin: str, tin_type: str | None) -> TinKind:
    """Classify nine ASCII digits for the box they stand in (``ssn`` or ``ein``; None is read as ssn)."""
    if len(tin) != 9 or not (tin.isascii() and tin.isdigit()):
        return TinKind.IMPOSSIBLE
    if tin_type == "ein":
        return TinKind.EIN if tin != "000000000" else TinKind.IMPOSSIBLE
    if tin.startswith("9"):
        return _nine(int(tin[3:5]))
    known = ranges()
    impossible = tin[:3] in {"000", "666"} or tin[3:5] == "00" or tin[5:] == "0000"
    return TinKind.IMPOSSIBLE if impossible or tin in known.never_issued else TinKind.SSN


def _nine(group: int) -> TinKind:
    known = ranges()
    if group in known.itin_groups:
        return TinKind.ITIN
    if group in known.atin_groups:
        return TinKind.ATIN
    return TinKind.IRSN if group in known.irsn_groups else TinKind.IMPOSSIBLE


def is_known_ein_prefix(tin: str) -> bool:
    """True when the first two digits are on the dated IRS list. The list grows: a miss is a question."""
    return len(tin) == 9 and tin[:2].isdigit() and int(tin[:2]) in ranges().ein_prefixes


def check_structure(tin: str | None, tin_type: str | None) -> CheckResult:
    """Judge the digits alone: CLEAR, INVALID (cannot exist) or UNKNOWN (a person should look)."""
    if not tin:
        return _result(CheckOutcome.INVALID, "There is no tax id on the form.", "missing")
    kind = kind_of(tin, tin_type)
    if kind is TinKind.IMPOSSIBLE:
        return _result(CheckOutcome.INVALID, _why_impossible(tin, tin_type), "impossible")
    if kind is TinKind.IRSN:
        return _result(CheckOutcome.INVALID, "This is an internal IRS number, not a tax id.", kind)
    if kind is TinKind.EIN and not is_known_ein_prefix(tin):
        reason = f"The first two digits are not on the IRS list of EIN prefixes of {ranges().as_of}."
        return _result(CheckOutcome.UNKNOWN, reason, kind)
    if kind is TinKind.ATIN:
        return _result(CheckOutcome.UNKNOWN, "An adoption tax id belongs to a child, not to a vendor.", kind)
    return _result(CheckOutcome.CLEAR, f"The digits can be a valid {kind.upper()}.", kind)


def _why_impossible(tin: str, tin_type: str | None) -> str:
    if len(tin) != 9 or not (tin.isascii() and tin.isdigit()):
        return "A tax id has nine digits."
    name = "EIN" if tin_type == "ein" else "SSN"
    return f"No {name} with these digits is ever issued."


def _result(outcome: CheckOutcome, reason: str, kind: str) -> CheckResult:
    return CheckResult(
        kind=CheckKind.TIN_STRUCTURE,
        provider=PROVIDER,
        outcome=outcome,
        reason=reason,
        list_version=ranges().as_of.isoformat(),
        detail={"tin_kind": str(kind)},
    )
