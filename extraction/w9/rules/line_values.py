"""Lines 4 to 6: exemption codes and the address."""

import re

from extraction.w9.address import ZIP, postal, zip_fits_state
from extraction.w9.rules.base import ERROR, WARNING, Facts, rule

PO_BOX = re.compile(r"^(p\.?\s*o\.?\s*)?box\s*#?\s*\d+$", re.I)


@rule(
    "individual_exempt_code", WARNING, "exempt_payee_code",
    "Exemption codes on line 4 are not for individuals. Please leave line 4 empty.",
    "Form W-9, line 4: codes apply only to certain entities, not individuals",
)  # fmt: skip
def individual_exempt_code(facts: Facts) -> bool:
    has_code = facts.text("exempt_payee_code") or facts.text("fatca_code")
    return facts.classification == "individual" and bool(has_code)


@rule(
    "s_corp_exempt_code", WARNING, "exempt_payee_code",
    "An S corporation has no exempt payee code for broker transactions. Please leave line 4 empty.",
    "Form W-9, line 4 instructions: chart of exempt payees",
)  # fmt: skip
def s_corp_exempt_code(facts: Facts) -> bool:
    s_corp = facts.classification == "s_corp" or (
        facts.classification == "llc" and facts.text("llc_class") == "S"
    )
    return s_corp and bool(facts.text("exempt_payee_code"))


@rule(
    "invalid_exempt_code", ERROR, "exempt_payee_code",
    "The exempt payee code on line 4 is not one of the form's codes. Please correct or remove it.",
    "Form W-9, line 4 instructions: exempt payee codes",
)  # fmt: skip
def invalid_exempt_code(facts: Facts) -> bool:
    code = facts.text("exempt_payee_code")
    highest = facts.settings.highest_exempt_code(facts.signed_on or facts.today)
    good = code.isdigit() and 1 <= int(code) <= highest
    return bool(code) and not good and facts.firm("exempt_payee_code")


@rule(
    "invalid_fatca_code", ERROR, "fatca_code",
    "The FATCA code on line 4 must be a letter from A to M. Please correct or remove it.",
    "Form W-9, line 4 instructions: exemption from FATCA reporting code",
)  # fmt: skip
def invalid_fatca_code(facts: Facts) -> bool:
    good = re.fullmatch(r"[A-M]", facts.text("fatca_code"))
    return bool(facts.text("fatca_code")) and not good and facts.firm("fatca_code")


@rule(
    "address_incomplete", WARNING, "address",
    "The address on lines 5 and 6 is not complete. Please give street, city, state and ZIP code.",
    "Form W-9, lines 5 and 6",
)  # fmt: skip
def address_incomplete(facts: Facts) -> bool:
    names = ("address", "city", "state", "zip")
    if not facts.shown("address", "city_state_zip"):
        return False
    missing = [name for name in names if not facts.text(name)]
    return any(not facts.readout.raw.get(name) or facts.firm(name) for name in missing)


@rule(
    "invalid_zip", WARNING, "zip",
    "The ZIP code on line 6 must have five or nine digits. Please correct it.", "Form W-9, line 6",
)  # fmt: skip
def invalid_zip(facts: Facts) -> bool:
    return bool(facts.text("zip")) and not ZIP.fullmatch(facts.text("zip")) and facts.firm("zip")


@rule(
    "unknown_state", WARNING, "state",
    "The state on line 6 is not a state or territory of the United States. Please check it; a foreign "
    "person "
    "sends a Form W-8 instead.",
    "Form W-9, line 6 and purpose of form: U.S. persons",
)  # fmt: skip
def unknown_state(facts: Facts) -> bool:
    known = facts.text("state") in postal()["states"]
    return bool(facts.text("state")) and not known and facts.firm("state")


@rule(
    "zip_state_mismatch", WARNING, "zip",
    "The ZIP code on line 6 does not belong to the state. Please check both.",
    "USPS ZIP Code ranges; Form W-9, line 6",
)  # fmt: skip
def zip_state_mismatch(facts: Facts) -> bool:
    return zip_fits_state(facts.text("zip"), facts.text("state")) is False


@rule(
    "po_box_only", WARNING, "address",
    "The address is only a post office box. Please add a street address if you have one.",
    "Form W-9, line 5",
)  # fmt: skip
def po_box_only(facts: Facts) -> bool:
    return bool(PO_BOX.match(facts.text("address")))
