"""Values from raw text: dates, codes, ids, and what OCR mistakes for what."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extraction.w9.dates import parse_date
from extraction.w9.doubt import doubtful, mended
from extraction.w9.values import applied_for, clean, key


@pytest.mark.parametrize(
    "text",
    [
        "05/01/2025",
        "5-1-25",
        "05.01.2025",
        "2025-05-01",
        "May 1, 2025",
        "May. 1, 2025",
        "1 May 2025",
        "1st May 2025",
        "May 1st, 2025",
        "05 / 01 / 2025",
        "MAY 01 2025",
        "05012025",
        "01-May-25",
        "01MAY2025",
        "May 1, '25",
        "050125",
        "20250501",
        "2025.05.01",
        "Thu, May 1, 2025",
        "Thursday May 1 2025",
        "this 1st day of May, 2025",
        "Date: 05/01/2025",
        "5/1/2025 | 3:45 PM EST",
        "05/01/2025 10:33 a.m.",
        "2025.05.01 10:33:12 -05'00'",
        "2025-05-01T10:33:12Z",
    ],
)
def test_a_day_in_every_common_way(text):
    assert parse_date(text).day == date(2025, 5, 1)


def test_a_date_that_could_be_two_days_says_so():
    assert parse_date("05/01/2025").other == date(2025, 1, 5)
    assert parse_date("05/21/2025").other is None
    assert parse_date("21/05/2025").day == date(2025, 5, 21)


@pytest.mark.parametrize(
    "text", ["", "soon", "13/13/2025", "02/30/2025", "2025", "10:33", "Thursday", "20251301", "May 2025"]
)
def test_no_day(text):
    assert parse_date(text).day is None


@settings(deadline=None)
@given(st.dates(date(1971, 1, 1), date(2069, 12, 31)))
def test_a_written_day_is_read_back(day):
    for form in ("%m/%d/%Y", "%Y-%m-%d", "%B %d, %Y", "%b. %d, %Y", "%d %b %Y", "%m/%d/%y"):
        assert parse_date(day.strftime(form)).day == day


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("ein", "8 5 - 1 1 7 0 3 1 8", "851170318"),
        ("exempt_payee_code", "Code 05", "5"),
        ("exempt_payee_code", "N/A", ""),
        ("fatca_code", " d ", "D"),
        ("llc_class", "c", "C"),
        ("name", " Ann   Field , CPA ", "Ann Field, CPA"),
        ("state", "Portland, Oregon 97201", "OR"),
        ("requester", "Alder Creek\r\n 12 Main St ", "Alder Creek\n12 Main St"),
    ],
)
def test_values(name, raw, value):
    assert clean(name, raw) == value


@pytest.mark.parametrize("raw", ["APPLIED FOR", "Applied 4", "pending", "to be issued"])
def test_applied_for(raw):
    assert applied_for(raw)


def test_readings_agree_by_their_letters():
    assert key("name", "José O'Brien & Sons") == key("name", "JOSE OBRIEN AND SONS")
    assert key("name", "P. O. Box") != key("name", "P.O. Box")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("city", "E1 Paso"),
        ("address", "42l3 Main St"),
        ("name", "Silver Loqistics"),
        ("state", ""),
        ("zip", "9720"),
        ("ein", "8511"),
        ("name", "Copperline lnc"),
        ("business_name", "02 Oxide Group"),
    ],
)
def test_doubtful(name, value):
    assert doubtful(name, value) == bool(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "3 Rivers Logistics LLC"),
        ("name", "Route 101 Foods 2000 Inc."),
        ("address", "10444 E 14th St, Apt 7B"),
        ("address", "P.O. Box 8518"),
        ("name", "The Castellanov Living Trust dtd 10/17/2016"),
        ("name", "Lindqvister & Sons, Inc."),
        ("city", "El Paso"),
    ],
)
def test_not_doubtful(name, value):
    assert not doubtful(name, value)


def test_mending_leaves_good_text_alone():
    assert mended("city", "E1 Paso") == "El Paso"
    assert mended("name", "Silver Maple Loqistics lnc") == "Silver Maple Logistics Inc"
    assert mended("address", "P.0. B0X 41") == "P.O. BOX 41"
    assert mended("address", "8220 32nd Drive FI 6") == "8220 32nd Drive Fl 6"
    assert mended("name", "Ann J.O'Field") == "Ann J. O'Field"
    for good in ("3 Rivers Logistics LLC", "10444 E 14th St, Apt 7B", "Lindqvister", "P.O. Box 10", "P 0 12"):
        assert mended("address", good) == good
