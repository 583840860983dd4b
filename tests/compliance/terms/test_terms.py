# ruff: noqa: E501 - contract wordings stand on one line, as they are read
"""What clauses say, in wordings as they come: each row is a sentence, a term, its value and who it binds."""

from decimal import Decimal

import pytest

from compliance.terms import Roles, Side, Term, TermName, View, read_terms

O, T, B, U = Side.OURS, Side.THEIRS, Side.BOTH, Side.UNKNOWN  # noqa: E741 - the rows read better so


def terms(text: str, name: TermName, heading: str = "") -> list[Term]:
    found = [term for term in read_terms(View(text, Roles(), heading)) if term.name is name]
    for term in found:
        assert 0 <= term.start < term.end <= len(text)
    return found


SAID = [
    # liability
    ("Vendor's aggregate liability shall not exceed the fees paid by Customer in the twelve (12) months before the claim.", TermName.CAP_MONTHS, 12, T),
    ("EACH PARTY'S TOTAL LIABILITY IS LIMITED TO THE AMOUNTS PAID UNDER THIS AGREEMENT IN THE PRIOR SIX MONTHS.", TermName.CAP_MONTHS, 6, B),
    ("In no event will the liability of Supplier exceed $50,000.", TermName.CAP_AMOUNT, 50_000, T),
    ("The Supplier's liability is limited to the greater of $250,000 and two times the fees paid in the preceding year.", TermName.CAP_MULTIPLE, 2, T),
    ("Provider's liability is capped at 50% of the fees paid in the prior 12 months.", TermName.CAP_MULTIPLE, Decimal("0.5"), T),
    ("Nothing in this Agreement limits Buyer's liability.", TermName.UNCAPPED, True, O),
    ("Customer's liability under this section shall be unlimited.", TermName.UNCAPPED, True, O),
    ("The limitations in this section do not apply to a party's breach of confidentiality or its liability for fraud.", TermName.UNCAPPED_FOR, None, B),
    ("In no event shall either party be liable for indirect or consequential damages.", TermName.EXCLUDES_CONSEQUENTIAL, True, B),
    ("In no event shall Vendor be liable to Customer for any indirect, special or consequential damages.", TermName.EXCLUDES_CONSEQUENTIAL, True, T),
    ("Customer is liable for all losses, including indirect and consequential damages.", TermName.OWES_CONSEQUENTIAL, True, O),
    ("No action may be brought more than one (1) year after the cause of action arose.", TermName.CLAIM_MONTHS, 12, U),
    ("Vendor's sole liability under any contract, tort or strict liability, and Customer's remedy for damages, shall be limited to the amount paid by Customer in the prior 12 months.", TermName.CAP_MONTHS, 12, T),
    ("Any claim under Vendor's warranty must be made in writing within (90) days of shipment.", TermName.CLAIM_MONTHS, 3, U),
    ("No claim by Customer may be brought more than six months after the event.", TermName.CLAIM_MONTHS, 6, O),
    ("IN NO EVENT SHALL E.ALDER VENDOR'S LIABILITY EXCEED THE FEES PAID IN THE PRIOR TWO MONTHS.", TermName.CAP_MONTHS, 2, T),
    ("In no event shall Vendor's liability for any matter that arises under or is related to sections 3, 4, 7 and 11 of this Agreement (other than due to a breach resulting from Vendor's gross negligence, fraud or willful misconduct or that of its agents) exceed the fees paid in the prior 3 months.", TermName.CAP_MONTHS, 3, T),
    # term and renewal
    ("The initial term shall automatically be extended for an additional period of half a year.", TermName.RENEWAL_MONTHS, 6, U),
    ("The term of this Agreement is two (2) years with automatic annual renewals thereafter.", TermName.RENEWAL_MONTHS, 12, U),
    ("The initial term of this Agreement shall commence on May 1, 2026 and extend for three (3) years thereafter.", TermName.INITIAL_TERM_MONTHS, 36, U),
    ("Either party may terminate if a breach remains uncured for thirty (30) days after notice.", TermName.CURE_DAYS, 30, B),
    ("Customer may terminate in case of a breach that remains unremedied for a period of 20 days.", TermName.CURE_DAYS, 20, T),
    ("This Agreement renews automatically for successive terms of five (5) years unless Buyer gives notice 270 days before expiry.", TermName.RENEWAL_MONTHS, 60, U),
    ("Thereafter the term shall automatically renew for additional one-year periods.", TermName.RENEWAL_MONTHS, 12, U),
    ("This Agreement shall continue for two years and thereafter automatically for successive annual periods.", TermName.RENEWAL_MONTHS, 12, U),
    ("It will automatically renew unless Client gives ninety (90) days' written notice of non-renewal before the end of the term.", TermName.RENEWAL_NOTICE_DAYS, 90, O),
    ("Either party may prevent renewal by written notice at least 60 days prior to the expiration of the then-current term.", TermName.RENEWAL_NOTICE_DAYS, 60, B),
    ("The initial term of this Agreement is thirty-six (36) months from the Effective Date.", TermName.INITIAL_TERM_MONTHS, 36, U),
    ("Customer may terminate this Agreement for convenience upon thirty (30) days' written notice.", TermName.CONVENIENCE, True, O),
    ("Supplier may terminate this Agreement at any time without cause on ten days' notice.", TermName.CONVENIENCE_DAYS, 10, T),
    ("Either party may terminate this Agreement for material breach that is not cured within fifteen (15) days after notice.", TermName.CURE_DAYS, 15, B),
    ("If Customer terminates early it shall pay all remaining fees for the balance of the term.", TermName.EARLY_TERMINATION_FEE, True, O),
    ("Vendor may suspend the Services immediately and without notice.", TermName.SUSPENSION, True, T),
    ("Vendor may suspend access upon five (5) days' notice if payment is overdue.", TermName.SUSPENSION_DAYS, 5, T),
    # money
    ("Customer shall pay all undisputed invoices within thirty (30) days after receipt of the invoice.", TermName.PAYMENT_DAYS, 30, O),
    ("Customer will make these monthly payments to Vendor within forty (40) days of the invoice.", TermName.PAYMENT_DAYS, 40, O),
    ("Overdue sums bear interest at a monthly rate of two percent (2%).", TermName.LATE_INTEREST, 24, U),
    ("Payment terms are net 45.", TermName.PAYMENT_DAYS, 45, O),
    ("All invoices are due and payable within ten (10) days of the invoice date.", TermName.PAYMENT_DAYS, 10, U),
    ("Overdue amounts bear interest at 1.5% per month.", TermName.LATE_INTEREST, 18, U),
    ("Fees rise 18% on each renewal.", TermName.PRICE_INCREASE, 18, T),
    ("Provider may increase its prices by no more than seven percent (7%) per year.", TermName.PRICE_INCREASE, 7, T),
    ("Vendor may increase the fees at any time in its sole discretion.", TermName.PRICE_INCREASE_FREE, True, T),
    ("All fees are non-refundable.", TermName.NON_REFUNDABLE, True, U),
    ("Customer must dispute an invoice within five (5) days after receipt.", TermName.DISPUTE_DAYS, 5, O),
    ("Client shall reimburse Consultant for all travel and out-of-pocket expenses.", TermName.EXPENSES_FREE, True, O),
    ("Customer shall purchase at least 10,000 units in each year.", TermName.MINIMUM_COMMITMENT, True, O),
    ("Customer shall pay liquidated damages of $5,000 for each day of delay.", TermName.LIQUIDATED_DAMAGES, True, O),
    # law
    ("This Agreement is governed by the laws of the State of Delaware.", TermName.GOVERNING_LAW, "Delaware", U),
    ("This Agreement shall be construed in accordance with the laws of England and Wales.", TermName.GOVERNING_LAW, "England and Wales", U),
    ("The courts of Singapore have exclusive jurisdiction.", TermName.FORUM, "Singapore", U),
    ("Any dispute shall be finally settled by binding arbitration in New York, New York.", TermName.ARBITRATION, True, U),
    ("Each party waives its right to trial by jury.", TermName.JURY_WAIVER, True, B),
    ("Customer's duty to pay is a payment obligation not excused by a force majeure event.", TermName.FORCE_MAJEURE_PAYMENT, True, O),
    # duties
    ("Vendor shall defend, indemnify and hold harmless Customer from third-party claims.", TermName.INDEMNIFIES, True, T),
    ("Customer shall indemnify Vendor from any and all claims arising out of or relating to this Agreement.", TermName.INDEMNIFIES_ANY, True, O),
    ("Processor shall notify Customer of a personal data breach within 72 hours of becoming aware of it.", TermName.BREACH_NOTICE_HOURS, 72, T),
    ("Vendor shall notify Customer of a security incident within thirty (30) days.", TermName.BREACH_NOTICE_HOURS, 720, T),
    ("Vendor may use Customer Data for any business purpose.", TermName.DATA_USE, True, T),
    ("Vendor may use Customer Data to train its machine learning models.", TermName.AI_TRAINING, True, T),
    ("Contractor shall maintain commercial general liability insurance of $500,000 per occurrence.", TermName.INSURANCE_LIMIT, 500_000, T),
    ("The Licensee agrees that Vendor may examine or audit the books and accounts of the Licensee.", TermName.AUDIT, True, O),
    ("Licensee agrees to allow an independent accountant to audit its records.", TermName.AUDIT, True, O),
    ("Neither of the parties may assign this Agreement.", TermName.ASSIGN_BARRED, True, B),
    ("Vendor may audit Customer's records upon three (3) days' notice.", TermName.AUDIT, True, O),
    ("Seller warrants the goods for a period of sixty (60) days from delivery.", TermName.WARRANTY_DAYS, 60, T),
    ("The service shall have an uptime of 99.5% in each month.", TermName.UPTIME, Decimal("99.5"), None),
    # rights and restrictions
    ("Vendor may assign this Agreement to any third party without Customer's consent.", TermName.ASSIGN_FREE, True, T),
    ("Customer may not assign this Agreement.", TermName.ASSIGN_BARRED, True, O),
    ("Vendor may terminate this Agreement upon a change of control of Customer.", TermName.CONTROL_EXIT, True, T),
    ("Vendor may subcontract any part of the Services in its sole discretion.", TermName.SUBCONTRACT_FREE, True, T),
    ("Customer hereby assigns to Vendor all right, title and interest in the developments.", TermName.IP_ASSIGNED, True, O),
    ("Customer grants Vendor a perpetual, irrevocable licence to its content.", TermName.LICENSE_PERPETUAL, True, O),
    ("Customer shall purchase all of its requirements exclusively from Vendor.", TermName.EXCLUSIVE, True, O),
    ("Customer shall not develop any product that competes with Vendor.", TermName.NON_COMPETE, True, O),
    ("Customer shall not solicit or hire any employee of Vendor.", TermName.NO_SOLICIT, True, O),
    ("Vendor's prices will be no less favorable than those given to any other customer.", TermName.MFN, True, T),
    ("Customer covenants not to sue Vendor.", TermName.COVENANT_NOT_TO_SUE, True, O),
    ("Vendor may use Customer's name and logo in its marketing materials.", TermName.PUBLICITY_FREE, True, T),
    ('The software is provided "as is" without warranty of any kind.', TermName.AS_IS, True, U),
    ("Vendor may change the terms of this Agreement at any time by posting them.", TermName.UNILATERAL_CHANGE, True, T),
    ("Customer authorizes Vendor to confess judgment against it: a confession of judgment.", TermName.HARSH, True, O),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "value", "side"), SAID, ids=[row[1].value for row in SAID])
def test_said(text: str, name: TermName, value: object, side: Side | None) -> None:
    found = terms(text, name)
    assert found, [(term.name.value, term.value) for term in read_terms(View(text, Roles()))]
    if value is not None:
        assert found[0].value == value
    if side is not None:
        assert found[0].side is side


NOT_SAID = [
    ("The Initial Term shall automatically be extended for an additional period of one year.", TermName.INITIAL_TERM_MONTHS),
    ("Vendor may terminate this Agreement at any time upon the occurrence of any of the following.", TermName.CONVENIENCE),
    ("Vendor observes its duties under Article 6 (Right of First Offer).", TermName.FIRST_REFUSAL),
    ("Vendor may take any action to defend or resist the matter.", TermName.INDEMNIFIES),
    ("After the initial term this Agreement renews for periods of one year each.", TermName.INITIAL_TERM_MONTHS),
    ("The parties may terminate this Agreement at any time by mutual written agreement.", TermName.CONVENIENCE),
    ("Overdue sums bear interest at the prime rate plus five percent (5%) a year.", TermName.LATE_INTEREST),
    ("If special circumstances warrant additional time, the decision follows from the board within 120 days after receipt for a period of review.", TermName.WARRANTY_DAYS),
    ("This Agreement shall not prevent either party from selling competing goods.", TermName.NON_COMPETE),
    ("Each of us waives any right to punitive damages.", TermName.HARSH),
    ("Vendor shall not suspend the Services.", TermName.SUSPENSION),
    ("Vendor may not subcontract without Customer's consent.", TermName.SUBCONTRACT_FREE),
    ("This Agreement does not renew automatically.", TermName.AUTO_RENEWAL),
    ("The term may be renewed by mutual written agreement.", TermName.AUTO_RENEWAL),
    ("Losses include, without limitation, damages for delay and liability to third parties.", TermName.UNCAPPED),
    ("Nothing in this Agreement limits liability for fraud or death.", TermName.UNCAPPED),
    ("A transfer of twenty-five percent (25%) of the equity interest needs consent; default is a breach.", TermName.LATE_INTEREST),
    ("Customer may terminate if Vendor fails to pay any amount due within ten days after receipt of notice.", TermName.PAYMENT_DAYS),
    ("Vendor is a corporation organized under the laws of Delaware.", TermName.GOVERNING_LAW),
    ("Except for the warranties in this Agreement, neither party gives any warranty of any kind.", TermName.AS_IS),
    ("There are no third party beneficiaries of this Agreement.", TermName.THIRD_PARTY_RIGHTS),
    ("This Agreement may be amended only by a written document signed by both parties.", TermName.UNILATERAL_CHANGE),
    ("Vendor keeps its tools and grants Customer a non-exclusive licence.", TermName.EXCLUSIVE),
    ("Vendor shall maintain insurance in the minimum amounts of $1,000,000.", TermName.MINIMUM_COMMITMENT),
    ("These liquidated damages are a reasonable estimate.", TermName.LIQUIDATED_DAMAGES),
    ("Vendor will not use Customer Data to train machine learning models.", TermName.AI_TRAINING),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name"), NOT_SAID, ids=[row[1].value for row in NOT_SAID])
def test_not_said(text: str, name: TermName) -> None:
    assert not terms(text, name)


def test_the_greater_of_gives_every_limb() -> None:
    text = (
        "Vendor's liability is limited to the greater of $1,000,000 and the fees paid in the prior 12 months."
    )
    assert terms(text, TermName.CAP_AMOUNT)[0].value == 1_000_000
    assert terms(text, TermName.CAP_MONTHS)[0].value == 12


def test_each_period_for_curing_is_read() -> None:
    text = "A breach may be cured within thirty (30) days of notice, or this Agreement may be terminated, except for nonpayment, which must be cured within five (5) days."
    assert [term.value for term in terms(text, TermName.CURE_DAYS)] == [30, 5]
