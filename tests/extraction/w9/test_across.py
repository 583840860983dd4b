"""A tax id typed as one number across its cells: believed only when it reads alike with and without lines."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extraction.w9.across import bare
from extraction.w9.cells import IdReading, read_id
from extraction.w9.ink import without_lines, without_words
from extraction.w9.readings import HANDWRITTEN, TOUCHES_LINE
from extraction.w9.revisions import revisions
from extraction.w9.scanned import read_scan
from extraction.w9.sheet import PPP, Sheet
from tests.extraction.w9.form_page import Entries, Gray, draw_page, turned

FORM = revisions()["2024-03"]
ROW = FORM.ssn_box


def _sheet(page: Gray, scale: float = PPP) -> Sheet:
    """The page as it is pulled straight: it was drawn at the sheet's own resolution."""
    clean = without_words(without_lines(page, FORM.lines, PPP), FORM.printed, FORM.bars, PPP)
    return Sheet(FORM, page, clean, scale)


def _page(number: str, start: float, *, dividers: bool = True) -> Gray:
    """The empty form with ``number`` typed ``start`` points right of the row's beginning."""
    image = Image.fromarray(draw_page("2024-03").copy())
    pen = ImageDraw.Draw(image)
    if not dividers:
        pen.rectangle([value * PPP for value in (ROW[0] + 1, ROW[1] + 1, ROW[2] - 1, ROW[3] - 1)], fill=255)
    place = (ROW[0] + start) * PPP, (ROW[1] + ROW[3]) / 2 * PPP
    pen.text(place, number, font=ImageFont.load_default(11 * PPP), fill=0, anchor="lm")
    return np.asarray(image, np.uint8)


def _read(number: str, start: float = 8.0, *, dividers: bool = True, scale: float = PPP) -> IdReading:
    return read_id(_sheet(_page(number, start, dividers=dividers), scale), "ssn")


def test_a_number_that_reads_alike_without_lines_is_proven() -> None:
    reading = _read("309-66-2158")
    assert not reading.in_cells
    assert reading.proven
    assert {one.value for one in reading.witnesses} == {"309662158"}


@pytest.mark.parametrize("number", ["411417141", "388308830", "174-11-7714"])
def test_wherever_it_stands_no_other_number_is_proven(number: str) -> None:
    wanted = number.replace("-", "")
    readings = [_read(number, start) for start in np.arange(2, 60, 7.3)]
    proven = [one.witnesses[0].value for one in readings if one.proven]
    assert set(proven) <= {wanted}
    assert all(wanted in {one.value for one in reading.witnesses} for reading in readings)


def test_without_the_lines_that_should_be_there_nothing_is_proven() -> None:
    assert not _read("309-66-2158", dividers=False).proven


def test_a_coarse_scan_proves_nothing() -> None:
    assert not _read("309-66-2158", scale=150 / 72).proven


def test_a_stroke_over_a_line_is_cut_and_bridged() -> None:
    page = draw_page("2024-03").copy()
    cells = FORM.cells("ssn")
    edge, level = round(cells[0][2] * PPP), round((ROW[1] + ROW[3]) / 2 * PPP)
    page[level - 3 : level + 4, edge - 20 : edge + 20] = 0
    inner = ROW[0] - 3, ROW[1] + 1, ROW[2] + 3, ROW[3] - 1
    found = bare(_sheet(page), inner, cells)
    column, row = edge - round(inner[0] * PPP), level - round(inner[1] * PPP)
    assert found.missed == ()
    assert found.bridged[row, column] < 60 < 200 < found.off[row, column]
    assert min(found.bridged[5, column], found.off[5, column]) > 200, "the line itself is gone in both"


def test_a_proven_number_is_not_flagged_and_a_hand_is() -> None:
    scan, _ = turned(draw_page("2024-03", Entries(across="309-66-2158")), 0.4, noise=3.0)
    typed = read_scan(scan, points_per_pixel=0.36)
    assert typed is not None
    assert typed.fields["ssn"].flags == frozenset()
    uneven = Image.fromarray(draw_page("2024-03").copy())
    pen = ImageDraw.Draw(uneven)
    for place, digit in enumerate("309662158"):
        font = ImageFont.load_default((10 + place * 7 % 5) * PPP)
        x, y = (ROW[0] + 8 + 7.5 * place) * PPP, ((ROW[1] + ROW[3]) / 2 + place * 5 % 4) * PPP
        pen.text((x, y), digit, font=font, fill=0, anchor="lm")
    scan, _ = turned(np.asarray(uneven, np.uint8), 0.4, noise=3.0)
    written = read_scan(scan, points_per_pixel=0.36)
    assert written is not None
    assert written.fields["ssn"].flags & {TOUCHES_LINE, HANDWRITTEN}
