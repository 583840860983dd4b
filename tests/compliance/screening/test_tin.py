import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.screening import TinKind, check_structure, kind_of
from compliance.types import CheckOutcome

NINE = st.text("0123456789", min_size=9, max_size=9)


@pytest.mark.parametrize(
    ("tin", "box", "kind"),
    [
        ("123456789", "ssn", TinKind.SSN),
        ("000456789", "ssn", TinKind.IMPOSSIBLE),
        ("666456789", "ssn", TinKind.IMPOSSIBLE),
        ("123006789", "ssn", TinKind.IMPOSSIBLE),
        ("123450000", "ssn", TinKind.IMPOSSIBLE),
        ("078051120", "ssn", TinKind.IMPOSSIBLE),
        ("912501234", "ssn", TinKind.ITIN),
        ("912701234", "ssn", TinKind.ITIN),
        ("912661234", "ssn", TinKind.IMPOSSIBLE),
        ("912891234", "ssn", TinKind.IMPOSSIBLE),
        ("912931234", "ssn", TinKind.ATIN),
        ("912171234", "ssn", TinKind.IRSN),
        ("123456789", "ein", TinKind.EIN),
        ("12345678", "ssn", TinKind.IMPOSSIBLE),
        ("12345678x", "ein", TinKind.IMPOSSIBLE),
        ("１２３４５６７８９", "ssn", TinKind.IMPOSSIBLE),
    ],
)
def test_digits_are_told_by_their_box(tin: str, box: str, kind: TinKind) -> None:
    assert kind_of(tin, box) is kind


@pytest.mark.parametrize(
    ("tin", "box", "outcome"),
    [
        ("123456789", "ein", CheckOutcome.CLEAR),
        ("073456789", "ein", CheckOutcome.UNKNOWN),  # a prefix not on the dated list: ask, never refuse
        ("893456789", "ein", CheckOutcome.UNKNOWN),
        ("666456789", "ssn", CheckOutcome.INVALID),
        ("912931234", "ssn", CheckOutcome.UNKNOWN),
        (None, "ssn", CheckOutcome.INVALID),
        ("", None, CheckOutcome.INVALID),
    ],
)
def test_outcomes(tin: str | None, box: str | None, outcome: CheckOutcome) -> None:
    assert check_structure(tin, box).outcome is outcome


@given(NINE, st.sampled_from(["ssn", "ein", None]))
def test_no_result_holds_the_digits(tin: str, box: str | None) -> None:
    shown = repr(check_structure(tin, box))
    assert tin not in shown
    assert f"{tin[:3]}-{tin[3:5]}-{tin[5:]}" not in shown


@given(NINE)
def test_a_nine_is_never_a_plain_ssn(tin: str) -> None:
    assert (kind_of("9" + tin[1:], "ssn") is TinKind.SSN) is False


@given(st.text(max_size=20), st.sampled_from(["ssn", "ein", None]))
def test_anything_gets_an_answer(text: str, box: str | None) -> None:
    assert check_structure(text, box).outcome in CheckOutcome
