"""A form that nobody has seen becomes known by one file: an invented one, its boxes elsewhere."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from extraction.types import Box, Part
from extraction.w9 import read_form, revisions, survey
from extraction.w9.form import read_image
from extraction.w9.landmarks import all_landmarks
from extraction.w9.rules.settings import load_settings
from tests.extraction.w9 import paper

NEW = "2031-05"
TODAY = date(2031, 6, 1)
TYPES = {"text": "text", "comb": "text", "check": "checkbox", "ink": "ink", "block": "text_block"}
SIZE = (612.0, 792.0)
VALUES = {
    "name": "Copperline Services LLC", "classification": "llc", "llc_class": "S",
    "address": "12 Ferry Landing Way", "city": "Portland", "state": "OR", "zip": "97201",
    "ein": "851170318", "signed": True,
}  # fmt: skip


def _moved(box: Box) -> Box:
    """The tax ids go to the head of the page, lines 1 to 7 below them."""
    down = -262.0 if 360 < box[1] < 450 else 78.0 if box[1] < 360 else 12.0
    return box[0], box[1] + down, box[2], box[3] + down


def _names() -> dict[str, object]:
    """The field list of the invented form."""
    fields = {}
    for name, one in revisions.revisions()["2024-03"].fields.items():
        fields[name] = {"box": _moved(one.box), "type": TYPES[one.kind]}
        if one.cells:
            fields[name]["cells"] = [_moved(cell) for cell in one.cells]
    return {"revision": NEW, "fields": fields}


def _print(canvas: Canvas, names: dict[str, object]) -> None:
    """The empty form: words that mean nothing where no field is, lines below entries, boxes."""
    boxes = [spec["box"] for spec in names["fields"].values()]
    chance = np.random.default_rng(7)
    parts = [
        "ba",
        "dor",
        "fen",
        "gil",
        "hu",
        "kam",
        "lor",
        "mi",
        "nas",
        "per",
        "qua",
        "rit",
        "so",
        "tuv",
        "we",
    ]
    for top in np.arange(36, 760, 10.5):
        x = 36.0
        while x < 560:
            word = "".join(chance.choice(parts, chance.integers(2, 5)))
            canvas.setFont("Times-Bold" if chance.random() < 0.2 else "Times-Roman", 8)
            wide = canvas.stringWidth(word)
            if all(
                x > b[2] + 2 or x + wide < b[0] - 2 or top > b[3] + 2 or top + 8 < b[1] - 2 for b in boxes
            ):
                canvas.drawString(x, SIZE[1] - top - 7, word)
            x += wide + 4
    canvas.setFont("Times-Roman", 8)
    canvas.drawString(40, 18, paper.CERTIFICATION)
    canvas.setLineWidth(0.6)
    for name, spec in names["fields"].items():
        for cell in spec.get("cells", [spec["box"]] if spec["type"] == "checkbox" else []):
            paper.frame(canvas, cell, SIZE[1])
        if (spec["type"] == "text" and "cells" not in spec) or name.startswith("signature"):
            x0, _, x1, bottom = spec["box"]
            canvas.line(x0, SIZE[1] - bottom, x1, SIZE[1] - bottom)


def _blank(path: Path, names: dict[str, object]) -> Path:
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    _print(canvas, names)
    canvas.save()
    return path


def _filled(path: Path, names: dict[str, object]) -> Path:
    canvas = Canvas(str(path), pagesize=SIZE, invariant=1)
    _print(canvas, names)
    fields = names["fields"]
    canvas.setFont("Helvetica", 10)
    for name, text in paper.CLEAN.items():
        x0, _, _, bottom = fields[name]["box"]
        canvas.drawString(x0 + 3, SIZE[1] - bottom + 3.2, text)
    for digit, cell in zip("851170318", fields["ein1"]["cells"] + fields["ein2"]["cells"], strict=True):
        canvas.drawCentredString((cell[0] + cell[2]) / 2, SIZE[1] - cell[3] + 8, digit)
    x0, upper, x1, lower = fields["box_llc"]["box"]
    canvas.line(x0 + 1, SIZE[1] - upper - 1, x1 - 1, SIZE[1] - lower + 1)
    canvas.line(x0 + 1, SIZE[1] - lower + 1, x1 - 1, SIZE[1] - upper - 1)
    paper.pen(canvas, fields["signature"]["box"], SIZE[1])
    canvas.save()
    return path


@pytest.fixture
def dropped_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The invented form, filled; its empty one was surveyed into a copy of the shipped data."""
    names = _names()
    (tmp_path / "names.json").write_text(json.dumps(names))
    blank = _blank(tmp_path / "blank.pdf", names)
    data = shutil.copytree(revisions.DATA, tmp_path / "data")
    before = {one.name for one in data.iterdir()}
    monkeypatch.setattr(revisions, "DATA", data)
    survey.main([str(blank), str(tmp_path / "names.json"), "Rev. May 2031", "2031-05-01"])
    assert {one.name for one in data.iterdir()} - before == {f"w9_{NEW}.json"}
    caches = (revisions.revisions, all_landmarks, load_settings)
    for one in caches:
        one.cache_clear()
    yield _filled(tmp_path / "filled.pdf", names)
    monkeypatch.undo()
    for one in caches:
        one.cache_clear()


def _values(part: Part | None) -> dict[str, object]:
    assert part is not None
    assert part.revision == NEW
    return {name: one.value for name, one in part.fields.items() if name in VALUES}


def test_its_text_is_read(dropped_in: Path) -> None:
    assert _values(read_form(dropped_in, 1, today=TODAY)) == VALUES


def test_its_scan_is_read(dropped_in: Path) -> None:
    with pdfium.PdfDocument(dropped_in) as document:
        page = document[0].render(scale=200 / 72, grayscale=True).to_numpy()
    middle = (page.shape[1] / 2, page.shape[0] / 2)
    askew = cv2.warpAffine(
        page,
        cv2.getRotationMatrix2D(middle, 0.6, 1.0),
        page.shape[::-1],
        flags=cv2.INTER_AREA,
        borderValue=255,
    )
    assert _values(read_image(askew, points_per_pixel=0.36, today=TODAY)) == VALUES


def test_the_form_before_it_is_out_of_date_half_a_year_later(dropped_in: Path, tmp_path: Path) -> None:
    old = paper.draw(tmp_path / "old.pdf", paper.clean(texts=paper.CLEAN | {"signature_date": "12/20/2031"}))
    part = read_form(old, 1, today=date(2031, 12, 24))
    assert part is not None
    assert (part.revision, {issue.code for issue in part.issues}) == ("2024-03", {"outdated_revision"})
