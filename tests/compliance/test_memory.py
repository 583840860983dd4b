"""Precedents, versions and questions: what was decided before, what changed, what the contract says."""

from dataclasses import replace
from datetime import date

import pytest

from compliance.ask import SILENT, ask
from compliance.compare import Change, compare, likeness
from compliance.context import Precedent
from compliance.policies import load_playbook
from compliance.precedents import Match, Memory, fingerprint, lengths, remember
from compliance.retrieval import Index, nearest_policies
from tests.compliance.papers import FILLER, paper

WORDS = "4.1 Customer will pay each invoice within twenty (20) days after receiving it."
KNOWN = Precedent(WORDS, "payment-terms", "accepted", "Leo", date(2026, 1, 9), "small spend")

PAY = ("Payment", "Customer will pay each invoice within thirty (30) days after receiving it.")
LAW = ("Law", "This Agreement is governed by the laws of the State of Ohio.")
END = ("End", "Customer may terminate this Agreement for convenience on thirty days' notice.")


def nearest(text: str, *known: Precedent, policy: str = "payment-terms", category: str = "") -> list[Match]:
    return Memory(known or (KNOWN,)).nearest(text, policy=policy, category=category)


def test_the_same_words_are_remembered_with_who_when_and_why() -> None:
    (match,) = nearest(
        "9.2  CUSTOMER will pay each invoice within twenty (20) days after receiving it.", policy="late-fees"
    )
    assert match.same
    assert remember(match) == "accepted by Leo on 2026-01-09 (the same words): small spend"


NEAR = "Customer will pay every invoice within twenty (20) days after it receives it."


def test_near_words_are_near_only_with_the_same_numbers_and_denials() -> None:
    (match,) = nearest(NEAR)
    assert not match.same
    assert 0.85 <= match.score < 1
    assert nearest(NEAR.replace("twenty (20)", "five (5)")) == []
    assert nearest(NEAR.replace("twenty (20)", "twenty (20) business")) != []
    assert nearest(NEAR.replace("days", "months")) == []
    assert nearest(NEAR.replace("will pay", "will not pay")) == []


def test_numbers_in_words_count_as_numbers() -> None:
    spelt = replace(KNOWN, text="Customer will pay each invoice within thirty days after receipt.")
    assert nearest(spelt.text.replace("thirty", "ninety"), spelt) == []
    assert nearest(spelt.text.replace("thirty", "30"), spelt)[0].score > 0.9


def test_sides_that_changed_places_are_not_the_same_words() -> None:
    one = replace(KNOWN, text="Vendor shall indemnify Customer against all losses that Vendor causes.")
    swapped = "Customer shall indemnify Vendor against all losses that Customer causes."
    assert all(match.score < 0.95 for match in nearest(swapped, one))


def test_near_words_of_another_policy_are_shown_only_for_the_same_kind_of_clause() -> None:
    known = replace(KNOWN, category="payment_terms")
    assert nearest(NEAR, known, policy="late-fees") == []
    assert len(nearest(NEAR, known, policy="late-fees", category="payment_terms")) == 1


def test_among_thousands_of_decisions_the_right_one_comes_first() -> None:
    crowd = [
        replace(KNOWN, text=f"Customer pays within {days} days of month {month}.", why=f"{days}/{month}")
        for days in range(100)
        for month in range(50)
    ]
    assert nearest(WORDS, *crowd, KNOWN)[0].precedent is KNOWN
    assert nearest("Customer pays within 7 days of month 31.", *crowd)[0].precedent.why == "7/31"


def test_the_bounds_of_length_leave_out_nothing_that_can_be_near() -> None:
    shortest, longest = lengths(100)
    assert shortest <= 74 and longest >= 135
    assert fingerprint("4.1 Pay  NOW").words == fingerprint("7. pay now").words


def test_only_what_changed_is_reviewed_again() -> None:
    old = paper(PAY, LAW, END)
    changed = ("Payment", PAY[1].replace("thirty (30)", "ten (10)"))
    new = paper(LAW, changed, ("Audit", "Vendor may inspect the premises of Customer every day."))
    comparison = compare(old, new)
    texts = {clause.id: clause.text for clause in new.clauses}
    assert len(comparison.to_review) == 2
    assert any("ten (10)" in texts[clause] for clause in comparison.to_review)
    assert [texts[clause] for clause in comparison.kept if "Ohio" in texts[clause]]
    (edit,) = [change for change in comparison.changes if change.change is Change.CHANGED]
    assert edit.words == ("- thirty (30)", "+ ten (10)")
    gone = [change for change in comparison.changes if change.change is Change.REMOVED]
    assert len(gone) == 1


def test_the_same_contract_has_no_changes() -> None:
    assert compare(paper(PAY, LAW), paper(PAY, LAW)).to_review == ()
    assert likeness(paper(PAY, LAW), paper(PAY, LAW)) == 1.0
    assert (
        likeness(paper(PAY, LAW), paper(("Audit", "Nothing of the other one."), opening="LICENCE\n\n")) < 0.3
    )


def test_a_kept_clause_is_unsettled_when_its_defined_term_changed() -> None:
    fees = ("Definitions", '"Fees" means all sums that Customer pays under this Agreement.')
    cap = ("Liability", "Vendor's total liability is limited to the Fees of twelve months.")
    narrow = ("Definitions", '"Fees" means the sums that Customer pays for support alone.')
    same, other = compare(paper(fees, cap, LAW), paper(fees, cap, LAW)), paper(narrow, cap, LAW)
    assert same.unsettled == {}
    texts = {clause.id: clause.text for clause in other.clauses}
    shaken = compare(paper(fees, cap, LAW), other).unsettled
    assert [(texts[key], term) for key, term in shaken.items()] == [(texts[next(iter(shaken))], "Fees")]
    assert "twelve months" in texts[next(iter(shaken))]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many days do we have to pay an invoice?", "thirty (30) days after"),
        ("Which law governs?", "Ohio"),
        ("Can we terminate without cause?", "convenience"),
    ],
)
def test_questions_are_answered_in_the_contracts_words(question: str, words: str) -> None:
    document = paper(*FILLER, PAY, LAW, END)
    answer = ask(document, question)
    quote = answer.quotes[0].evidence
    assert words in quote.quote
    assert document.text[quote.start : quote.end] == quote.quote


@pytest.mark.parametrize(
    "question",
    ["Is there a non-compete?", "What is the dress code?", "How much insurance must they carry?", ""],
)
def test_silence_is_said(question: str) -> None:
    answer = ask(paper(*FILLER, PAY, LAW, END), question)
    assert answer.silent
    assert answer.sentence == SILENT
    assert answer.pages == (1,)


@pytest.mark.parametrize(
    ("clause", "policy"),
    [
        ("This Agreement shall automatically renew for successive terms of one year.", "auto-renewal"),
        ("Supplier shall maintain commercial general liability insurance.", "insurance"),
        ("Any controversy shall be settled by binding arbitration.", "arbitration"),
        ("Vendor may suspend the services if an invoice is overdue.", "suspension"),
    ],
)
def test_the_nearest_policy_is_found_with_its_scores(clause: str, policy: str) -> None:
    hits = nearest_policies(load_playbook(), clause)
    assert policy in [hit.policy.id for hit in hits]
    assert all(0 <= hit.words <= 1 and 0 <= hit.vector <= 1 and hit.score <= 1 for hit in hits)


def test_an_empty_index_finds_nothing() -> None:
    assert Index([]).search("anything") == []
    assert Index(["some words"]).search("") == []
