"""The nouns of reading a clause: who is bound (``Side``), what it says (``Term``), and the clause in view."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from compliance.terms.roles import Mention, Roles, Side

__all__ = ["RAISED", "Extractor", "Side", "Term", "TermName", "View"]


class TermName(StrEnum):
    """Every term a playbook check may name. The value's unit stands behind the name."""

    # liability
    CAP_AMOUNT = "cap_amount"  # money
    CAP_MONTHS = "cap_months"  # months of fees
    CAP_MULTIPLE = "cap_multiple"  # times the fees
    CAP_FEES = "cap_fees"  # fees without a window, flag
    UNCAPPED = "uncapped"  # flag: liability for everything without limit
    UNCAPPED_FOR = "uncapped_for"  # text: what the limit does not apply to
    EXCLUDES_CONSEQUENTIAL = "excludes_consequential"  # flag
    OWES_CONSEQUENTIAL = "owes_consequential"  # flag
    CLAIM_MONTHS = "claim_months"  # months within which a claim must be brought
    # term and renewal
    AUTO_RENEWAL = "auto_renewal"  # flag
    RENEWAL_MONTHS = "renewal_months"
    RENEWAL_NOTICE_DAYS = "renewal_notice_days"
    INITIAL_TERM_MONTHS = "initial_term_months"
    CONVENIENCE = "convenience"  # flag; side = who may end it
    CONVENIENCE_DAYS = "convenience_days"
    CURE_DAYS = "cure_days"
    EARLY_TERMINATION_FEE = "early_termination_fee"  # flag
    SUSPENSION = "suspension"  # flag: without any notice
    SUSPENSION_DAYS = "suspension_days"
    # money
    PAYMENT_DAYS = "payment_days"
    LATE_INTEREST = "late_interest"  # percent a year
    PRICE_INCREASE = "price_increase"  # percent
    PRICE_INCREASE_FREE = "price_increase_free"  # flag: no limit
    NON_REFUNDABLE = "non_refundable"  # flag
    DISPUTE_DAYS = "dispute_days"  # days to contest an invoice
    EXPENSES_FREE = "expenses_free"  # flag: without approval
    MINIMUM_COMMITMENT = "minimum_commitment"  # flag
    VOLUME_OVERAGE = "volume_overage"  # flag
    LIQUIDATED_DAMAGES = "liquidated_damages"  # flag; side = who pays
    # law and disputes
    GOVERNING_LAW = "governing_law"  # place
    FORUM = "forum"  # place
    ARBITRATION = "arbitration"  # flag
    JURY_WAIVER = "jury_waiver"  # flag
    CLASS_WAIVER = "class_waiver"  # flag
    # duties and rights
    INDEMNIFIES = "indemnifies"  # flag; side = who indemnifies
    INDEMNIFIES_ANY = "indemnifies_any"  # flag: for any claim whatever
    BREACH_NOTICE_HOURS = "breach_notice_hours"
    BREACH_NOTICE_VAGUE = "breach_notice_vague"  # flag: no hours named
    DATA_USE = "data_use"  # flag: our data for the vendor's own ends
    AI_TRAINING = "ai_training"  # flag: our data to train models
    DATA_DELETED_DAYS = "data_deleted_days"
    SECRECY = "secrecy"  # flag; side = who must keep secret
    CONFIDENTIALITY_MONTHS = "confidentiality_months"
    INSURANCE_LIMIT = "insurance_limit"  # money
    AUDIT = "audit"  # flag; side = who is audited
    AUDIT_OPEN = "audit_open"  # flag: without notice; side = who is audited
    AUDIT_NOTICE_DAYS = "audit_notice_days"
    ASSIGN_FREE = "assign_free"  # flag; side = who may assign without consent
    ASSIGN_GROUP = (
        "assign_group"  # flag; side = who may assign to its affiliates or successor without consent
    )
    ASSIGN_BARRED = "assign_barred"  # flag; side = who may not
    CONTROL_EXIT = "control_exit"  # flag; side = who may end on the other's change of control
    SUBCONTRACT_FREE = "subcontract_free"  # flag
    IP_ASSIGNED = "ip_assigned"  # flag; side = who gives up ownership
    LICENSE_PERPETUAL = "license_perpetual"  # flag; side = who grants
    EXCLUSIVE = "exclusive"  # flag; side = who is bound
    NON_COMPETE = "non_compete"
    NO_SOLICIT = "no_solicit"
    NO_SOLICIT_MONTHS = "no_solicit_months"
    NON_DISPARAGE = "non_disparage"
    MFN = "mfn"  # flag; side = who must give the best terms
    COVENANT_NOT_TO_SUE = "covenant_not_to_sue"
    JOINT_OWNERSHIP = "joint_ownership"  # flag
    FIRST_REFUSAL = "first_refusal"
    PUBLICITY_FREE = "publicity_free"  # flag: our name without consent
    AS_IS = "as_is"  # flag
    WARRANTY_DAYS = "warranty_days"
    SOLE_REMEDY = "sole_remedy"  # flag
    UPTIME = "uptime"  # percent
    UNILATERAL_CHANGE = "unilateral_change"  # flag
    VENDOR_TERMS_PREVAIL = "vendor_terms_prevail"  # flag
    SOLE_DISCRETION = "sole_discretion"  # flag; side = whose
    FORCE_MAJEURE_PAYMENT = "force_majeure_payment"  # flag: we pay although they do not perform
    FORCE_MAJEURE_DAYS = "force_majeure_days"
    THIRD_PARTY_RIGHTS = "third_party_rights"  # flag
    RECORDS_MONTHS = "records_months"
    HARSH = "harsh"  # flag: an unusual burden (confession of judgment, lien, ...)


RAISED = True  # the value of a flag


@dataclass(frozen=True, slots=True)
class Term:
    """One thing a clause says. ``start`` and ``end`` are offsets in the clause's text.

    ``value`` is a number in the unit of ``TermName``, a word (a place), or True for a flag; ``shown`` is
    how the clause puts it ("5 years"), for a person.
    """

    name: TermName
    value: Decimal | str | bool
    shown: str
    start: int
    end: int
    side: Side = Side.UNKNOWN


@dataclass(frozen=True)
class View:
    """A clause as the extractors see it: its text, its heading, the text around it in the same section."""

    text: str
    roles: Roles
    heading: str = ""
    before: str = ""
    after: str = ""

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        return self.roles.mentions(self.text)

    @cached_property
    def about(self) -> str:
        """Heading, what stands before, and the clause itself, in lower case: for questions of topic."""
        return f"{self.heading}\n{self.before}\n{self.text}".lower()

    def term(self, name: TermName, match: re.Match[str], side: Side = Side.UNKNOWN) -> Term:
        """A flag with the words that raised it."""
        return Term(name, RAISED, " ".join(match.group(0).split()), match.start(), match.end(), side)


Extractor = Callable[[View], Iterator[Term]]
