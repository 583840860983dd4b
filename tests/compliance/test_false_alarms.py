# ruff: noqa: E501 - contract wordings stand on one line, as they are read
"""Pairs of sentences that share their words: the harmless one is left alone, the harmful one is found."""

import pytest

from tests.compliance.papers import FILLER, by_policy, paper, review

PAIRS = [
    # who acts, and on whom
    ("termination-for-cause", "Customer may terminate if Vendor does not cure a breach within five (5) days after notice.", "Vendor may terminate if a breach is not cured within five (5) days after notice."),
    ("termination-for-convenience", "Vendor may terminate the marketing fund at any time.", "Vendor may terminate this Agreement at any time without cause."),
    ("ip-ownership", "All intellectual property created by the Services shall be owned by Customer.", "All intellectual property rights created or derived from the Services, whoever made them, shall be exclusively and solely owned by Vendor."),
    ("ip-ownership", "The improvements that it makes become the property of Customer.", "All improvements to the products shall be the property of Vendor."),
    ("jury-and-class-waiver", "Each party waives trial by jury.", "Customer waives trial by jury."),
    ("exclusivity", "Customer may obtain similar products from any third party.", "Customer shall not obtain similar products from any third party."),
    ("no-solicit-employees", "Customer shall not solicit customers outside its territory.", "Customer shall not solicit the personnel of Vendor."),
    ("change-of-control", "Vendor may terminate this Agreement upon a change of control of Vendor.", "Vendor may terminate this Agreement upon a change of control of Customer."),
    ("publicity", "Vendor hereby grants Customer the right to use Vendor's name and logo in its marketing.", "Vendor may use Customer's name and logo in its marketing materials."),
    ("audit-of-us", "Customer may inspect Vendor's records and facilities on five (5) days' notice.", "Vendor may inspect Customer's records and facilities on five (5) days' notice."),
    ("audit-of-us", "Vendor agrees to conduct an annual security audit of each of its facilities.", "Vendor may audit Customer's use of the software and its systems at any time."),
    ("publicity", "Customer may use such trademarks and names as appear on the products for its marketing.", "Customer consents to the use of its name and logo in Vendor's marketing."),
    ("publicity", "Vendor grants Customer a license to use the Vendor name and logos for marketing.", "Customer authorizes Vendor to use the Customer name and logos for marketing."),
    ("first-refusal", "Customer shall have a right of first refusal on new products.", "Vendor shall have a right of first refusal on new projects of Customer."),
    ("first-refusal", "Vendor shall offer Customer a right of first refusal on later editions.", "Customer grants Vendor a right of first refusal on later work."),
    ("no-solicit-employees", "Customer shall not solicit any employee of Vendor, and Vendor shall not solicit any employee of Customer.", "Customer shall not solicit any employee of Vendor."),
    # what is denied
    ("subcontracting", "Vendor may not assign or delegate its obligations under this Agreement.", "Vendor may delegate its obligations under this Agreement to any person."),
    ("subcontracting", "Vendor may subcontract the Services, but no subcontract shall relieve Vendor of its duties.", "Vendor may subcontract the Services to any person that it chooses."),
    ("subcontracting", "The plan administrator may delegate to others such administrative duties as it sees fit.", "The supplier may delegate the performance of the services to others as it sees fit."),
    ("third-party-beneficiaries", "No person other than a party to this Agreement shall acquire any right hereunder, whether as a third-party beneficiary or otherwise.", "Vendor's licensors are third-party beneficiaries of this Agreement and may enforce it."),
    ("unusual-burdens", "Performance of this Agreement will not result in the creation of any lien on the assets of Customer.", "Vendor shall have a lien on the assets of Customer."),
    ("assignment", "Vendor may not assign or transfer any of its rights or duties under this Agreement to anybody without prior written approval by Customer.", "Vendor may assign any of its rights or duties under this Agreement without prior approval by Customer."),
    ("first-refusal", "Customer reserves the right of first refusal on the tooling.", "Vendor reserves the right of first refusal on the tooling."),
    ("unusual-burdens", "Vendor gives up every right that it may have to claim liens against the goods.", "Vendor retains a lien on the goods until it is paid."),
    ("warranty-disclaimer", "All Confidential Information is provided on an as-is basis.", "The Services are provided on an as-is basis."),
    ("liability-unlimited-ours", '"Liabilities" includes without limitation all costs, damages and proceedings.', "Customer is liable for all damages without limitation."),
    ("assignment", "Customer may without the consent of Vendor assign this Agreement to its affiliates.", "Vendor may without the consent of Customer assign this Agreement to its affiliates or to any third party."),
    ("unusual-burdens", "The parties waive any right to trial by jury.", "Customer waives any defenses against payment."),
    ("unusual-burdens", "Vendor shall obtain a bank guarantee for its performance.", "Customer shall obtain a letter of credit or a bank guarantee for all charges."),
    ("liability-unlimited-ours", "A person means a corporation, a limited or unlimited liability company or a trust that bears damages.", "Liability for damages is unlimited."),
    ("liability-unlimited-ours", "Customer shall indemnify Vendor against indirect losses that a third party claims.", "Customer shall indemnify Vendor for all direct and indirect losses arising from a default."),
    # what is only spoken of
    ("early-termination-fee", '"Termination Fee" has the meaning set forth in Schedule C.', "On termination Customer shall pay the Termination Fee of Schedule C."),
    ("early-termination-fee", "Customer receives a rebate of any termination fee that it paid.", "Customer owes a termination fee of half of the remaining charges."),
    ("early-termination-fee", "For example, the Termination Fee payable after two years would be $40,000.", "If Customer leaves early, a cancellation fee of $40,000 is payable by Customer."),
    ("arbitration", "Documents submitted in the arbitration shall be accompanied by an English translation.", "All disputes shall be submitted to binding arbitration in Denver, Colorado."),
    ("arbitration", "If a matter is not covered by this arbitration agreement, it is resolved under the rules named above by arbitration counsel.", "Any controversy shall be settled by arbitration under the rules of JAMS."),
    ("governing-law", "The laws of Ontario shall govern the conduct of the arbitration.", "The laws of Ontario shall govern this Agreement."),
    ("dispute-forum", "A court in Denver, Colorado, decides on every dispute of the teams in London.", "The courts of the City of Haifa have jurisdiction."),
    ("dispute-forum", "The law of this arbitration clause shall be the law of Ireland.", "The courts of Ireland have exclusive jurisdiction over every dispute."),
    ("unilateral-change", "Such events may trigger a party's desire to modify the service levels.", "Vendor may modify the service levels from time to time."),
    ("assignment", "Customer shall not copy, sublicense, transfer or assign the licensed software to a third party.", "Customer shall not assign this Agreement."),
    # what the number is about
    ("service-levels", "A credit is due if availability is ninety-five percent (95%) or less in three months.", "Vendor promises availability of ninety-five percent (95%) in each month."),
    ("service-levels", "If uptime falls below 97% Customer may terminate the Services.", "The Services have an uptime of 97%."),
    ("late-fees", "The price includes 100% of the principal and the accrued interest that is overdue.", "Overdue amounts bear interest at 30% a year."),
    ("price-increase", "Prices are adjusted if volume exceeds one hundred twenty-five percent (125%) of the baseline.", "Prices are increased by twenty-five percent (25%) each January."),
    ("initial-term", "The duties of this Agreement survive for a period of ten (10) years after its end.", "The initial term of this Agreement is ten (10) years."),
    ("warranty", "Vendor warrants that it will adopt a security procedure within sixty (60) days of signing.", "Vendor warrants the equipment for a period of sixty (60) days from delivery."),
    ("payment-terms", "A payment made by Customer within ten (10) days after receipt of Vendor's notice of assignment discharges the debt.", "Payment by Customer is due within ten (10) days after receipt of the invoice."),
    ("payment-terms", "Customer may withhold payment if it submits a claim within ten (10) days after the invoice date.", "Customer shall make payment within ten (10) days after the invoice date."),
    ("conflicting-terms", "Each truck has one and one-half (1.5) hours free of charge.", "Each truck has one and one-half (2) hours free of charge."),
    ("late-fees", "While interest on overdue sums is agreed, the fund keeps a pro rata interest of at least 35%.", "Overdue sums bear interest at the rate of 35% a year."),
    ("minimum-commitment", "Customer may contest any charge that it agrees to pay other than the minimum monthly fees of Section 4.", "Customer shall pay minimum monthly fees of $4,000."),
    ("warranty", "Fees for the warranty service shall be invoiced after delivery and are payable within thirty (30) days.", "The warranty on the goods runs for a period of thirty (30) days from delivery."),
    ("price-increase", "Work outside the warranty is billed at the Fee as adjusted, at a rate equal to the actual cost plus 10%.", "The Fee is increased by 10% on each anniversary."),
    ("price-increase", "Each party keeps 30% of sales, which figure shall be increased if the rates are below the market price.", "The rates may increase up to 30% in each year."),
    ("service-levels", "New shippers receive at least ninety percent (90%) of the available capacity.", "The system has an availability of ninety percent (90%)."),
    ("volume-restriction", "Any overage or shortage is allocated among the shippers by volume, and no fees are due.", "Overages are charged at $20 for each unit."),
    ("insurance", "Vendor shall carry general liability insurance of $2,000,000 with a deductible of $10,000.", "Vendor shall carry general liability insurance of $10,000."),
    ("late-fees", "Vendor pays 0.5% of the price for each day of delay in delivery.", "Customer pays 0.5% of the unpaid fee for each day of delay in payment."),
    ("minimum-commitment", "Customer is not liable to pay for the inventory that was forecast.", "Customer shall be obligated to purchase the excess of 500 forecasted units."),
    ("initial-term", "During the term of this Agreement and for a period of ten (10) years after termination each party keeps its records.", "This Agreement continues in force for a period of ten (10) years."),
    # what is excused
    ("expenses", "Customer shall reimburse Vendor for out-of-pocket expenses of collecting what is overdue.", "Customer shall reimburse Vendor for out-of-pocket expenses of any kind."),
    ("unusual-burdens", "Customer may deduct what it pays to satisfy liens against the site.", "Vendor has a lien on all goods of Customer."),
    ("expenses", "Customer shall reimburse travel expenses that Customer authorized in advance.", "Customer shall reimburse Vendor's travel expenses."),
    ("unusual-burdens", "Customer bears non-cancellable third-party costs that Vendor incurred for the order.", "All orders of Customer are non-cancellable."),
    ("liability-unlimited-ours", "The limitation of liability does not apply: in case of wilful misconduct or a breach of confidentiality.", "Customer's liability is unlimited."),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "harmless", "harmful"), PAIRS)
def test_only_the_harmful_one_of_a_pair_is_found(policy: str, harmless: str, harmful: str) -> None:
    assert policy not in by_policy(review(paper(*FILLER, ("Terms", harmless), *FILLER)))
    assert policy in by_policy(review(paper(*FILLER, ("Terms", harmful), *FILLER)))


CAP = "Vendor's total liability will not exceed the fees paid in the twelve (12) months before the claim"


@pytest.mark.parametrize(
    "sentence",
    [
        f"Except for its indemnification obligations and gross negligence, {CAP}.",
        f"{CAP}, other than claims covered by paragraph 8.",
        f"{CAP}. Breaches of confidentiality are excluded from these limitations of liability.",
        f"{CAP}. This limit does not apply to fraud.",
        f"Except under sections 13(a) and 13(b), {CAP}.",
    ],
)
def test_a_cap_with_exceptions_is_not_said_to_have_none(sentence: str) -> None:
    assert "liability-cap" not in by_policy(review(paper(*FILLER, ("Liability", sentence), *FILLER)))


def test_a_cap_without_exceptions_is_said_to_have_none() -> None:
    found = by_policy(review(paper(*FILLER, ("Liability", f"{CAP}."), *FILLER)))
    assert "no exceptions" in found["liability-cap"].reason


def test_days_that_measure_fees_are_read_as_days() -> None:
    text = "Vendor's liability shall not exceed the basic Monthly Charges paid for a sixty (60) day period."
    found = by_policy(review(paper(*FILLER, ("Liability", text), *FILLER)))
    assert "60 days" in found["liability-cap"].reason


def repeated(policy: str, sentence: str) -> list[str]:
    """The reasons under a policy when a sentence stands twice in one article and once in another."""
    between = " ".join(["The parties will meet each month to speak about the progress of the work."] * 8)
    article = f"\n\n2.1 One. {sentence}\n\n2.2 Meetings. {between}\n\n2.3 Two. {sentence}"
    document = paper(*FILLER, ("Article", article), ("Other article", sentence))
    return [one.reason for one in review(document).findings if one.policy == policy]


def test_the_same_reason_in_one_article_is_said_once_with_all_places() -> None:
    reasons = repeated(
        "arbitration", "Any dispute shall be settled by binding arbitration in Denver, Colorado."
    )
    assert len(reasons) == 2
    assert "The same stands in 2.3" in reasons[0]


def test_what_is_grave_is_quoted_wherever_it_stands() -> None:
    fee = "If Customer leaves early, it shall pay Vendor the termination fee of Schedule C."
    assert len(repeated("early-termination-fee", fee)) == 3


def test_a_heading_alone_is_left_out_beside_its_sentence() -> None:
    text = "\n\nRIGHT OF FIRST REFUSAL\n\nVendor has a right of first refusal on every later project of Customer."
    found = [
        one
        for one in review(paper(*FILLER, ("Later work", text), *FILLER)).findings
        if one.policy == "first-refusal"
    ]
    assert len(found) == 1
    assert found[0].evidence is not None
    assert "every later project" in found[0].evidence.quote


def test_two_caps_that_disagree_are_told_with_both_places() -> None:
    cap = "Vendor's total liability will not exceed the fees paid in the {} months before the claim, except for fraud."
    document = paper(
        *FILLER, ("Liability", cap.format("twelve (12)")), *FILLER, ("Remedies", cap.format("eighteen (18)"))
    )
    found = by_policy(review(document))["conflicting-terms"]
    assert "Two answers on the cap on liability: 12 months" in found.reason
    assert "18 months" in found.reason


def test_a_dispute_that_cannot_be_resolved_otherwise_goes_to_arbitration_abroad() -> None:
    text = "A dispute that cannot be resolved through talks shall be submitted to the Beijing Arbitration Commission for arbitration."
    found = by_policy(review(paper(*FILLER, ("Disputes", text), *FILLER)))
    assert "arbitration" in found
    assert "Beijing" in found["dispute-forum"].reason


def test_a_cap_whose_size_stands_far_behind_is_read() -> None:
    text = "Vendor's liability is further limited, in any event and under any law, to the amount it actually received for the goods."
    found = by_policy(review(paper(*FILLER, ("Liability", text), *FILLER)))
    assert "no exceptions" in found["liability-cap"].reason


def test_a_line_of_a_table_of_contents_is_no_clause() -> None:
    text = "\n\nRIGHT OF FIRST REFUSAL . . . . . . . . . . . . . 14\n\nMeetings are held in June."
    assert "first-refusal" not in by_policy(review(paper(*FILLER, ("Contents", text), *FILLER)))


def test_a_duty_of_both_parties_is_no_burden_of_ours() -> None:
    text = "The parties shall feed and walk the dogs of the neighbours during each summer holiday."
    assert "unusual-burdens" not in by_policy(review(paper(*FILLER, ("Duties", text), *FILLER)))
