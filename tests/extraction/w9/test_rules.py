"""The rule pack: each code on the form that earns it, none on a clean one, and what always holds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.types import Field, Source
from extraction.w9 import readings, wrong_form_issue
from extraction.w9.address import postal, split_city_line, zip_fits_state
from extraction.w9.reconcile import Readout
from extraction.w9.rules import all_rules, check, load_settings
from extraction.w9.rules.tin import known_ein, valid_ssn

TODAY = date(2025, 6, 1)
CLEAN: dict[str, str | bool] = {
    "name": "Copperline Services LLC", "classification": "llc", "llc_class": "S",
    "address": "12 Ferry Landing Way", "city": "Portland", "state": "OR", "zip": "97201",
    "ein": "851170318", "signed": True, "signature_date": "2025-05-01",
}  # fmt: skip


def form(**changes: object) -> Readout:
    """A clean form with other values; ``checked``, ``raw``, ``flags``... change the readout itself."""
    known = {name: changes.pop(name) for name in list(changes) if name in Readout.__dataclass_fields__}
    values = {name: value for name, value in {**CLEAN, **changes}.items() if value is not None}
    fields = {name: Field(name, value, 1.0, 1, None, Source.TEXT) for name, value in values.items()}
    checked = (str(values["classification"]),) if values.get("classification") else ()
    base = Readout("2024-03", 1, "digital", fields, {}, checked, struck=False)
    return replace(base, **known)


def codes(readout: Readout, today: date = TODAY) -> set[str]:
    return {issue.code for issue in check(readout, today=today)}


def test_a_clean_form_has_no_findings():
    assert codes(form()) == set()


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("blank_name", {"name": None}),
        ("missing_signature", {"signed": False}),
        ("missing_date", {"signature_date": None}),
        ("unclear_date", {"signature_date": "May the first"}),
        ("future_date", {"signature_date": "2025-06-20"}),
        ("no_classification", {"classification": None}),
        ("multiple_classifications", {"classification": None, "checked": ("llc", "s_corp")}),
        ("llc_code_missing", {"llc_class": None}),
        ("llc_code_invalid", {"llc_class": "X"}),
        ("line3b_inconsistent", {"line3b": True}),
        (
            "individual_exempt_code",
            {"classification": "individual", "name": "Ann Field", "exempt_payee_code": "5"},
        ),
        ("name_classification_mismatch", {"classification": "individual"}),
        ("llc_name_other_box", {"classification": "s_corp"}),
        ("person_name_entity_box", {"name": "Ann Field Jr."}),
        ("invalid_exempt_code", {"exempt_payee_code": "14"}),
        ("invalid_fatca_code", {"fatca_code": "Q"}),
        ("missing_tin", {"ein": None}),
        ("both_tins", {"ssn": "123456789"}),
        ("tin_wrong_length", {"ein": "85117031"}),
        ("tin_applied_for", {"ein": None, "raw": {"ein": "APPLIED FOR"}}),
        (
            "invalid_ssn",
            {"ein": None, "ssn": "666174112", "classification": "individual", "name": "Ann Field"},
        ),
        ("invalid_ein_prefix", {"ein": "081170318"}),
        ("tin_classification_mismatch", {"ein": None, "ssn": "123456789"}),
        ("trust_with_ssn", {"ein": None, "ssn": "123456789", "classification": "trust_estate"}),
        ("crossed_out_item2", {"struck": True}),
        ("zip_state_mismatch", {"zip": "02139"}),
        ("invalid_zip", {"zip": "972"}),
        ("unknown_state", {"state": "ZZ"}),
        ("address_incomplete", {"city": None}),
        ("outdated_revision", {"revision": "2018-10"}),
        ("corporation_kind_unknown", {"revision": "2007-10", "classification": "c_corp"}),
        ("field_appearance_mismatch", {"flags": {"ein": frozenset({readings.HIDDEN_VALUE})}}),
        ("entries_conflict", {"flags": {"name": frozenset({readings.CONFLICT})}}),
        ("overwritten_entry", {"flags": {"name": frozenset({readings.OVERWRITTEN})}}),
        ("certification_altered", {"problems": (readings.CERTIFICATION_MISSING,)}),
    ],
)
def test_each_rule_finds_its_form(code, changes):
    assert code in codes(form(**changes))


def test_an_empty_form_is_only_empty():
    empty = Readout("2024-03", 1, "digital", {}, {}, (), struck=False)
    assert codes(empty) == {"blank_form"}


def test_an_old_form_that_was_signed_while_it_was_current_is_good():
    assert "outdated_revision" not in codes(form(revision="2018-10", signature_date="2021-05-01"))


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        (date(2018, 10, 1), {"revision_mismatch"}),
        (date(2027, 1, 1), {"revision_mismatch"}),
        (date(2024, 3, 1), set()),
        (date(2021, 3, 1), set()),  # no form bears this date: a misreading
        (None, set()),
    ],
)
def test_the_printed_revision_date_is_held_against_the_geometry(printed, found):
    assert codes(form(printed=printed)) == found


def test_what_is_not_on_the_page_is_not_called_missing():
    hidden = frozenset({readings.NOT_SHOWN})
    places = ("name", "address", "city_state_zip", "ssn", "ein", "signature", "signature_date", "box_llc")
    nothing = dict.fromkeys(CLEAN)
    cut = form(**nothing, flags=dict.fromkeys(places, hidden), checked=(), problems=(readings.CUT_OFF,))
    assert codes(cut) == {"cut_off"}


def test_of_a_form_too_coarse_to_read_nothing_else_is_said():
    assert codes(form(ssn="666174112", signed=False, problems=(readings.LOW_RESOLUTION,))) == {
        "low_resolution"
    }
    assert codes(form(problems=(readings.COARSE,))) == set()


def test_an_applied_for_id_is_not_called_missing():
    assert codes(form(ein=None, raw={"ein": "Applied For"})) == {"tin_applied_for"}


def test_of_two_ids_nothing_more_is_said():
    assert codes(form(ssn="666174112")) == {"both_tins"}


def test_a_sole_proprietor_may_give_an_ein_until_a_setting_says_otherwise():
    person = form(classification="individual", name="Ann Field", llc_class=None)
    assert codes(person) == set()
    settings = load_settings()
    strict = replace(
        settings, off=settings.off - {"sole_proprietor_ein"}, sole_proprietor_ein_until=date(2025, 1, 1)
    )
    assert {issue.code for issue in check(person, today=TODAY, settings=strict)} == {"sole_proprietor_ein"}


def test_an_exempt_code_of_an_s_corporation_is_noted_when_the_rule_is_on():
    paid = form(exempt_payee_code="5")
    assert codes(paid) == set()
    strict = replace(load_settings(), off=load_settings().off - {"s_corp_exempt_code"})
    assert {issue.code for issue in check(paid, today=TODAY, settings=strict)} == {"s_corp_exempt_code"}


def test_what_is_drawn_is_not_called_missing():
    pen = frozenset({readings.DRAWN})
    places = ("name", "address", "city_state_zip", "ssn", "ein", "signature_date", "llc_class")
    kept = {"classification": "llc", "checked": ("llc",), "signed": True}
    assert codes(form(**(dict.fromkeys(CLEAN) | kept), flags=dict.fromkeys(places, pen))) == set()


def test_a_signature_may_be_made_optional():
    optional = replace(load_settings(), signature_required=False)
    assert check(form(signed=False), today=TODAY, settings=optional) == ()


PROMISED = {
    "missing_signature", "missing_date", "no_classification", "multiple_classifications", "llc_code_missing",
    "missing_tin", "both_tins", "tin_wrong_length", "tin_applied_for", "invalid_ssn", "invalid_ein_prefix",
    "tin_classification_mismatch", "blank_name", "individual_exempt_code", "crossed_out_item2",
    "zip_state_mismatch", "outdated_revision", "field_appearance_mismatch", "blank_form",
}  # fmt: skip


def test_every_promised_code_is_a_rule_that_is_on():
    assert {rule.code for rule in all_rules()} - load_settings().off >= PROMISED
    assert wrong_form_issue(1).code == "wrong_form"


def test_every_rule_has_a_sentence_and_a_source():
    assert len({rule.code for rule in all_rules()}) == len(all_rules())
    for rule in all_rules():
        assert rule.sentence.endswith(".") and rule.source and rule.severity in {"error", "warning"}


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{9}", fullmatch=True))
def test_an_ssn_is_never_in_a_forbidden_range(digits):
    if valid_ssn(digits):
        assert digits[:3] not in {"000", "666"}
        assert digits[0] == "9" or (digits[3:5] != "00" and digits[5:] != "0000")


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.from_regex(r"[0-9]{7}", fullmatch=True))
def test_only_the_prefix_decides_about_an_ein(digits, rest):
    assert known_ein(digits) == known_ein(digits[:2] + rest)


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{9}", fullmatch=True), st.sampled_from(["ssn", "ein"]))
def test_nine_digits_are_never_missing_or_too_short(digits, box):
    found = codes(form(**{"ein": None, box: digits}))
    assert not found & {"missing_tin", "tin_wrong_length", "both_tins"}


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(CLEAN)), st.sampled_from(["", "x", "123456789", True, False])))
def test_no_form_breaks_the_rules_and_nothing_is_found_twice(changes):
    found = [issue.code for issue in check(form(**changes), today=TODAY)]
    assert len(found) == len(set(found))


@settings(deadline=None)
@given(
    st.sampled_from(sorted(postal()["states"])),
    st.from_regex(r"[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9})?", fullmatch=True),
    st.from_regex(r"[0-9]{5}(-[0-9]{4})?", fullmatch=True),
    st.sampled_from([", ", " "]),
    st.booleans(),
)
def test_a_city_line_is_split_however_it_is_written(state, city, code, gap, full):
    written = postal()["states"][state] if full else state
    line = split_city_line(f"{city}{gap}{written} {code}")
    assert (line.state, line.zip) == (state, code)
    if gap == ", ":
        assert line.city == city


@settings(deadline=None)
@given(st.from_regex(r"[0-9]{5}", fullmatch=True))
def test_a_zip_lies_in_few_states(code):
    assert sum(bool(zip_fits_state(code, state)) for state in postal()["states"]) <= 4
