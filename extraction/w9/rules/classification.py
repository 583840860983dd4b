"""Line 3: exactly one box, the letter of an LLC, and box 3b."""

from extraction.w9.revisions import CLASS_BOXES
from extraction.w9.rules.base import ERROR, WARNING, Facts, rule

SOURCE = "Form W-9, line 3a"


@rule(
    "no_classification", ERROR, "classification",
    "No box is ticked on line 3. Please tick the one that fits you for federal tax.", SOURCE,
)  # fmt: skip
def no_classification(facts: Facts) -> bool:
    return not facts.checked and facts.shown(*CLASS_BOXES)


@rule(
    "multiple_classifications", ERROR, "classification",
    "More than one box is ticked on line 3. Please tick exactly one.", SOURCE,
)  # fmt: skip
def multiple_classifications(facts: Facts) -> bool:
    return len(facts.checked) > 1


@rule(
    "llc_code_missing", ERROR, "llc_class",
    "The LLC box is ticked without its tax classification. Please enter C, S or P beside it, or tick "
    "the box of "
    "the owner if the LLC is disregarded.",
    SOURCE,
)  # fmt: skip
def llc_code_missing(facts: Facts) -> bool:
    return facts.classification == "llc" and not facts.text("llc_class") and facts.shown("llc_class")


@rule(
    "llc_code_invalid", ERROR, "llc_class",
    "The letter beside the LLC box must be C, S or P.", SOURCE,
)  # fmt: skip
def llc_code_invalid(facts: Facts) -> bool:
    letters = {"D", "C", "P"} if facts.readout.revision == "2007-10" else {"C", "S", "P"}
    wrong = facts.text("llc_class") not in letters | {""}
    return facts.classification == "llc" and wrong and facts.firm("llc_class")


@rule(
    "corporation_kind_unknown", WARNING, "classification",
    "This old form does not say whether the corporation is a C or an S corporation. Please use the "
    "current form.",
    "Form W-9 (Rev. October 2007), classification boxes",
)  # fmt: skip
def corporation_kind_unknown(facts: Facts) -> bool:
    return facts.readout.revision == "2007-10" and facts.classification == "c_corp"


@rule(
    "line3b_inconsistent", WARNING, "line3b",
    "Box 3b is only for partnerships, trusts, estates and LLCs taxed as partnerships. Please check "
    "lines 3a and 3b.",
    "Form W-9 (Rev. March 2024), line 3b",
)  # fmt: skip
def line3b_inconsistent(facts: Facts) -> bool:
    if not facts.text("line3b") or not facts.classification:
        return False
    through_llc = facts.classification == "llc" and facts.text("llc_class") in {"P", ""}
    return not through_llc and facts.classification not in {"partnership", "trust_estate"}
