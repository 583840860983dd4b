"""The clause categories: what each is called, the question it answers, and the least risk it carries.

The first forty-one are those of CUAD v1 (The Atticus Project, CC BY 4.0); ``cuad`` is the name printed there.
The others are what vendor paper needs and CUAD does not label; their definitions are the project's own.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from compliance.types import Severity

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH


@dataclass(frozen=True, slots=True)
class Category:
    """``risk`` is the floor for a finding in this category: rules and models may raise it, never lower it."""

    id: str
    name: str
    question: str
    risk: Severity
    cuad: str | None = None


_CUAD: Final = (
    ("document_name", "Document name", "What is the contract called?", _LOW, "Document Name"),
    ("parties", "Parties", "Who are the parties that signed?", _LOW, "Parties"),
    ("agreement_date", "Agreement date", "What is the date of the contract?", _LOW, "Agreement Date"),
    ("effective_date", "Effective date", "When does the contract take effect?", _LOW, "Effective Date"),
    ("expiration_date", "Expiration date", "When does the first term end?", _LOW, "Expiration Date"),
    ("renewal_term", "Renewal term", "How does the term go on after the first one?", _MEDIUM, "Renewal Term"),
    (
        "notice_period_to_terminate_renewal",
        "Notice to stop renewal",
        "How long before the end must notice be given to stop the renewal?",
        _MEDIUM,
        "Notice Period To Terminate Renewal",
    ),
    ("governing_law", "Governing law", "Whose law governs the contract?", _MEDIUM, "Governing Law"),
    (
        "most_favored_nation",
        "Most favoured nation",
        "Must a party get terms as good as those that others get?",
        _MEDIUM,
        "Most Favored Nation",
    ),
    ("non_compete", "Non-compete", "Is a party kept from competing with the other?", _HIGH, "Non-Compete"),
    ("exclusivity", "Exclusivity", "Must a party deal with the other alone?", _HIGH, "Exclusivity"),
    (
        "no_solicit_of_customers",
        "No solicitation of customers",
        "Is a party kept from the other's customers or partners?",
        _MEDIUM,
        "No-Solicit Of Customers",
    ),
    (
        "competitive_restriction_exception",
        "Exception to a restriction on competition",
        "What is carved out of a non-compete, exclusivity or customer restriction?",
        _LOW,
        "Competitive Restriction Exception",
    ),
    (
        "no_solicit_of_employees",
        "No solicitation of employees",
        "Is a party kept from hiring the other's people?",
        _MEDIUM,
        "No-Solicit Of Employees",
    ),
    (
        "non_disparagement",
        "Non-disparagement",
        "Must a party not speak ill of the other?",
        _MEDIUM,
        "Non-Disparagement",
    ),
    (
        "termination_for_convenience",
        "Termination for convenience",
        "Can a party end the contract without a cause, by notice alone?",
        _MEDIUM,
        "Termination For Convenience",
    ),
    (
        "rofr_rofo_rofn",
        "Right of first refusal, offer or negotiation",
        "Must something be offered to a party first?",
        _MEDIUM,
        "Rofr/Rofo/Rofn",
    ),
    (
        "change_of_control",
        "Change of control",
        "What happens when a party is merged or sold?",
        _MEDIUM,
        "Change Of Control",
    ),
    (
        "anti_assignment",
        "Assignment",
        "Is consent or notice needed to assign the contract?",
        _MEDIUM,
        "Anti-Assignment",
    ),
    (
        "revenue_profit_sharing",
        "Revenue or profit sharing",
        "Must a party share revenue or profit?",
        _MEDIUM,
        "Revenue/Profit Sharing",
    ),
    (
        "price_restrictions",
        "Price restrictions",
        "Is a party limited in changing prices?",
        _LOW,
        "Price Restrictions",
    ),
    (
        "minimum_commitment",
        "Minimum commitment",
        "Is there a least amount that a party must buy or pay?",
        _HIGH,
        "Minimum Commitment",
    ),
    (
        "volume_restriction",
        "Volume restriction",
        "Does use above a threshold cost more or need consent?",
        _MEDIUM,
        "Volume Restriction",
    ),
    (
        "ip_ownership_assignment",
        "IP assignment",
        "Does what one party creates become the other's property?",
        _HIGH,
        "Ip Ownership Assignment",
    ),
    (
        "joint_ip_ownership",
        "Joint IP",
        "Is intellectual property owned together?",
        _MEDIUM,
        "Joint Ip Ownership",
    ),
    ("license_grant", "Licence grant", "Does a party license something to the other?", _LOW, "License Grant"),
    (
        "non_transferable_license",
        "Non-transferable licence",
        "Is the licence barred from being passed on?",
        _LOW,
        "Non-Transferable License",
    ),
    (
        "affiliate_license_licensor",
        "Licence by the licensor's affiliates",
        "Does the licence cover property of the licensor's affiliates?",
        _LOW,
        "Affiliate License-Licensor",
    ),
    (
        "affiliate_license_licensee",
        "Licence to the licensee's affiliates",
        "May the licensee's affiliates use the licence?",
        _LOW,
        "Affiliate License-Licensee",
    ),
    (
        "unlimited_license",
        "Unlimited licence",
        "Is there an enterprise or all-you-can-eat licence?",
        _LOW,
        "Unlimited/All-You-Can-Eat-License",
    ),
    (
        "irrevocable_or_perpetual_license",
        "Irrevocable or perpetual licence",
        "Is a licence without end or beyond recall?",
        _MEDIUM,
        "Irrevocable Or Perpetual License",
    ),
    (
        "source_code_escrow",
        "Source code escrow",
        "Must source code be put in escrow?",
        _LOW,
        "Source Code Escrow",
    ),
    (
        "post_termination_services",
        "Duties after the end",
        "What must be done after the contract ends?",
        _MEDIUM,
        "Post-Termination Services",
    ),
    (
        "audit_rights",
        "Audit rights",
        "May a party inspect the other's books or premises?",
        _MEDIUM,
        "Audit Rights",
    ),
    (
        "uncapped_liability",
        "Uncapped liability",
        "Is liability without limit, or some kinds of it?",
        _HIGH,
        "Uncapped Liability",
    ),
    (
        "cap_on_liability",
        "Cap on liability",
        "Is liability limited in amount, kind or time?",
        _HIGH,
        "Cap On Liability",
    ),
    (
        "liquidated_damages",
        "Liquidated damages",
        "Is a sum fixed for a breach or for ending early?",
        _HIGH,
        "Liquidated Damages",
    ),
    (
        "warranty_duration",
        "Warranty duration",
        "How long does a warranty against defects last?",
        _MEDIUM,
        "Warranty Duration",
    ),
    ("insurance", "Insurance", "Must a party carry insurance for the other's benefit?", _MEDIUM, "Insurance"),
    (
        "covenant_not_to_sue",
        "Covenant not to sue",
        "Is a party kept from a claim or from contesting the other's rights?",
        _MEDIUM,
        "Covenant Not To Sue",
    ),
    (
        "third_party_beneficiary",
        "Third-party beneficiary",
        "May someone outside the contract enforce it?",
        _LOW,
        "Third Party Beneficiary",
    ),
)
_VENDOR: Final = (
    ("indemnification", "Indemnification", "Who makes whom whole for claims and losses?", _HIGH),
    ("data_protection", "Data protection", "How must personal data be handled?", _HIGH),
    (
        "information_security",
        "Information security",
        "Which security measures and breach notices are owed?",
        _HIGH,
    ),
    ("payment_terms", "Payment terms", "When and how is payment due, and what if it is late?", _MEDIUM),
    ("confidentiality", "Confidentiality", "What must be kept secret, and how long?", _MEDIUM),
    ("warranty_disclaimer", "Warranty disclaimer", "Which warranties are refused?", _MEDIUM),
    ("dispute_resolution", "Dispute resolution", "Where and how are disputes settled?", _MEDIUM),
    ("force_majeure", "Force majeure", "Which events excuse a failure to perform?", _LOW),
    ("subcontracting", "Subcontracting", "May work be passed on to others?", _MEDIUM),
    ("insurance_details", "Insurance details", "Which policies, limits and certificates are owed?", _LOW),
    ("suspension", "Suspension", "May a party stop the service?", _HIGH),
    ("price_increase", "Price increase", "When may prices or fees go up?", _MEDIUM),
    ("publicity", "Publicity", "May a party use the other's name in public?", _LOW),
    (
        "termination_for_cause",
        "Termination for cause",
        "Which breaches or events let a party end the contract?",
        _MEDIUM,
    ),
    ("compliance_with_laws", "Compliance with laws", "Which laws must the parties keep?", _LOW),
    ("service_levels", "Service levels", "Which service levels and credits are promised?", _MEDIUM),
)

CATEGORIES: Final[tuple[Category, ...]] = (
    *(Category(*row) for row in _CUAD),
    *(Category(*row) for row in _VENDOR),
)
BY_ID: Final = MappingProxyType({category.id: category for category in CATEGORIES})
CUAD_NAMES: Final = MappingProxyType({c.id: c.cuad for c in CATEGORIES if c.cuad is not None})
VENDOR_RISK: Final[tuple[str, ...]] = (
    "cap_on_liability",
    "uncapped_liability",
    "termination_for_convenience",
    "anti_assignment",
    "change_of_control",
    "governing_law",
    "renewal_term",
    "notice_period_to_terminate_renewal",
    "audit_rights",
    "insurance",
    "exclusivity",
    "non_compete",
    "minimum_commitment",
    "ip_ownership_assignment",
)
