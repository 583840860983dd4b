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


ITEM_TITLES = {
    "tin_not_sure": "Key the tax id",
    "w9_not_sure": "Compare the form with the page",
    "field_not_sure": "A field was not read with certainty",
    "field_empty": "A field is empty",
    "vendor_differs": "The vendor typed something else",
    "reader_addressed": "Words that speak to the reader of the file",
    "tin_in_use": "Another vendor has this tax id",
}
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


def field_label(name: str) -> str:
    return FIELD_LABELS.get(name, words(name))


def field_value(name: str, value: str) -> str:
    """A stored field value as people read it; tax ids arrive masked and keep their last four digits only."""
    if name in {"ssn", "ein"}:
        return masked(value)
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
