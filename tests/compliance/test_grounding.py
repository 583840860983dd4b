from decimal import Decimal

import pytest

from compliance.grounding import durations, figures, unsupported

QUOTE = (
    "renews for successive terms of five (5) years unless Buyer gives notice two hundred seventy (270) "
    "days before; fees rise by 18% to $1.5 million"
)


def test_figures_in_digits_and_words() -> None:
    found = figures(QUOTE)
    assert {Decimal(5), Decimal(270), Decimal(18), Decimal(1_500_000)} <= found
    assert (Decimal(60), "month") in durations(QUOTE)
    assert (Decimal(270), "day") in durations(QUOTE)


@pytest.mark.parametrize(
    "reason",
    [
        "It renews for five years and asks for 270 days of notice.",
        "Terms of 60 months renew by themselves.",
        "Fees rise 18 percent, to $1,500,000.",
        "The renewal is long.",
    ],
)
def test_what_the_quote_holds_may_be_said(reason: str) -> None:
    assert unsupported(reason, QUOTE) == ()


@pytest.mark.parametrize(
    "reason",
    [
        "It renews for three years.",
        "It renews for 270 months.",
        "Fees rise 20 percent.",
        "The buyer may never leave.",
        "There is no cap on fees.",
    ],
)
def test_what_it_does_not_hold_may_not(reason: str) -> None:
    assert unsupported(reason, QUOTE) != ()


def test_our_policy_may_be_cited() -> None:
    assert unsupported("We accept at most 90 days.", QUOTE, ("Notice of at most ninety (90) days.",)) == ()
    assert unsupported("Liability is unlimited.", "The liability is unlimited.") == ()
