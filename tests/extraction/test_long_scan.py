"""A long scan read a page at a time is the same document as one read at once."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from extraction import ExtractionError, LongScan, Options, begin, extract, join, read_page
from extraction.types import Kind, Source
from samples.w9 import W9Sample, draw_w9
from tests.extraction import files

PATIENT = Options(wall_seconds=240)  # OCR on a busy machine
FORM = W9Sample(
    name="Blue Heron Logistics LLC",
    classification="llc",
    llc_class="C",
    address="4100 Harbor Road, Suite 12",
    city_state_zip="Portland, OR 97201",
    ein="931482765",
    signature="Blue Heron",
    signed_on=date(2026, 11, 2),
)


def scans(path: Path, pages: int) -> Path:
    """A PDF of so many pictures, each page with a clause of its own."""
    drawn = [
        files.picture((*files.CLAUSES[1:], f"{number + 3}. Notices. Notice number {number} shall be given."))
        for number in range(1, pages + 1)
    ]
    drawn[0].save(path, "PDF", resolution=144, save_all=True, append_images=drawn[1:])
    return path


def test_pages_one_by_one_make_the_same_document(tmp_path):
    path = scans(tmp_path / "a.pdf", 3)
    found = begin(path, PATIENT, most=2)
    assert found == LongScan(3, (1, 2, 3))
    joined = join(path, {number: read_page(path, number, PATIENT) for number in found.scanned}, PATIENT)
    at_once = extract(path, PATIENT)
    assert joined.parts[0].contract is not None and "Notice number 3" in joined.parts[0].contract.text
    assert replace(joined, seconds=0) == replace(at_once, seconds=0)


def test_a_bundle_of_printed_and_scanned_pages(tmp_path):
    contract = files.pdf(tmp_path / "contract.pdf", [files.CLAUSES, files.CLAUSES])
    form = files.pictures_of(tmp_path / "form.pdf", draw_w9(tmp_path / "w9.pdf", FORM, fillable=False))
    path = files.bound(tmp_path / "all.pdf", contract, form, scans(tmp_path / "scans.pdf", 1))
    found = begin(path, PATIENT, most=1)
    assert found == LongScan(4, (3, 4))
    joined = join(path, {number: read_page(path, number, PATIENT) for number in found.scanned}, PATIENT)
    assert [(part.kind, part.pages) for part in joined.parts] == [
        (Kind.CONTRACT, (1, 2)),
        (Kind.W9, (3,)),
        (Kind.CONTRACT, (4,)),
    ]
    assert joined.parts[1].fields["ein"].value == FORM.ein
    assert [page.source for page in joined.parts[0].contract.pages] == [Source.TEXT, Source.TEXT]
    assert joined.parts[2].contract.pages[0].source is Source.OCR


def test_a_page_that_nobody_could_read_is_named_and_the_others_stand(tmp_path):
    path = scans(tmp_path / "a.pdf", 3)
    readings = {1: read_page(path, 1, PATIENT), 2: None, 3: read_page(path, 3, PATIENT)}
    found = join(path, readings, PATIENT)
    assert {issue.code for issue in found.warnings} == {"unreadable_page"}
    part = found.parts[0]
    assert (part.kind, part.pages, part.needs_review) == (Kind.CONTRACT, (1, 2, 3), True)
    assert [(issue.code, issue.page) for issue in part.issues] == [("unreadable_page", 2)]
    assert "Notice number 1" in part.contract.text and "Notice number 2" not in part.contract.text


def test_short_and_digital_files_are_read_at_once(tmp_path):
    assert begin(files.scan(tmp_path / "a.pdf"), PATIENT, most=1).parts[0].kind is Kind.CONTRACT
    digital = files.pdf(tmp_path / "b.pdf", [files.CLAUSES] * 3)
    assert begin(digital, PATIENT, most=1).parts[0].kind is Kind.CONTRACT
    assert (
        begin(scans(tmp_path / "c.pdf", 3), Options(ocr=False), most=1).parts
        == extract(tmp_path / "c.pdf", Options(ocr=False)).parts
    )


def test_a_file_that_is_refused_is_refused_at_once(tmp_path):
    (tmp_path / "a.pdf").touch()
    assert begin(tmp_path / "a.pdf", PATIENT, most=1).error.code == "empty"


def test_a_page_that_is_not_there(tmp_path):
    with pytest.raises(ExtractionError) as caught:
        read_page(files.pdf(tmp_path / "a.pdf"), 2)
    assert caught.value.code == "no_such_page"
