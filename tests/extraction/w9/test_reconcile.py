"""From witnesses to belief: agreement, doubt, media that are never believed, and the ratchet."""

from datetime import date

import pytest

from extraction.types import Part, Source, Witness
from extraction.w9 import part_of, readings
from extraction.w9.readings import FieldReading, FormReading
from extraction.w9.revisions import revisions

TODAY = date(2025, 6, 1)
TYPED = {
    "name": "Copperline Services LLC", "llc_class": "S", "address": "12 Ferry Landing Way",
    "city_state_zip": "Portland, OR 97201", "ein": "851170318", "signature_date": "05/01/2025",
}  # fmt: skip


def seen(name: str, *values: str, flags: frozenset[str] = frozenset()) -> FieldReading:
    """One field as three OCR readings saw it; no value is an empty field."""
    engines = (Source.OCR2, Source.OCR, Source.OCR2)
    witnesses = tuple(Witness(engine, value, 0.99) for engine, value in zip(engines, values, strict=False))
    return FieldReading(name, witnesses or (Witness(Source.INK, "", 0.995),), None, flags)


def mark(name: str, on: bool) -> FieldReading:
    return FieldReading(name, (Witness(Source.INK, "on" if on else "", 1.0),))


def scanned(medium: str = "scan", problems: tuple[str, ...] = (), **changes: FieldReading) -> Part:
    """A clean scan with some fields seen otherwise."""
    fields = {
        name: seen(name, *[TYPED[name]] * 3 if name in TYPED else ())
        for name in (
            "name",
            "business_name",
            "llc_class",
            "address",
            "city_state_zip",
            "ssn",
            "ein",
            "signature_date",
            "exempt_payee_code",
            "fatca_code",
            "account_numbers",
            "requester",
            "other_text",
        )
    }
    boxes = revisions()["2024-03"].class_boxes()
    fields |= {name: mark(name, name == "box_llc") for name in boxes}
    fields |= {name: mark(name, name == "signature") for name in ("signature", "cert_item2", "box_line3b")}
    reading = FormReading("2024-03", 1, medium, {**fields, **changes}, problems=problems)
    return part_of(reading, today=TODAY)


def test_a_scan_on_which_all_readings_agree_needs_nobody():
    part = scanned()
    assert (part.needs_review, part.tin_sure, part.issues) == (False, True, ())
    assert part.fields["city"].value == "Portland"


def test_of_readings_that_differ_the_one_most_give_is_offered_and_not_believed():
    part = scanned(name=seen("name", "Coperline Services LLC", TYPED["name"], TYPED["name"]))
    assert part.fields["name"].value == "Copperline Services LLC"
    assert part.fields["name"].reason
    assert part.needs_review


def test_a_reading_that_needs_no_mending_goes_before_those_that_do():
    part = scanned(address=seen("address", "P.0. Box 12", "P.O. Box 12", "P.0. Box 12"))
    assert part.fields["address"].value == "P.O. Box 12"
    only_mended = scanned(address=seen("address", *["P.0. Box 12"] * 3))
    assert only_mended.fields["address"].value == "P.O. Box 12"
    assert only_mended.needs_review


@pytest.mark.parametrize("medium", ["fax", "photo", "hand"])
def test_an_id_from_a_fax_a_photo_or_a_hand_is_never_believed(medium):
    part = scanned(medium)
    assert part.fields["ein"].value == "851170318"
    assert (part.needs_review, part.tin_sure) == (True, False)


@pytest.mark.parametrize(
    "flag", [readings.TOUCHES_LINE, readings.HANDWRITTEN, readings.OVERWRITTEN, readings.FAINT]
)
def test_whatever_was_noticed_about_an_id_sends_it_to_a_person(flag):
    part = scanned(ein=seen("ein", *["851170318"] * 3, flags=frozenset({flag})))
    assert (part.needs_review, part.tin_sure) == (True, False)
    assert part.fields["ein"].reason


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("ein", ("851170318", "851170318", "851170319")),
        ("ein", ("851170318", "851170319", "851170319")),
        ("name", ("Copperline Services LLC", "Copperlime Services LLC", "Copperline Services LLC")),
        ("address", ("12 Ferry Landing Way", "72 Ferry Landing Way", "12 Ferry Landing Way")),
        ("city_state_zip", ("Portland, OR 97201", "Portland, OR 97207", "Portland, OR 97201")),
    ],
)
def test_one_reading_that_differs_is_enough_for_a_person(name, values):
    part = scanned(**{name: seen(name, *values)})
    assert part.needs_review
    assert part.issues == ()


def test_agreement_on_nonsense_is_not_believed():
    part = scanned(city_state_zip=seen("city_state_zip", *["E1 Paso, TX 79921"] * 3))
    assert part.fields["city"].value == "El Paso"
    assert part.needs_review


def test_a_plausible_reading_is_offered_before_an_impossible_one():
    part = scanned(ein=seen("ein", "85117031", "851170318"))
    assert part.fields["ein"].value == "851170318"
    assert not part.tin_sure


def test_our_own_misreading_is_not_held_against_the_vendor():
    part = scanned(
        ein=seen("ein", "8511703", "85117031", "8511718"), signature_date=seen("signature_date", "0S/0l")
    )
    assert not {issue.code for issue in part.issues} & {"tin_wrong_length", "unclear_date"}
    assert part.needs_review


def test_a_day_in_the_future_that_only_one_reading_saw_is_ours_to_check():
    part = scanned(signature_date=seen("signature_date", "01/22/2918", "01/22/2018", "01/22/2018"))
    assert "future_date" not in {issue.code for issue in part.issues}
    agreed = scanned(signature_date=seen("signature_date", *["01/22/2918"] * 3))
    assert "future_date" in {issue.code for issue in agreed.issues}


def test_readings_that_agree_on_eight_digits_are():
    part = scanned(ein=seen("ein", *["85117031"] * 3))
    assert "tin_wrong_length" in {issue.code for issue in part.issues}


def test_a_problem_of_the_page_sends_it_to_a_person():
    part = scanned(problems=("low_resolution",))
    assert (part.needs_review, part.tin_sure) == (True, False)


def test_two_ids_are_never_chosen_between():
    part = scanned(ssn=seen("ssn", *["123456789"] * 3))
    assert (part.needs_review, part.tin_sure) == (True, False)
    assert (part.fields["ssn"].value, part.fields["ein"].value) == ("123456789", "851170318")
