"""Precedents, versions and questions: what was decided before, what changed, what the contract says."""

from datetime import date

import pytest

from compliance.ask import SILENT, ask
from compliance.compare import Change, compare
from compliance.context import Precedent
from compliance.policies import load_playbook
from compliance.precedents import nearest, remember
from compliance.retrieval import Index, nearest_policies
from tests.compliance.papers import FILLER, paper

WORDS = "4.1 Customer will pay each invoice within twenty (20) days after receiving it."
KNOWN = Precedent(WORDS, "payment-terms", "accepted", "Leo", date(2026, 1, 9), "small spend")

PAY = ("Payment", "Customer will pay each invoice within thirty (30) days after receiving it.")
LAW = ("Law", "This Agreement is governed by the laws of the State of Ohio.")
END = ("End", "Customer may terminate this Agreement for convenience on thirty days' notice.")


def test_the_same_words_are_remembered_with_who_when_and_why() -> None:
    (match,) = nearest(
        "9.2  CUSTOMER will pay each invoice within twenty (20) days after receiving it.", [KNOWN]
    )
    assert match.same
    assert remember(match) == "accepted by Leo on 2026-01-09 (the same words): small spend"


def test_near_words_are_near_only_with_the_same_numbers() -> None:
    near = "Customer will pay every invoice within twenty (20) days after it receives it."
    (match,) = nearest(near, [KNOWN])
    assert not match.same
    assert 0.8 < match.score < 1
    assert nearest(near.replace("twenty (20)", "five (5)"), [KNOWN]) == []


def test_a_precedent_of_another_policy_is_not_shown() -> None:
    assert nearest(WORDS, [KNOWN], policy="late-fees") == []


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
