"""Each digit of a tax id has its own box on the page, so that a person can be shown it alone."""

import pytest

from extraction.w9 import read_form
from extraction.w9.scanned import read_scan
from tests.extraction.w9 import paper
from tests.extraction.w9.form_page import Entries, draw_page, turned
from tests.extraction.w9.test_flattened import TODAY

CELL = 16.0  # points, at most


def inside(cell, box, slack):
    return all((cell[i] - box[i]) * sign >= -slack for i, sign in ((0, 1), (1, 1), (2, -1), (3, -1)))


@pytest.mark.parametrize("change", [{}, {"scale": 0.94, "shift": (18.0, 26.0)}, {"rotate": 90}])
def test_the_cells_of_a_digital_form_follow_its_page(tmp_path, change):
    part = read_form(paper.draw(tmp_path / "form.pdf", paper.clean(**change)), 1, today=TODAY)
    assert part is not None
    field = part.fields["ein"]
    assert len(field.cells) == 9
    assert all(inside(cell, field.box, CELL) for cell in field.cells), "they lie around what is written"
    assert part.fields["name"].cells == ()


def test_the_cells_of_a_scan_stand_in_order_in_its_row():
    scan, _ = turned(draw_page("2024-03", Entries()), 0.4, noise=3.0)
    reading = read_scan(scan, points_per_pixel=0.36)
    assert reading is not None
    for name in ("ssn", "ein"):
        cells = reading.fields[name].cells
        assert len(cells) == 9 and list(cells) == sorted(cells)
        assert all(inside(cell, reading.fields[name].box, 1.0) for cell in cells)
