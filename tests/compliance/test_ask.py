# ruff: noqa: E501 - contract wordings stand on one line, as they are read
"""Questions as people put them: the passage that settles it comes first, and silence when nothing does."""

import pytest

from compliance.ask import SILENT, ask
from compliance.evidence import holds
from tests.compliance.papers import paper

CONTRACT = paper(
    ("Term", "The initial term of this Agreement is two (2) years and expires on its second anniversary."),
    ("Renewal", "It renews automatically for successive one-year terms unless a party gives sixty (60) days' notice of non-renewal before the end."),
    ("Payment", "Customer shall pay each invoice within forty-five (45) days after receipt of the invoice. Overdue amounts bear interest at 1% per month."),
    ("Travel", "Customer reimburses travel expenses that it approved in writing."),
    ("Assignment", "Neither party may assign this Agreement without the prior written consent of the other."),
    ("Subcontractors", "Vendor may subcontract only with Customer's prior written consent."),
    ("Liability", "Vendor's total liability will not exceed the fees paid in the twelve (12) months before the claim, except for fraud."),
    ("Warranty", "Vendor warrants the deliverables for a period of one (1) year after acceptance."),
    ("Law", "This Agreement is governed by the laws of Ohio. Any dispute shall be settled by binding arbitration in Columbus, Ohio."),
    ("Confidentiality", "Each party will keep the other's confidential information secret for three (3) years after disclosure."),
    ("Notices", "All notices must be in writing and sent by courier to the addresses below.\n\nIf to Vendor: 12 Mill Road, Dover, DE 19901, Attention: Legal."),
    ("Ending", "Either party may terminate this Agreement if the other does not cure a breach in thirty days."),
    ("Buildings", "The employees of Vendor will follow the rules of the building while they are on site."),
)  # fmt: skip

SAID = [
    ("Which law governs?", "laws of Ohio"),
    ("How long is the initial term?", "two (2) years"),
    ("When does it expire?", "second anniversary"),
    ("Is there an auto-renewal?", "renews automatically"),
    ("How many days do we have to pay invoices?", "forty-five (45) days"),
    ("What is the interest on late payments?", "1% per month"),
    ("Who pays travel expenses?", "travel expenses"),
    ("Can the agreement be assigned?", "may assign this Agreement"),
    ("May the vendor subcontract?", "may subcontract only"),
    ("Is there a cap on liability?", "will not exceed the fees"),
    ("Who are the parties?", "Halden Data LLC"),
    ("Who is the vendor?", "Halden Data LLC"),
    ("Where must notices be sent?", "12 Mill Road"),
    ("What is the address for notices?", "Attention: Legal"),
    ("When does the agreement take effect?", "March 1, 2026"),
    ("How can we terminate?", "does not cure a breach"),
    ("Which warranties are given?", "warrants the deliverables"),
    ("Are disputes arbitrated?", "binding arbitration"),
    ("How long does confidentiality last?", "three (3) years"),
]
UNSAID = [
    "Does the vendor use our data to train AI?",
    "Does the vendor pay for our employees' parking?",
    "Is there a dress code?",
    "Does it mention GDPR?",
    "What is the pension plan?",
    "Must the vendor carry insurance?",
    "What uptime is promised?",
    "Is there exclusivity?",
    "How soon must a data breach be reported?",
    "Who waters the plants?",
]


@pytest.mark.parametrize(("question", "words"), SAID)
def test_the_passage_that_settles_it_comes_first(question: str, words: str) -> None:
    answer = ask(CONTRACT, question)
    assert not answer.silent
    assert words in answer.quotes[0].evidence.quote
    assert all(holds(CONTRACT, quote.evidence) for quote in answer.quotes)


@pytest.mark.parametrize("question", UNSAID)
def test_what_the_contract_does_not_say_is_answered_by_saying_so(question: str) -> None:
    answer = ask(CONTRACT, question)
    assert answer.silent
    assert answer.sentence == SILENT
    assert answer.pages == (1,)


def test_how_long_a_notice_must_be_is_no_question_of_addresses() -> None:
    answer = ask(CONTRACT, "How much notice stops the renewal?")
    assert "sixty (60) days" in answer.quotes[0].evidence.quote


def test_without_a_notices_clause_there_is_no_address() -> None:
    bare = paper(("Term", "The initial term is two (2) years unless a party gives notice of non-renewal."))
    assert ask(bare, "Where must notices be sent?").silent
