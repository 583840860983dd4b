"""Part I: one tax id, of the right shape, of the right kind for the classification."""

import json
from functools import lru_cache
from typing import Any

from extraction.w9.revisions import DATA
from extraction.w9.rules.base import ERROR, WARNING, Facts, rule

SOURCE = "Form W-9, Part I"
EIN_ONLY = {"c_corp", "s_corp", "partnership", "llc"}


@lru_cache(maxsize=1)
def numbering() -> dict[str, Any]:
    """EIN prefixes and ITIN ranges as data, with the date they were taken."""
    loaded: dict[str, Any] = json.loads((DATA / "tin.json").read_text(encoding="utf-8"))
    return loaded


def valid_ssn(digits: str) -> bool:
    """Could nine digits in the SSN boxes be an SSN, an ITIN or an ATIN? No check digit exists."""
    area, group, serial = digits[:3], int(digits[3:5]), digits[5:]
    if digits in numbering()["never_ssn"]:
        return False
    if area.startswith("9"):
        itin = any(first <= group <= last for first, last in numbering()["itin_groups"])
        return itin or group == numbering()["atin_group"]
    return area not in {"000", "666"} and group != 0 and serial != "0000"


def known_ein(digits: str) -> bool:
    """Does the EIN start with a prefix that the IRS is known to have given out?"""
    return digits[:2] in numbering()["ein_prefixes"]


@rule(
    "missing_tin", ERROR, "ein",
    "Part I has no taxpayer identification number. Please enter your SSN or EIN.", SOURCE,
)  # fmt: skip
def missing_tin(facts: Facts) -> bool:
    given = facts.text("ssn") or facts.text("ein") or facts.applied
    return not given and facts.shown("ssn", "ein")


@rule(
    "tin_applied_for", WARNING, "ein",
    "Part I says that a number has been applied for. Please send a new form as soon as you have it; "
    "payments are "
    "subject to backup withholding until then.",
    "Form W-9, Part I instructions: How to get a TIN",
)  # fmt: skip
def tin_applied_for(facts: Facts) -> bool:
    return facts.applied


@rule(
    "both_tins", ERROR, "ssn",
    "Part I has both an SSN and an EIN. Please give only the one that belongs to the name on line 1.", SOURCE,
)  # fmt: skip
def both_tins(facts: Facts) -> bool:
    return bool(facts.text("ssn") and facts.text("ein"))


def _only(facts: Facts, name: str) -> str:
    """The id in that box when the other box is empty: of two ids nothing more is said."""
    return facts.text(name) if not both_tins.test(facts) else ""


@rule(
    "tin_wrong_length", ERROR, "ein",
    "The taxpayer identification number in Part I must have nine digits. Please correct it.", SOURCE,
)  # fmt: skip
def tin_wrong_length(facts: Facts) -> bool:
    return any(len(_only(facts, box)) not in {0, 9} and facts.firm(box) for box in ("ssn", "ein"))


@rule(
    "invalid_ssn", ERROR, "ssn",
    "The number in the social security boxes is not one that the Social Security Administration or the "
    "IRS gives "
    "out. Please check it.",
    "SSA numbering: area, group and serial; IRS ITIN ranges",
)  # fmt: skip
def invalid_ssn(facts: Facts) -> bool:
    digits = _only(facts, "ssn")
    return len(digits) == 9 and not valid_ssn(digits)


@rule(
    "invalid_ein_prefix", WARNING, "ein",
    "The first two digits of the employer identification number are not in use by the IRS. Please "
    "check the number.",
    "IRS list of valid EIN prefixes",
)  # fmt: skip
def invalid_ein_prefix(facts: Facts) -> bool:
    digits = _only(facts, "ein")
    return len(digits) == 9 and not known_ein(digits)


@rule(
    "tin_classification_mismatch", ERROR, "ssn",
    "A corporation, partnership or LLC is identified by its EIN, not by a social security number. "
    "Please correct "
    "Part I or line 3.",
    "Form W-9, What Name and Number To Give the Requester",
)  # fmt: skip
def tin_classification_mismatch(facts: Facts) -> bool:
    letter = facts.classification != "llc" or facts.text("llc_class") in {"C", "S", "P"}
    return bool(_only(facts, "ssn")) and facts.classification in EIN_ONLY and letter


@rule(
    "trust_with_ssn", WARNING, "ssn",
    "A trust or estate usually has its own EIN. Please confirm that the social security number is the "
    "grantor's.",
    "Form W-9, What Name and Number: grantor trusts",
)  # fmt: skip
def trust_with_ssn(facts: Facts) -> bool:
    return bool(_only(facts, "ssn")) and facts.classification == "trust_estate"


@rule(
    "sole_proprietor_ein", WARNING, "ein",
    "An individual is identified by a social security number. Please give it instead of the EIN.",
    "Form W-9, What Name and Number: sole proprietorship",
)  # fmt: skip
def sole_proprietor_ein(facts: Facts) -> bool:
    until = facts.settings.sole_proprietor_ein_until
    over = until is None or (facts.signed_on or facts.today) > until
    return facts.classification == "individual" and bool(_only(facts, "ein")) and over
