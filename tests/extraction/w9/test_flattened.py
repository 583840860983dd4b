"""Forms whose entries are plain page text: every revision, moved, scaled and turned pages, odd entries."""

from datetime import date

import pytest

from extraction.types import Part, Source
from extraction.w9 import read_form
from extraction.w9.revisions import revisions
from tests.extraction.w9 import paper

TODAY = date(2025, 6, 1)


def read(tmp_path, sheet: paper.Paper) -> Part:
    part = read_form(paper.draw(tmp_path / "form.pdf", sheet), 1, today=TODAY)
    assert part is not None
    return part


def values(part: Part) -> dict[str, object]:
    return {name: field.value for name, field in part.fields.items() if field.value}


def codes(part: Part) -> set[str]:
    return {issue.code for issue in part.issues}


CLEAN_VALUES = {
    "name": "Copperline Services LLC", "classification": "llc", "llc_class": "S",
    "address": "12 Ferry Landing Way", "city": "Portland", "state": "OR", "zip": "97201",
    "ein": "851170318", "signed": True, "signature_date": "2025-05-01",
}  # fmt: skip


def test_a_clean_form_needs_nobody(tmp_path):
    part = read(tmp_path, paper.clean())
    assert values(part) == CLEAN_VALUES
    assert (part.revision, part.needs_review, part.tin_sure, codes(part)) == ("2024-03", False, True, set())
    assert part.fields["ein"].source is Source.TEXT


@pytest.mark.parametrize("revision", sorted(revisions()))
def test_every_revision_is_known_by_its_page(tmp_path, revision):
    part = read(tmp_path, paper.clean(revision=revision))
    assert part.revision == revision
    assert values(part) == CLEAN_VALUES


@pytest.mark.parametrize(
    "change",
    [
        {"scale": 0.94, "shift": (18.0, 26.0)},
        {"scale": 1.07},
        {"rotate": 90},
        {"rotate": 180},
        {"rotate": 270},
    ],
)
def test_a_moved_scaled_or_turned_page_reads_the_same(tmp_path, change):
    part = read(tmp_path, paper.clean(**change))
    assert values(part) == CLEAN_VALUES
    assert not part.needs_review


def test_an_id_typed_across_the_cells(tmp_path):
    sheet = paper.clean(digits={})
    sheet.extra = lambda canvas, top: canvas.drawString(424, top - 437, "85-1170318")
    part = read(tmp_path, sheet)
    assert part.fields["ein"].value == "851170318"
    assert part.fields["ssn"].value is None


def test_applied_for_is_said_and_not_called_missing(tmp_path):
    sheet = paper.clean(digits={})
    sheet.extra = lambda canvas, top: canvas.drawString(424, top - 437, "Applied For")
    part = read(tmp_path, sheet)
    assert "tin_applied_for" in codes(part)
    assert "missing_tin" not in codes(part)
    assert part.needs_review


def test_text_in_white_is_never_believed(tmp_path):
    def white_name(canvas, top):
        canvas.setFillGray(1)
        canvas.drawString(62, top - 128.8, "Somebody Else Inc")

    texts = {name: value for name, value in paper.CLEAN.items() if name != "name"}
    part = read(tmp_path, paper.clean(texts=texts, extra=white_name))
    assert part.fields["name"].value is None
    assert "field_appearance_mismatch" in codes(part)
    assert part.needs_review


def test_a_line_through_item_2(tmp_path):
    block = revisions()["2024-03"].fields["cert_item2"].box
    middle = (block[1] + block[3]) / 2
    cross = paper.clean(
        extra=lambda canvas, top: canvas.line(block[0] + 20, top - middle, block[2], top - middle)
    )
    assert "crossed_out_item2" in codes(read(tmp_path, cross))


@pytest.mark.parametrize(
    ("ticked", "code"),
    [((), "no_classification"), (("box_llc", "box_s_corp"), "multiple_classifications")],
)
def test_line_3_wants_exactly_one_box(tmp_path, ticked, code):
    part = read(tmp_path, paper.clean(ticked=ticked))
    assert part.fields["classification"].value is None
    assert code in codes(part)


def test_an_unsigned_form(tmp_path):
    part = read(tmp_path, paper.clean(signed=False))
    assert part.fields["signed"].value is False
    assert "missing_signature" in codes(part)


def test_an_empty_form_is_called_empty_and_nothing_else(tmp_path):
    part = read(tmp_path, paper.Paper(signed=False))
    assert codes(part) == {"blank_form"}


def test_address_and_requester_stand_side_by_side(tmp_path):
    texts = {**paper.CLEAN, "address": "1507 Old Quarry Lane, Building 12, Suite 1876, Floor 3",
             "requester": "Alder Creek Billing"}  # fmt: skip
    part = read(tmp_path, paper.clean(texts=texts))
    assert part.fields["address"].value == texts["address"]
    assert part.fields["requester"].value == "Alder Creek Billing"


def test_a_page_that_is_no_w9_is_declined(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    path = tmp_path / "letter.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(72, 700, "Dear Sirs, please find our Form W-9 attached.")
    canvas.save()
    from extraction.w9.digital import read_digital

    assert read_digital(path, 1) is None


def test_an_entry_that_runs_out_of_its_field_is_not_called_a_lie(tmp_path):
    part = read(tmp_path, paper.clean(texts=paper.CLEAN | {"llc_class": "S corporation since 2019"}))
    assert "field_appearance_mismatch" not in codes(part)
    assert part.needs_review
    assert part.fields["llc_class"].reason == "The entry runs out of its field."


def test_a_long_signature_does_not_take_the_date_with_it(tmp_path):
    def signature(canvas, top):
        box = revisions()["2024-03"].fields["signature"].box
        canvas.setFont("Helvetica-Oblique", 14)
        canvas.drawString(box[2] - 120, top - box[3] + 6, "Ann Copperfield-Hay")

    part = read(tmp_path, paper.clean(extra=signature, signed=False))
    assert part.fields["signature_date"].value == "2025-05-01"
    assert codes(part) == set()


@pytest.mark.parametrize(("stated", "found"), [("March 2024", set()), ("August 2013", {"revision_mismatch"})])
def test_the_date_in_the_heading_is_held_against_the_form(tmp_path, stated, found):
    def heading(canvas, top):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(40, top - 30, f"(Rev. {stated})")

    assert codes(read(tmp_path, paper.clean(extra=heading))) == found
