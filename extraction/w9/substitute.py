"""Substitute Forms W-9: no official geometry, so values are read beside and below their printed labels.

A payer may use its own form when it is substantially similar (Instructions for the Requester of Form W-9).
What is read here is an offer to a person: its confidence is low and it is never believed by itself.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extraction.types import Box, Source, Witness
from extraction.w9 import readings
from extraction.w9.digital import certified
from extraction.w9.glyphs import read_ink, words
from extraction.w9.readings import FieldReading, FormReading
from extraction.w9.revisions import union

REVISION = "substitute"
LABELS: dict[str, re.Pattern[str]] = {
    "name": re.compile(
        r"(legal name|name \(?as shown|taxpayer name|payee name|vendor name|^\d?\W*name)\b[^:]*:?", re.I
    ),
    "business_name": re.compile(r"(business name|d\.?b\.?a\.?|doing business as|trade name)\b[^:]*:?", re.I),
    "address": re.compile(r"((street|mailing|remittance) address|^\d?\W*address)\b[^:]*:?", re.I),
    "city_state_zip": re.compile(r"city,? *(/|and)? *state,? *(/|and)? *(and )?zip( code)?\b[^:]*:?", re.I),
    "ssn": re.compile(r"(social security (number|no\.?)|\bssn)\b[^:\d]*:?", re.I),
    "ein": re.compile(
        r"(employer identification (number|no\.?)|federal (tax )?id( number)?|\bf?ein)\b[^:\d]*:?", re.I
    ),
    "signature": re.compile(r"signature\b[^:]*:?", re.I),
    "signature_date": re.compile(r"\bdate\b:?", re.I),
}  # fmt: skip
TIN = re.compile(r"\d{2}-\d{7}|\d{3}-\d{2}-\d{4}|\b\d{9}\b")
APART = re.compile(r"(?<=[\d-])\s+(?=[\d-])")  # blanks between digits that stand in cells
NEEDED = 4  # labels that make a page with the perjury statement a substitute form
FILLER = re.compile(r"^[_.\s:]+|(?:[_\s:]|\.{2,})+$")
BELOW = 22.0  # points under a label within which its value stands


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand on one line of the page."""

    text: str
    box: Box


def read_substitute(path: Path, number: int) -> FormReading | None:
    """The substitute form on page ``number`` (from 1), or None when its words do not make one."""
    ink = read_ink(path, number, annotated=True)
    if ink.scanned or not certified(ink):
        return None
    rows = _lines(words((*ink.base, *ink.shown)))
    labelled = {name: found for name, label in LABELS.items() if (found := _value(rows, label))}
    if len(labelled) < NEEDED or not {"ssn", "ein"} & set(labelled):
        return None
    return FormReading(
        revision=REVISION,
        page=number,
        medium="substitute",
        fields={name: _reading(name, line) for name, line in labelled.items()},
        fit=len(labelled) / len(LABELS),
        problems=(readings.SUBSTITUTE,),
    )


def _lines(found: Sequence[tuple[str, Box]]) -> list[Line]:
    """Words joined along their lines in content order; a gap of three letters parts two columns."""
    rows: list[list[tuple[str, Box]]] = []
    for text, box in found:
        last = rows[-1][-1][1] if rows else None
        height = max(box[3] - box[1], last[3] - last[1] if last else 0.0)  # a comma or a dash is low
        if (
            last
            and abs((last[1] + last[3]) - (box[1] + box[3])) < 1.5 * height
            and 0 <= box[0] - last[2] < 3 * height
        ):
            rows[-1].append((text, box))
        else:
            rows.append([(text, box)])
    return [Line(" ".join(text for text, _ in row), union([box for _, box in row])) for row in rows]


def _value(rows: Sequence[Line], label: re.Pattern[str]) -> Line | None:
    """What stands after a label on its line, to its right, or under it; an empty line when nothing does."""
    for line in rows:
        found = label.search(line.text)
        if not found or found.start() > 40:
            continue
        after = FILLER.sub("", line.text[found.end() :])
        if after:
            return Line(after, line.box)
        near = [
            other for other in rows if other is not line and _beside(line, other) and not _is_label(other)
        ]
        best = min(near, key=lambda other: (other.box[1] - line.box[1], other.box[0]), default=None)
        return Line(FILLER.sub("", best.text), best.box) if best else Line("", line.box)
    return None


def _beside(label: Line, other: Line) -> bool:
    same_row = abs(other.box[1] - label.box[1]) < 4 and 0 < other.box[0] - label.box[2] < 250
    under = 2 < other.box[1] - label.box[1] < BELOW and abs(other.box[0] - label.box[0]) < 60
    return same_row or under


def _is_label(line: Line) -> bool:
    return any(label.search(line.text) for label in LABELS.values())


def _reading(name: str, line: Line) -> FieldReading:
    text = line.text
    if name in {"ssn", "ein"}:
        found = TIN.search(APART.sub("", text))
        text = found[0] if found else ""
    if name == "signature":
        return FieldReading(
            name, (Witness(Source.TEXT, "on" if text else "", 0.5, line.box),), line.box, style="typed"
        )
    return FieldReading(name, (Witness(Source.TEXT, text, 0.5, line.box),), line.box)
