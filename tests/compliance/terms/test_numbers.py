from decimal import Decimal

import pytest

from compliance.terms.numbers import disagrees, from_words, parse
from compliance.terms.quantities import durations, money, percents, single_durations


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("thirty", 30),
        ("one hundred and eighty", 180),
        ("two hundred seventy", 270),
        ("twenty-four", 24),
        ("one and one-half", Decimal("1.5")),
        ("two million five hundred thousand", 2_500_000),
    ],
)
def test_number_words(words: str, number: Decimal) -> None:
    assert from_words(words) == number


def test_digits_win_and_a_disagreement_is_seen() -> None:
    assert parse("thirty (60)") == 60
    assert disagrees("thirty (60)")
    assert not disagrees("sixty (60)")


@pytest.mark.parametrize(
    ("text", "days", "shown"),
    [
        ("within thirty (30) days of receipt", 30, "30 days"),
        ("a twelve-month period", 360, "12 months"),
        ("upon 5 business days' notice", 7, "5 business days"),
        ("for two (2) years", 730, "2 years"),
        ("within 72 hours", 3, "72 hours"),
    ],
)
def test_durations(text: str, days: int, shown: str) -> None:
    (found,) = durations(text)
    assert (found.days, found.shown) == (days, shown)
    assert text[found.start : found.end].split()[0] in text


def test_lengths_without_a_number() -> None:
    assert [d.months for d in single_durations("renews on a year-to-year basis, then month to month")] == [
        12,
        1,
    ]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("$1,000,000 per claim", 1_000_000, "USD"),
        ("five hundred thousand dollars ($500,000)", 500_000, "USD"),
        ("USD 2.5 million", 2_500_000, "USD"),
        ("€ 40,000", 40_000, "EUR"),
        ("a sum of £250", 250, "GBP"),
    ],
)
def test_money(text: str, amount: int, currency: str) -> None:
    (found,) = money(text)
    assert (found.amount, found.currency) == (amount, currency)


@pytest.mark.parametrize(
    ("text", "yearly"),
    [
        ("1.5% per month", 18),
        ("one and one-half percent (1.5%) per month", 18),
        ("1-1/2% per month", 18),
        ("eighteen percent (18%) per annum", 18),
        ("twelve percent", 12),
    ],
)
def test_percent_by_the_year(text: str, yearly: int) -> None:
    (found,) = percents(text)
    assert found.yearly == yearly
