"""Rules about the form as a whole: which form it is, whether it is current, whether it is what it shows."""

from extraction.w9 import readings
from extraction.w9.rules.base import ERROR, WARNING, Facts, rule

SOURCE = "Form W-9, heading"


@rule(
    "blank_form", ERROR, None,
    "This Form W-9 is empty. Please fill it in, sign it and send it again.", SOURCE,
)  # fmt: skip
def blank_form(facts: Facts) -> bool:
    return facts.blank


@rule(
    "two_forms", ERROR, None,
    "This page shows more than one form. Please send one Form W-9, alone on its page.",
    "Instructions for the Requester of Form W-9: one form for each payee",
)  # fmt: skip
def two_forms(facts: Facts) -> bool:
    return readings.TWO_FORMS in facts.readout.problems


@rule(
    "cut_off", ERROR, None,
    "A part of this form is not on the page. Please scan or photograph the whole page, with nothing over "
    "it, and send it again.",
    "Form W-9: lines 1 to 7, Part I and Part II make the certificate",
)  # fmt: skip
def cut_off(facts: Facts) -> bool:
    return readings.CUT_OFF in facts.readout.problems


@rule(
    "low_resolution", ERROR, None,
    "This picture is too coarse to be read with certainty. Please scan the form at 300 dpi and send it "
    "again.",
    "A letter of 9 points has fewer than 10 pixels below 90 dpi",
)  # fmt: skip
def low_resolution(facts: Facts) -> bool:
    return readings.LOW_RESOLUTION in facts.readout.problems


@rule(
    "outdated_revision", WARNING, None,
    "This is an old version of Form W-9. Please use the current form from www.irs.gov/FormW9.",
    "Instructions for the Requester of Form W-9: use the current revision",
)  # fmt: skip
def outdated_revision(facts: Facts) -> bool:
    """Signed long after a newer revision came out; unsigned forms count from today."""
    if facts.revision is None:
        return False
    replaced = facts.settings.replaced_on(facts.revision.issued)
    day = facts.signed_on or facts.today
    return replaced is not None and day > replaced + facts.settings.outdated_after


@rule(
    "field_appearance_mismatch", ERROR, None,
    "A field of this PDF holds a different value from the one it shows. Please print the form to a new "
    "PDF or "
    "fill in a fresh one.",
    "ISO 32000-2, 12.7.4.3: the appearance must show the value",
)  # fmt: skip
def field_appearance_mismatch(facts: Facts) -> bool:
    return any(readings.HIDDEN_VALUE in flags for flags in facts.readout.flags.values())


@rule(
    "entries_conflict", WARNING, None,
    "One field of this form has two different entries. Please send a form with one entry in each field.",
    "Form W-9, lines 1 to 7",
)  # fmt: skip
def entries_conflict(facts: Facts) -> bool:
    return any(readings.CONFLICT in flags for flags in facts.readout.flags.values())


@rule(
    "overwritten_entry", WARNING, None,
    "An entry on this form was struck or written over. Please send a clean form.",
    "Form W-9, lines 1 to 7 and Part I",
)  # fmt: skip
def overwritten_entry(facts: Facts) -> bool:
    return any(readings.OVERWRITTEN in flags for flags in facts.readout.flags.values())


@rule(
    "certification_altered", ERROR, None,
    "The certification text of this form is missing or was changed. Please use the unchanged Form W-9.",
    "Form W-9, Part II; Instructions for the Requester: substitute Form W-9",
)  # fmt: skip
def certification_altered(facts: Facts) -> bool:
    return readings.CERTIFICATION_MISSING in facts.readout.problems


@rule(
    "substitute_form", WARNING, None,
    "This is not the IRS form but a substitute. A person will read it; the form from "
    "www.irs.gov/FormW9 is faster.",
    "Instructions for the Requester of Form W-9: substitute Form W-9",
)  # fmt: skip
def substitute_form(facts: Facts) -> bool:
    return readings.SUBSTITUTE in facts.readout.problems


@rule(
    "revision_mismatch", WARNING, None,
    "The date printed on this form is not that of the version it looks like. A person will check which "
    "version it is.",
    "Form W-9, heading: (Rev. month year)",
)  # fmt: skip
def revision_mismatch(facts: Facts) -> bool:
    """A date that no revision bears is a misreading; one after the newest known is a new revision."""
    printed, known = facts.readout.printed, facts.settings.revisions
    if facts.revision is None or printed is None or printed == facts.revision.issued:
        return False
    return printed in known or printed > max(known)
