"""Part II: signature, date and the struck certification."""

from datetime import timedelta

from extraction.w9.reconcile import OCRS
from extraction.w9.rules.base import ERROR, WARNING, Facts, rule

SOURCE = "Form W-9, Part II"
GRACE = timedelta(days=1)  # the vendor's day may be ahead of ours


@rule(
    "missing_signature", ERROR, "signed",
    "The form is not signed. Please sign it in Part II.", SOURCE,
)  # fmt: skip
def missing_signature(facts: Facts) -> bool:
    return facts.settings.signature_required and not facts.signed and facts.shown("signature")


@rule(
    "missing_date", WARNING, "signature_date",
    "The date beside the signature is missing. Please date the form.", SOURCE,
)  # fmt: skip
def missing_date(facts: Facts) -> bool:
    return not facts.text("signature_date") and facts.shown("signature_date")


@rule(
    "unclear_date", WARNING, "signature_date",
    "The date beside the signature cannot be read as a date. Please write month, day and year.", SOURCE,
)  # fmt: skip
def unclear_date(facts: Facts) -> bool:
    written = bool(facts.text("signature_date")) and facts.signed_on is None
    return written and facts.readout.fields["signature_date"].source not in OCRS


@rule(
    "future_date", WARNING, "signature_date",
    "The date beside the signature lies in the future. Please correct it.", SOURCE,
)  # fmt: skip
def future_date(facts: Facts) -> bool:
    later = facts.signed_on is not None and facts.signed_on > facts.today + GRACE
    return later and facts.firm("signature_date")


@rule(
    "stale_date", WARNING, "signature_date",
    "This form was signed years ago. Please send a newly signed one.",
    "Form W-9, Updating Your Information",
)  # fmt: skip
def stale_date(facts: Facts) -> bool:
    years = facts.settings.stale_after_years or 5
    return facts.signed_on is not None and (facts.today - facts.signed_on).days > 365.25 * years


@rule(
    "typed_signature", WARNING, "signed",
    "The signature is typed. Please sign by hand or with a signing service.",
    "Announcement 98-27: electronic Form W-9",
)  # fmt: skip
def typed_signature(facts: Facts) -> bool:
    return facts.signed and facts.readout.style == "typed"


@rule(
    "crossed_out_item2", WARNING, None,
    "Item 2 of the certification is crossed out. That is allowed if the IRS has told you that you are "
    "subject to "
    "backup withholding; a person will check it.",
    "Form W-9, certification instructions",
)  # fmt: skip
def crossed_out_item2(facts: Facts) -> bool:
    return facts.readout.struck
