"""Scanned, photographed and turned pages, drawn from the geometry: where things stand and what is on them."""

from datetime import date

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from extraction.types import Source
from extraction.w9.readings import FAINT, TOUCHES_LINE, FormReading
from extraction.w9.register import register
from extraction.w9.revisions import revisions
from extraction.w9.scanned import read_scan
from tests.extraction.w9.form_page import PPP, Entries, draw_page, photographed, turned

PLACES = np.array([[60, 60], [560, 100], [500, 400], [80, 560.0]])
GOOD = 0.3  # points: a check box is eight wide


def _value(reading: FormReading, name: str) -> str | None:
    return reading.fields[name].witnesses[0].value


def _read(entries: Entries, revision: str = "2024-03") -> FormReading:
    return _read_page(draw_page(revision, entries))


def _read_page(page: NDArray[np.uint8]) -> FormReading:
    scan, _ = turned(page, 0.4, noise=3.0)
    reading = read_scan(scan, points_per_pixel=0.36)
    assert reading is not None
    return reading


@pytest.mark.parametrize("revision", ["2024-03", "2018-10", "2014-12", "2011-01", "2007-10"])
def test_a_skewed_scan_is_registered_to_its_revision(revision: str) -> None:
    scan, matrix = turned(draw_page(revision), 1.3)
    found = register(scan)
    assert found is not None
    assert found.revision == revision
    wanted = cv2.perspectiveTransform((PLACES * PPP).reshape(-1, 1, 2), matrix)[:, 0]
    assert np.abs(found.to_raster(PLACES) - wanted).max() / found.pixels_per_point < GOOD


def test_a_photo_is_registered_through_its_perspective() -> None:
    picture, matrix = photographed(draw_page("2024-03"))
    found = register(picture)
    assert found is not None
    assert found.perspective > 0.01
    wanted = cv2.perspectiveTransform((PLACES * PPP).reshape(-1, 1, 2), matrix)[:, 0]
    assert np.abs(found.to_raster(PLACES) - wanted).max() / found.pixels_per_point < GOOD


@pytest.mark.parametrize(("turn", "degrees"), [(1, 90), (2, 180), (3, 270)])
def test_a_page_may_lie_on_any_side(turn: int, degrees: int) -> None:
    scan, _ = turned(draw_page("2024-03"), 0.2)
    found = register(np.ascontiguousarray(np.rot90(scan, -turn)))
    assert found is not None
    assert found.turned == degrees


def test_what_is_no_w9_is_not_read() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (2200, 1700), np.uint8)
    ruled = np.full((2200, 1700), 255, np.uint8)
    ruled[100:2100:60] = 0
    for page in (noise, ruled, np.full((2200, 1700), 255, np.uint8), np.zeros((40, 30), np.uint8)):
        assert read_scan(page) is None


def test_an_empty_form_is_empty_everywhere() -> None:
    reading = _read(Entries())
    assert {name: _value(reading, name) for name in reading.fields if _value(reading, name)} == {}


def test_typed_entries_are_read_with_their_boxes() -> None:
    entries = Entries(
        texts={
            "name": "Harbor Pine Logistics",
            "address": "41 Mill Road",
            "city_state_zip": "Dover, DE 19901",
        },
        digits={"ein": "364710295"},
        ticks=("box_partnership",),
        signed=True,
    )
    reading = _read(entries)
    assert _value(reading, "name") == "Harbor Pine Logistics"
    assert _value(reading, "address") == "41 Mill Road"
    assert (_value(reading, "city_state_zip") or "").replace(" ", "") == "Dover,DE19901"
    assert {one.value for one in reading.fields["ein"].witnesses} == {"364710295"}
    assert TOUCHES_LINE not in reading.fields["ein"].flags
    assert _value(reading, "ssn") == ""
    assert [name for name in reading.fields if name.startswith("box_") and _value(reading, name)] == [
        "box_partnership"
    ]
    assert _value(reading, "signature") == "on"
    assert _value(reading, "cert_item2") == ""
    box = reading.fields["name"].box
    assert box is not None
    assert box[3] - box[1] < 20


def test_every_id_has_two_engines_and_different_crops() -> None:
    reading = _read(Entries(digits={"ssn": "412083957"}))
    assert [one.source for one in reading.fields["ssn"].witnesses] == [Source.OCR2, Source.OCR, Source.OCR2]


def test_two_ticks_are_two_and_a_stray_is_none() -> None:
    reading = _read(Entries(ticks=("box_c_corp",), crosses=("box_llc",), strays=("box_trust_estate",)))
    assert _value(reading, "box_c_corp") == "on"
    assert _value(reading, "box_llc") == "on"
    assert _value(reading, "box_trust_estate") == ""


def test_crossed_sevens_are_sevens_or_in_doubt() -> None:
    reading = _read(Entries(digits={"ein": "477178207"}, crossed_sevens=True))
    values = {one.value for one in reading.fields["ein"].witnesses}
    assert "477178207" in values or len(values) > 1


def test_an_id_across_the_cells_touches_their_lines() -> None:
    reading = _read(Entries(across="561-24-8093"))
    assert TOUCHES_LINE in reading.fields["ssn"].flags
    assert _value(reading, "ssn") == "561248093"
    assert _value(reading, "ein") == ""


def test_words_in_the_id_row_come_as_words() -> None:
    reading = _read(Entries(across="APPLIED FOR"))
    assert (_value(reading, "ssn") or "").replace(" ", "").upper() == "APPLIEDFOR"


def test_thin_pale_type_is_read_and_called_faint() -> None:
    page = draw_page("2024-03", Entries(texts={"name": "Harbor Pine Logistics"})).copy()
    x0, top, x1, bottom = (round(value * PPP) for value in revisions()["2024-03"].fields["name"].box)
    strip = page[top + 4 : bottom - 6, x0 + 8 : x1]
    strip[:] = 255 - (255 - strip) // 4
    reading = _read_page(page)
    assert _value(reading, "name") == "Harbor Pine Logistics"
    assert FAINT in reading.fields["name"].flags


def test_a_struck_item_is_seen() -> None:
    assert _value(_read(Entries(struck=True)), "cert_item2") == "on"


def test_a_photo_is_called_a_photo_and_a_scan_a_scan() -> None:
    page = draw_page("2024-03", Entries(digits={"ein": "364710295"}))
    picture, _ = photographed(page)
    seen = read_scan(picture)
    assert seen is not None
    assert seen.medium == "photo"
    assert _read(Entries()).medium == "scan"


def test_a_fax_is_called_a_fax() -> None:
    page = draw_page("2024-03", Entries(digits={"ein": "364710295"}))
    fax = cv2.resize(page, (1728, 2236), interpolation=cv2.INTER_AREA)
    reading = read_scan(np.where(fax < 215, 0, 255).astype(np.uint8))
    assert reading is not None
    assert reading.medium == "fax"


def test_the_printed_revision_date_is_read_and_another_one_is_noticed() -> None:
    page = draw_page("2024-03", Entries(digits={"ein": "364710295"}))
    assert _seen_date(page) in (None, date(2024, 3, 1))
    other = page.copy()
    other[round(56 * PPP) : round(66 * PPP), round(36 * PPP) : round(114 * PPP)] = 255
    cv2.putText(
        other, "(Rev. October 2018)", (round(37 * PPP), round(64 * PPP)), cv2.FONT_HERSHEY_SIMPLEX, 0.9, 0, 2
    )
    assert _seen_date(other) == date(2018, 10, 1)


def _seen_date(page: NDArray[np.uint8]) -> date | None:
    reading = read_scan(turned(page, 0.4, noise=3.0)[0])
    assert reading is not None
    assert reading.revision == "2024-03"
    return reading.printed
