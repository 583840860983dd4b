# ruff: noqa: E501 - contract wordings stand on one line, as they are read
"""Pairs again, of wordings that were read wrongly or not at all: the harmless one is left alone, the other found."""

import pytest

from compliance.types import Severity
from tests.compliance.papers import FILLER, by_policy, paper, review

PAIRS = [
    # what was not found
    ("late-fees", "Any past due balance accrues interest at the yearly rate of one and one half percent (1.5%).", "Any past due balance accrues interest at the monthly rate of one and one half percent (1.5%)."),
    ("price-increase", "Vendor may change the prices of Exhibit B with the prior written consent of Customer.", "Vendor may change the prices of Exhibit B upon notice to Customer."),
    ("price-increase", "Vendor shall tell Customer upon notice of a change in the price of raw steel.", "Vendor shall have the right to revise the Vendor price at any time."),
    ("warranty-disclaimer", "Vendor disclaims any and all other warranties of any kind.", "Vendor expressly disclaims any and all warranties, conditions and representations of any kind."),
    ("warranty-disclaimer", "Vendor makes no warranty that the forecast will come true.", "Vendor makes no warranties to Customer."),
    ("warranty-disclaimer", "Except as stated in Section 4, Vendor provides no warranty, express or implied.", "Vendor shall not provide a warranty of any kind for the goods."),
    ("covenant-not-to-sue", "At no time will Vendor challenge the ownership of Customer's trademarks.", "At no time during or after the term will Customer challenge or help others to challenge Vendor's trademarks."),
    ("assignment", "Vendor has the right to assign this Agreement with the prior written consent of Customer.", "Vendor shall have the right to assign its rights and obligations hereunder to an assignee that agrees in writing to be bound by them."),
    ("assignment", "Vendor may assign all or any part of Vendor's payment rights to any affiliate without the consent of Customer.", "Neither party may assign this Agreement; provided, however, that Vendor may assign it to an entity controlling Vendor or to its subsidiaries."),
    ("assignment", "Either party may assign this Agreement to its affiliates.", "Vendor may assign this Agreement to its affiliates."),
    ("exclusivity", "Vendor accepts Customer as a provider of forecasts.", "Customer accepts Vendor as the exclusive provider to Customer for all services of this nature."),
    ("unilateral-change", "The parties may modify these payment terms by written agreement.", "Vendor may terminate or modify these payment terms with reasonable notice."),
    ("minimum-commitment", "If the credits exceed the invoice Vendor will pay to Customer the shortfall.", "If the invoiced amount is less than the agreed sum, Customer will pay to Vendor the shortfall difference."),
    ("early-termination-fee", "Upon termination all fees for services that were rendered become due and payable.", "Upon termination by Customer all fees and expenses, including any minimum monthly commitments, shall become due and payable immediately."),
    ("claim-period", "Any claim for damages must be notified to the other party in writing within three (3) years of the damage, failing which it is deemed to be waived.", "Any claim for damages must be notified to the other party within six (6) months of the damage, failing which it is deemed to be waived."),
    ("suspension", "Vendor may not without notice suspend the services.", "Vendor may without liability suspend or terminate the whole or a part of the services."),
    ("sole-remedy", "These are the sole and exclusive remedies of Vendor.", "The remedies above shall be the sole and exclusive remedies of Customer."),
    ("joint-ip", "Neither party shall become a joint owner of anything.", "All right, title and interest in the new designs shall be owned jointly by the parties."),
    ("first-refusal", "Vendor grants Customer a first right to negotiate a licence of later works.", "Customer grants to Vendor a first right to negotiate a licence of later works."),
    ("ip-ownership", "Any modification, alteration or enhancement will be and remain the property of Customer.", "Any modification, alteration or enhancement will be and remain the sole and exclusive property of Vendor."),
    ("auto-renewal", "It will be automatically renewed for successive additional 1~year periods.", "It will be automatically renewed for successive additional 3~year periods."),
    ("confidentiality", "Customer shall keep confidential all Confidential Information of Vendor, and Vendor shall keep confidential all Confidential Information of Customer.", "Customer shall keep confidential all Confidential Information of Vendor."),
    ("payment-terms", "Vendor sends an invoice, and refunds by Vendor are payable by Vendor within fifteen (15) days of receipt of the invoice.", "Vendor shall send monthly invoices, and payments under this Agreement shall be made within fifteen (15) days after the date of receipt of an invoice."),
    # what was found wrongly
    ("non-compete", "Customer shall not use any logos that belong to competitors of Vendor.", "Customer shall not deal in goods that compete with those of Vendor."),
    ("joint-ip", "Goods may be sold to jointly owned entities.", "The results are jointly owned."),
    ("consequential-damages", "In no event will Vendor be liable to Customer nor will Customer be liable to Vendor for any special, incidental or consequential damages.", "In no event will Vendor be liable to Customer for any special, incidental or consequential damages."),
    ("publicity", "Vendor hereby grants to Customer a right to use the trademarks, trade names and logos of its goods in the marketing by Customer.", "Customer hereby grants to Vendor a right to use Customer's trade names and logos in its marketing."),
    ("ip-ownership", "At Vendor's option Customer shall assign to Vendor its right, title and interest in such sublicense agreements.", "Customer hereby assigns to Vendor all right, title and interest in the designs."),
    ("ip-ownership", "All inventions made solely by employees of Vendor shall be the property of Vendor.", "All inventions made in the course of the services shall be the property of Vendor."),
    ("dispute-forum", "This Agreement is governed by the laws of Ohio without any rule that would cause the laws of any jurisdiction other than the State of Ireland to apply.", "Disputes fall under the jurisdiction of the courts of Ireland."),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "harmless", "harmful"), PAIRS)
def test_only_the_harmful_one_of_a_pair_is_found(policy: str, harmless: str, harmful: str) -> None:
    assert policy not in by_policy(review(paper(*FILLER, ("Terms", harmless), *FILLER)))
    assert policy in by_policy(review(paper(*FILLER, ("Terms", harmful), *FILLER)))


def test_a_vendor_that_may_assign_within_its_group_is_less_grave_than_to_anybody() -> None:
    group = "Vendor may assign this Agreement to its affiliates without the consent of Customer."
    anybody = "Vendor may assign this Agreement to any person without the consent of Customer."
    found = [
        by_policy(review(paper(*FILLER, ("Terms", one), *FILLER)))["assignment"] for one in (group, anybody)
    ]
    assert [one.severity for one in found] == [Severity.MEDIUM, Severity.HIGH]
    assert "affiliates" in found[0].reason


def test_a_notice_in_the_next_sentence_announces_the_audit() -> None:
    audit = "Vendor may audit and examine Customer's records concerning its use of the goods."
    noticed = f"{audit} Such audits shall be conducted upon at least thirty days prior notification."
    assert "audit-of-us" in by_policy(review(paper(*FILLER, ("Audits", audit), *FILLER)))
    assert "audit-of-us" not in by_policy(review(paper(*FILLER, ("Audits", noticed), *FILLER)))


def test_a_heading_that_begins_the_sentence_may_excuse_it() -> None:
    text = "REQUIREMENTS OF THE PLAN, VENDOR MAKES NO WARRANTY AND NO WARRANTIES OF ANY KIND SHALL APPLY."
    heading = "EXCEPT AS EXPRESSLY PROVIDED ELSEWHERE IN THIS AGREEMENT, INCLUDING THE"
    assert "warranty-disclaimer" not in by_policy(review(paper(*FILLER, (heading, text), *FILLER)))


def test_a_strange_duty_of_nobody_is_told_only_where_the_sides_are_known() -> None:
    duty = "The Keeper shall feed and walk the dogs of the office during each summer holiday."
    nameless = "PONY AGREEMENT\n\nThis Pony Agreement is made on March 1, 2026.\n\n"
    known, unknown = paper(*FILLER, ("Dogs", duty)), paper(*FILLER, ("Dogs", duty), opening=nameless)
    assert "unusual-burdens" in by_policy(review(known))
    assert "unusual-burdens" not in by_policy(review(unknown))
