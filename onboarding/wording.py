"""The words that people see for the machine's names: fields, classifications, sources, categories, roles."""

import re
from datetime import date

FIELD_LABELS: dict[str, str] = {
    "name": "Name (line 1)",
    "business_name": "Business name (line 2)",
    "classification": "Tax classification (line 3a)",
    "llc_class": "LLC tax class (line 3a)",
    "other_text": "Other classification (line 3a)",
    "line3b": "Foreign partners or owners (line 3b)",
    "exempt_payee_code": "Exempt payee code (line 4)",
    "fatca_code": "FATCA code (line 4)",
    "address": "Street address (line 5)",
    "city": "City (line 6)",
    "state": "State (line 6)",
    "zip": "ZIP code (line 6)",
    "account_numbers": "Account numbers (line 7)",
    "requester": "Requester",
    "ssn": "Social security number (Part I)",
    "ein": "Employer identification number (Part I)",
    "signed": "Signature (Part II)",
    "signature_date": "Date (Part II)",
}
CONFIRMED_FIELDS = (
    "name",
    "business_name",
    "classification",
    "address",
    "city",
    "state",
    "zip",
    "ssn",
    "ein",
)

CLASSIFICATIONS: dict[str, str] = {
    "individual": "Individual, sole proprietor or single-member LLC",
    "c_corp": "C corporation",
    "s_corp": "S corporation",
    "partnership": "Partnership",
    "trust_estate": "Trust or estate",
    "llc": "Limited liability company",
    "other": "Other",
}
LLC_CLASSES = {
    "C": "C (taxed as C corporation)",
    "S": "S (taxed as S corporation)",
    "P": "P (taxed as partnership)",
}

SOURCES: dict[str, str] = {
    "acroform": "Value in the form field",
    "appearance": "What the field shows",
    "annotation": "Note laid on the page",
    "text": "Text of the page",
    "ocr": "Picture read by engine A",
    "ocr2": "Picture read by engine B",
    "ink": "Ink on the page",
    "vendor": "Typed by the vendor",
    "reviewer": "Keyed by our reviewer",
}
KINDS = {"w9": "Form W-9", "w8": "Form W-8", "contract": "Agreement", "other": "Other document"}
CHECKS = {"tin_structure": "Tax id format", "tin_match": "Name and tax id", "sanctions": "Sanctions lists"}
SIGNALS = {"rule": "Rule", "encoder": "Clause model", "judge": "AI judge"}
QUEUES = {"tax": "Tax", "legal": "Legal", "intake": "Intake"}
ROLES = {
    "requester": "Requester",
    "tax": "Tax reviewer",
    "legal": "Legal reviewer",
    "manager": "Manager",
    "admin": "Administrator",
    "auditor": "Auditor",
}


MASKS = {"ssn": "•••-••-", "ein": "••-•••"}  # the five digits that nobody sees, as the form groups them
ITEM_TITLES = {
    "tin_not_sure": "Key the tax id",
    "w9_not_sure": "Compare the form with the page",
    "field_not_sure": "A field was not read with certainty",
    "field_empty": "A field is empty",
    "vendor_differs": "The vendor typed something else",
    "reader_addressed": "Words that speak to the reader of the file",
    "tin_in_use": "Another vendor has this tax id",
    "both_tins": "Both tax ids are filled in",
    "no_classification": "No tax classification is ticked",
    "multiple_classifications": "Several tax classifications are ticked",
    "crossed_out_item2": "Item 2 is crossed out",
    "llc_code_missing": "The LLC's tax class is missing",
    "llc_code_invalid": "The LLC's tax class is not C, S or P",
    "llc_name_other_box": "An LLC's name with another box",
    "person_name_entity_box": "A person's name with a company's box",
    "name_classification_mismatch": "Name and tax classification do not fit",
    "tin_classification_mismatch": "Tax id and tax classification do not fit",
    "individual_exempt_code": "A person with an exempt code",
    "s_corp_exempt_code": "An S corporation with an exempt code",
    "trust_with_ssn": "A trust with a social security number",
    "sole_proprietor_ein": "A sole proprietor with an EIN",
    "line3b_inconsistent": "Line 3b does not fit the classification",
    "field_appearance_mismatch": "What is stored is not what is shown",
    "hidden_value": "A value that nobody can see",
    "outdated_revision": "An old revision of the form",
    "stale_date": "Signed long ago",
    "po_box_only": "Only a post-office box",
    "no_text": "No text in the file",
    "step_failed": "A step could not be finished",
    "not_judged": "Not compared with our policies yet",
}
CONCLUSIONS = {
    "approve": "Approved",
    "collect": "Documents are missing",
    "wait": "Waiting for the checks",
    "ask_vendor": "The vendor is asked",
    "review": "A person decides",
    "fail": "An operator looks",
    "reject": "Rejected",
}
OUTCOMES = {"invalid": "cannot exist", "unavailable": "no answer", "missing": "not made"}
SPELT = {
    "tin": "tax id",
    "w9": "W-9",
    "w8": "W-8",
    "erp": "ERP",
    "llc": "LLC",
    "ein": "EIN",
    "ssn": "SSN",
    "zip": "ZIP",
}
ISO_DAY = len("2026-11-21")
SHORT = re.compile(rf"\b(?:{'|'.join(SPELT)})\b", re.IGNORECASE)


def words(code: object) -> str:
    """``missing_signature`` -> ``Missing signature``: the fallback name of any code."""
    text = re.sub(r"[_\-.]+", " ", str(code or "")).strip()
    text = SHORT.sub(lambda found: SPELT[found[0].lower()], text)
    return text[:1].upper() + text[1:]


def concluded(outcome: object) -> str:
    """What the workflow made of a case, or what one reason leads to."""
    return CONCLUSIONS.get(str(outcome), words(outcome))


def title(code: str) -> str:
    """What an item with this code is called; ``tin_match_mismatch`` -> ``Name and tax id: mismatch``."""
    kind = next((kind for kind in CHECKS if code.startswith(f"{kind}_")), "")
    if kind:
        outcome = code.removeprefix(f"{kind}_")
        return f"{CHECKS[kind]}: {OUTCOMES.get(outcome, words(outcome).lower())}"
    return ITEM_TITLES.get(code.replace("-", "_"), words(code))


def revision(code: str) -> str:
    """``2024-03`` -> ``March 2024``; other names of revisions stay as they are."""
    try:
        return f"{date.fromisoformat(f'{code}-01'):%B %Y}"
    except ValueError:
        return code


def field_label(name: str) -> str:
    return FIELD_LABELS.get(name, words(name))


def field_value(name: str, value: str) -> str:
    """A stored field value as people read it; tax ids arrive masked and keep their last four digits only."""
    if name in MASKS:
        hidden, last = masked(value)[:5], masked(value)[5:]
        return MASKS[name] + last if last else hidden
    if name == "classification":
        return CLASSIFICATIONS.get(value, words(value))
    if name == "llc_class":
        return LLC_CLASSES.get(value, value)
    if name == "signature_date":
        return day(value)
    if name in {"signed", "line3b"} and value.lower() in {"true", "false", "on"}:
        return "Yes" if value.lower() in {"true", "on"} else "No"
    return value


def day(value: object) -> str:
    """``2026-11-21`` -> ``21 Nov 2026``; anything that is not such a date stays as it is."""
    text = str(value or "")
    try:
        return f"{date.fromisoformat(text):%-d %b %Y}" if len(text) == ISO_DAY else text
    except ValueError:
        return text


def masked(value: object) -> str:
    """``123456789`` -> ``•••••6789``; anything shorter than four digits shows no digit at all."""
    digits = re.sub(r"\D", "", str(value or ""))
    if not value:
        return ""
    return f"•••••{digits[-4:]}" if len(digits) >= 4 else "•••••"
