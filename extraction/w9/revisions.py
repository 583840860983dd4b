"""The geometry of each IRS revision of Form W-9, as data: one JSON file a revision in ``data/``.

A file holds facts measured on the empty form: where each field stands and what it is called, which
words are printed near the fields (so that "is it empty" can leave them out), some landmarks spread over
the page (so that a moved page can be registered), the ruled lines, and keypoints by which the page is
found in a picture. A new revision is one more file, written by ``python -m extraction.w9.survey``; nothing
else changes.
"""

import json
from base64 import b64decode
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from extraction.types import Box

DATA = Path(__file__).with_name("data")

#: Check boxes of line 3 and the classification each one means. The 2007 form does not split corporations.
CLASS_BOXES = {
    "box_individual": "individual",
    "box_c_corp": "c_corp",
    "box_corporation": "c_corp",
    "box_s_corp": "s_corp",
    "box_partnership": "partnership",
    "box_trust_estate": "trust_estate",
    "box_llc": "llc",
    "box_other": "other",
}
SSN_PARTS = ("ssn1", "ssn2", "ssn3")
EIN_PARTS = ("ein1", "ein2")
#: Fields that hold typed text outside the tax id.
TEXT_FIELDS = (
    "name", "business_name", "llc_class", "other_text", "exempt_payee_code", "fatca_code",
    "address", "city_state_zip", "requester", "account_numbers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of the form. ``kind``: text, comb (one cell a digit), check, ink (signature, date), block.

    ``box`` and ``cells`` are points from the top left of the official page; ``acroform`` is the full
    dotted name of the official field and ``on`` its on-state.
    """

    name: str
    kind: str
    box: Box
    acroform: str | None = None
    cells: tuple[Box, ...] = ()
    length: int | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Landmark:
    """A printed word of the form and the tight box of its ink."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Keypoint:
    """A place of the printed page, in points, and what the gradients around it are (128 numbers)."""

    x: float
    y: float
    descriptor: bytes


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision. ``landmarks`` are words that occur once on the page; ``printed`` are those near fields.

    ``lines`` are the ruled lines (zero width or height), ``bars`` the filled rectangles, and ``keypoints``
    the places by which the page is found in a picture (see ``landmarks``).
    """

    id: str
    label: str
    issued: date
    size: tuple[float, float]
    fields: dict[str, FormField]
    landmarks: tuple[Landmark, ...]
    printed: tuple[Landmark, ...]
    lines: tuple[Box, ...]
    bars: tuple[Box, ...]
    keypoints: tuple[Keypoint, ...] = field(repr=False)

    @property
    def ssn_box(self) -> Box:
        """From the first to the last SSN cell."""
        return union([self.fields[part].box for part in SSN_PARTS])

    @property
    def ein_box(self) -> Box:
        """From the first to the last EIN cell."""
        return union([self.fields[part].box for part in EIN_PARTS])

    def cells(self, name: str) -> tuple[Box, ...]:
        """The cells of ``ssn`` or ``ein`` in the order of the digits; a part without cells is one."""
        parts = SSN_PARTS if name == "ssn" else EIN_PARTS
        return tuple(cell for part in parts for cell in self.fields[part].cells or (self.fields[part].box,))

    def places(self) -> dict[str, Box]:
        """Where each field stands, the tax ids whole."""
        parts = {*SSN_PARTS, *EIN_PARTS}
        found = {name: field.box for name, field in self.fields.items() if name not in parts}
        return found | {"ssn": self.ssn_box, "ein": self.ein_box}

    def class_boxes(self) -> dict[str, FormField]:
        """The check boxes of line 3 that this revision has, by name."""
        return {name: self.fields[name] for name in CLASS_BOXES if name in self.fields}


def union(boxes: list[Box]) -> Box:
    """The smallest box around all ``boxes``."""
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


@lru_cache(maxsize=1)
def revisions() -> dict[str, Revision]:
    """All known revisions by id ("2024-03"), oldest first. Read once a process."""
    found = [_parse(json.loads(path.read_text(encoding="utf-8"))) for path in DATA.glob("w9_*.json")]
    return {revision.id: revision for revision in sorted(found, key=lambda one: one.issued)}


def _box(values: list[float]) -> Box:
    x0, top, x1, bottom = values
    return x0, top, x1, bottom


def _parse(raw: dict[str, Any]) -> Revision:
    fields = {name: _field(name, spec) for name, spec in raw["fields"].items()}
    return Revision(
        id=raw["revision"],
        label=raw["label"],
        issued=date.fromisoformat(raw["issued"]),
        size=(raw["size"][0], raw["size"][1]),
        fields=fields,
        landmarks=tuple(Landmark(text, _box(box)) for text, *box in raw["landmarks"]),
        printed=tuple(Landmark(text, _box(box)) for text, *box in raw["printed"]),
        lines=tuple(_box(line) for line in raw["lines"]),
        bars=tuple(_box(bar) for bar in raw["bars"]),
        keypoints=tuple(Keypoint(x, y, b64decode(said)) for x, y, said in raw["keypoints"]),
    )


def _field(name: str, spec: dict[str, Any]) -> FormField:
    return FormField(
        name=name,
        kind=spec["kind"],
        box=_box(spec["box"]),
        acroform=spec.get("acroform"),
        cells=tuple(_box(cell) for cell in spec.get("cells", [])),
        length=spec.get("length"),
        on=spec.get("on"),
    )
