"""Pages that must not be guessed at: cut off, covered, two forms on one page, too coarse, upside down."""

from datetime import date
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest
from numpy.typing import NDArray
from PIL import Image

from extraction.types import Issue, Part
from extraction.w9 import read_form, read_image
from extraction.w9.picture import picture_of
from tests.extraction.w9 import paper
from tests.extraction.w9.form_page import Entries, draw_page, turned

TODAY = date(2025, 6, 1)
Gray = NDArray[np.uint8]
FILLED = Entries(
    texts={
        "name": "Harbor Pine Logistics",
        "address": "41 Mill Road",
        "city_state_zip": "Dover, DE 19901",
        "signature_date": "05/01/2025",
    },
    digits={"ein": "364710295"},
    ticks=("box_partnership",),
    signed=True,
)
#: What is said of a field that nobody has filled in.
ABSENCES = {
    "blank_name",
    "no_classification",
    "missing_tin",
    "missing_signature",
    "missing_date",
    "address_incomplete",
    "llc_code_missing",
    "blank_form",
}


def scan() -> Gray:
    return turned(draw_page("2024-03", FILLED), 0.5, noise=3.0)[0]


def read(gray: Gray) -> Part:
    part = read_image(np.ascontiguousarray(gray), points_per_pixel=0.36, today=TODAY)
    assert part is not None
    return part


def codes(part: Part) -> set[str]:
    return {issue.code for issue in part.issues}


def sentence(part: Part, code: str) -> Issue:
    return next(issue for issue in part.issues if issue.code == code)


def without(gray: Gray, side: str, share: float) -> Gray:
    height, width = gray.shape
    rows, columns = round(height * share), round(width * share)
    return {
        "top": gray[rows:],
        "bottom": gray[: height - rows],
        "left": gray[:, columns:],
        "right": gray[:, : width - columns],
    }[side]


def test_a_whole_page_is_not_cut_off() -> None:
    assert codes(read(scan())) == set()


@pytest.mark.parametrize("revision", ["2007-10", "2011-01", "2014-12", "2018-10"])
def test_a_whole_page_of_an_old_form_is_not_cut_off(revision: str) -> None:
    assert "cut_off" not in codes(read(turned(draw_page(revision), 0.5, noise=3.0)[0]))


@pytest.mark.parametrize(
    ("side", "share"),
    [("top", 0.08), ("top", 0.25), ("bottom", 0.08), ("left", 0.09), ("right", 0.08), ("right", 0.2)],
)
def test_a_page_that_is_cut_off_says_so(side: str, share: float) -> None:
    part = read(without(scan(), side, share))
    assert "cut_off" in codes(part)
    assert sentence(part, "cut_off").severity == "error"
    assert part.needs_review
    assert not part.tin_sure


def test_what_is_cut_off_is_not_called_empty() -> None:
    part = read(without(scan(), "top", 0.25))
    assert codes(part) & ABSENCES == set()
    assert part.fields["name"].reason == "This part of the form is not on the page."
    assert part.fields["classification"].reason == "This part of the form is not on the page."
    assert part.fields["ein"].value == "364710295"
    part = read(without(scan(), "right", 0.2))
    assert codes(part) & ABSENCES == set()
    assert part.fields["ssn"].reason == "This part of the form is not on the page."


def test_a_page_fed_halfway_has_no_lines_from_some_place_on() -> None:
    page = scan()
    page[:, round(page.shape[1] * 0.84) :] = 250
    part = read(page)
    assert "cut_off" in codes(part)
    assert part.fields["ein"].reason == "This part of the form is not on the page."
    assert codes(part) & ABSENCES == set()


def test_a_note_over_the_tax_id_does_not_empty_it() -> None:
    page = draw_page("2024-03", FILLED).copy()
    page[round(409 * 300 / 72) : round(452 * 300 / 72), round(400 * 300 / 72) : round(590 * 300 / 72)] = 245
    part = read(turned(page, 0.5, noise=3.0)[0])
    assert "cut_off" in codes(part)
    assert "missing_tin" not in codes(part)
    assert not part.tin_sure


@pytest.mark.parametrize("stacked", [False, True])
def test_two_forms_on_one_page_are_not_read(stacked: bool) -> None:
    half = cv2.resize(draw_page("2024-03", FILLED), None, fx=0.647, fy=0.647, interpolation=cv2.INTER_AREA)
    one = np.rot90(half) if stacked else half
    part = read(np.concatenate([one, one], axis=0 if stacked else 1))
    assert codes(part) == {"two_forms"}
    assert part.fields.keys() <= {"classification"}
    assert part.needs_review
    assert not part.tin_sure


def test_two_digital_forms_on_one_page_are_not_read(tmp_path: Path) -> None:
    one = paper.draw(tmp_path / "one.pdf", paper.clean())
    other = paper.draw(tmp_path / "other.pdf", paper.clean(digits={"ein": "364710295"}))
    with pikepdf.new() as sheet, pikepdf.open(one) as left, pikepdf.open(other) as right:
        page = sheet.add_blank_page(page_size=(792, 612))
        page.add_overlay(left.pages[0], pikepdf.Rectangle(0, 0, 396, 612))
        page.add_overlay(right.pages[0], pikepdf.Rectangle(396, 0, 792, 612))
        sheet.save(tmp_path / "two.pdf")
    part = read_form(tmp_path / "two.pdf", 1, today=TODAY)
    assert part is not None
    assert codes(part) == {"two_forms"}
    assert not any(field.value for field in part.fields.values())
    assert (part.needs_review, part.tin_sure) == (True, False)


def test_a_digital_page_that_is_cropped_says_so(tmp_path: Path) -> None:
    path = paper.draw(tmp_path / "form.pdf", paper.clean(digits={}))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].CropBox = [0, 0, 500, 792]
        pdf.save(path)
    part = read_form(path, 1, today=TODAY)
    assert part is not None
    assert "cut_off" in codes(part)
    assert "missing_tin" not in codes(part)
    assert part.fields["ein"].reason == "This part of the form is not on the page."


def test_a_page_upside_down_is_read_the_right_way_up() -> None:
    part = read(np.rot90(scan(), 2))
    assert codes(part) == set()
    assert part.fields["ein"].value == "364710295"
    assert part.fields["name"].value == "Harbor Pine Logistics"


def scanned_at(path: Path, dpi: int) -> Path:
    page = draw_page("2024-03", FILLED)
    small = cv2.resize(page, None, fx=dpi / 300, fy=dpi / 300, interpolation=cv2.INTER_AREA)
    Image.fromarray(small).save(path, "PDF", resolution=dpi)
    return path


def test_a_coarse_scan_is_no_finer_for_being_drawn_larger(tmp_path: Path) -> None:
    assert picture_of(scanned_at(tmp_path / "a.pdf", 75), 1).detail == pytest.approx(0.5, abs=0.02)
    assert picture_of(scanned_at(tmp_path / "b.pdf", 200), 1).detail == pytest.approx(1.0, abs=0.02)


def test_a_scan_that_is_too_coarse_says_so(tmp_path: Path) -> None:
    part = read_form(scanned_at(tmp_path / "coarse.pdf", 75), 1, today=TODAY)
    assert part is not None
    assert "low_resolution" in codes(part)
    assert (part.needs_review, part.tin_sure) == (True, False)
