"""Lines 1 and 2: the names."""

import re

from extraction.w9.rules.base import ERROR, WARNING, Facts, rule

BUSINESS = re.compile(
    r"\b(l\.?l\.?c|inc(orporated)?|corp(oration)?|co(mpany)?|l\.?l\.?p|l\.?p|ltd|p\.?l\.?l\.?c|p\.?c|foundation"
    r"|trust|estate|partners(hip)?|bank|association)\.?$",
    re.I,
)
PERSON = re.compile(r"^(mr|mrs|ms)\.?\s|[\s,](jr|sr)\.?$", re.I)
LLC = re.compile(r"\b(p?l\.?l\.?c)\.?$", re.I)


@rule(
    "blank_name", ERROR, "name",
    "Line 1 is empty. Please enter the name as shown on your income tax return.", "Form W-9, line 1",
)  # fmt: skip
def blank_name(facts: Facts) -> bool:
    return not facts.text("name") and facts.shown("name")


@rule(
    "name_classification_mismatch", WARNING, "name",
    "Line 1 looks like a business but the individual box is ticked. Please enter the owner's own name "
    "on line 1 "
    "and the business on line 2.",
    "Form W-9, line 1 instructions: sole proprietor",
)  # fmt: skip
def name_classification_mismatch(facts: Facts) -> bool:
    return facts.classification == "individual" and bool(BUSINESS.search(facts.text("name")))


@rule(
    "person_name_entity_box", WARNING, "name",
    "Line 1 looks like a person but the box of a business is ticked on line 3. Please check lines 1 and 3.",
    "Form W-9, lines 1 and 3a instructions",
)  # fmt: skip
def person_name_entity_box(facts: Facts) -> bool:
    entity = facts.classification in {"c_corp", "s_corp", "partnership", "llc"}
    return entity and bool(PERSON.search(facts.text("name"))) and facts.firm("name")


@rule(
    "llc_name_other_box", WARNING, "classification",
    "The name on line 1 is that of an LLC but another box than LLC is ticked on line 3. Please check "
    "line 3.",
    "Form W-9, line 3a instructions",
)  # fmt: skip
def llc_name_other_box(facts: Facts) -> bool:
    return facts.classification in {"c_corp", "s_corp", "partnership"} and bool(
        LLC.search(facts.text("name"))
    )
