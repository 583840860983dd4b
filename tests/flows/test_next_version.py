"""The next version of an agreement: only what changed is asked; what counsel decided is kept with proof."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from compliance.types import ModelInfo, Severity, Signal, SignalNote
from onboarding import memory, wiring
from onboarding.models import Case, Comparison, EarlierDecision, Event, ReviewItem
from onboarding.services import intake, review
from tests import fakes
from tests.factories import leo, vera_case
from tests.work import drain, hurry

pytestmark = pytest.mark.django_db
PLAIN = "Payment is due in 45 days."
CAP = "RISKY Our liability has no cap."
FEES = "RISKY Fees rise by 5 percent each year."
LAW = "The law of Ohio governs."
FIRST = (PLAIN, CAP, FEES, LAW)


def send(case: Case, *paragraphs: str, name: str = "msa.pdf") -> None:
    intake.submit(case=case, name=name, content=fakes.contract(*paragraphs), actor="vendor")
    drain()
    case.refresh_from_db()


def open_quotes(case: Case) -> list[str]:
    rows = case.items.filter(outcome="", queue="legal").order_by("created_at")
    return [item.finding.quote for item in rows]


def accept_all(case: Case, user, note: str = "small spend") -> None:
    for item in case.items.filter(outcome="", queue="legal"):
        review.decide(item=item, user=user, outcome="accept", reason_code="acceptable_risk", note=note)
    drain()
    case.refresh_from_db()


@contextmanager
def judged(**changes: object) -> Iterator[None]:
    """The fake review with another policy version, severity, model, judge or other failed checks."""

    def other(text, context):
        made = fakes.review(text, context)
        version = changes.get("version", "v1")
        severity = changes.get("severity", Severity.HIGH)
        signals = tuple(SignalNote(Signal.RULE, str(note)) for note in changes.get("rules", ()))
        findings = tuple(
            replace(one, version=version, severity=severity, signals=signals) for one in made.findings
        )
        model = ModelInfo("fake", str(changes.get("model", "1")))
        return replace(made, findings=findings, model=model, judge=str(changes.get("judge", "")))

    with wiring.use(replace(fakes.engines(), review=other)):
        yield


@pytest.fixture
def case(engines) -> Case:
    """Vera's case: the form is missing, so it stays open; counsel accepted both risky clauses."""
    made = vera_case()
    send(made, *FIRST)
    assert made.state == "collecting"
    accept_items_of(made)
    return made


def accept_items_of(case: Case) -> None:
    """The form arrives doubtful, so that the case is in review and counsel can decide."""
    intake.submit(case=case, name="w9.pdf", content=fakes.w9("doubtful"), actor="vendor")
    drain()
    case.refresh_from_db()
    accept_all(case, leo())


def test_nobody_is_asked_again_about_the_same_words(case):
    assert open_quotes(case) == []
    send(case, *FIRST, "The parties sign below.", name="msa-2.pdf")
    assert open_quotes(case) == []
    rows = list(memory.earlier_decisions(case))
    assert [(row.kept, row.finding.quote, row.item.decided_by.username) for row in rows] == [
        (True, CAP, "leo"),
        (True, FEES, "leo"),
    ]
    kept = Event.objects.filter(action="decision_kept")
    assert kept.count() == 2
    assert {event.data["item"] for event in kept} == {str(row.item_id) for row in rows}
    assert all(event.data["version"] == "v1" and event.data["model"] == "fake 1" for event in kept)


def test_a_changed_number_is_asked_and_nothing_else(case):
    changed = FEES.replace("5 percent", "15 percent")
    send(case, PLAIN, CAP, changed, LAW, name="msa-2.pdf")
    assert open_quotes(case) == [changed]
    comparison = Comparison.objects.get()
    edits = [change for change in comparison.changes if change["change"] == "changed"]
    assert [edit["words"] for edit in edits] == [["- 5", "+ 15"]]
    assert [row.finding.quote for row in memory.earlier_decisions(case)] == [CAP]


@pytest.mark.parametrize(
    ("changes", "why", "detail"),
    [
        ({"version": "v2"}, "policy_changed", "v1 → v2"),
        ({"model": "2"}, "model_changed", "fake 1 → fake 2"),
        ({"judge": "openai:m, prompts 2"}, "judge_changed", "none → openai:m, prompts 2"),
        ({"severity": Severity.CRITICAL}, "more_severe", "high → critical"),
        ({"rules": ["cap: 1.000.000 USD"]}, "other_finding", ""),
        ({"rules": ["repeated 1 times in this article"]}, "other_finding", ""),
    ],
)
def test_what_changed_on_our_side_is_asked_again_with_the_reason(case, changes, why, detail):
    with judged(**changes):
        send(case, *FIRST, "The parties sign below.", name="msa-2.pdf")
    assert open_quotes(case) == [CAP, FEES]
    rows = list(memory.earlier_decisions(case))
    assert {(row.kept, row.why, row.detail) for row in rows} == {(False, why, detail)}
    told = Event.objects.filter(action="decision_asked_again")
    assert {event.data["why"] for event in told} == {why}


def test_a_clause_that_was_to_be_changed_and_came_back_is_asked_again(engines):
    made = vera_case()
    intake.submit(case=made, name="w9.pdf", content=fakes.w9(), actor="vendor")
    send(made, PLAIN, CAP)
    item = made.items.get(outcome="", queue="legal")
    review.decide(
        item=item, user=leo(), outcome="ask_vendor", reason_code="needs_negotiation", note="Cap it, please."
    )
    drain()
    send(made, PLAIN, CAP, LAW, name="msa-2.pdf")
    assert open_quotes(made) == [CAP]
    assert memory.earlier_decisions(made).get().why == EarlierDecision.Why.SENT_BACK


def test_a_decision_that_is_taken_back_is_kept_no_longer(case):
    send(case, *FIRST, "The parties sign below.", name="msa-2.pdf")
    item = case.items.filter(outcome="accept").first()
    review.undo(item=item, user=item.decided_by)
    drain()
    assert sorted(open_quotes(case)) == sorted([item.finding.quote] * 2), "in both files that are in force"
    assert memory.earlier_decisions(case).count() == 1


def other_case(ein: str, **values: str) -> Case:
    made = vera_case(vendor_name="Ada Lumber LLC", vendor_email="ap@lumber.example")
    intake.submit(case=made, name="w9.pdf", content=fakes.w9(ein=ein, **values), actor="vendor")
    send(made, *FIRST, name="renewal.pdf")
    return made


def settled() -> None:
    """The time in which the decisions could be taken back has passed."""
    for item in ReviewItem.objects.filter(outcome="accept"):
        ReviewItem.objects.filter(pk=item.pk).update(decided_at=item.decided_at - timedelta(hours=1))


def test_the_same_vendor_in_a_new_case_is_not_asked_the_same(case):
    settled()
    renewal = other_case("12-3456789")
    assert open_quotes(renewal) == []
    assert {row.item.case_id for row in memory.earlier_decisions(renewal)} == {case.pk}


def test_another_case_waits_until_nobody_can_take_the_decision_back(case):
    assert open_quotes(other_case("12-3456789")) == [CAP, FEES]


def test_a_stranger_with_the_same_words_is_asked_everything(case):
    settled()
    stranger = other_case("98-7654321", name="Wes Gravel LLC")
    assert open_quotes(stranger) == [CAP, FEES]
    assert not EarlierDecision.objects.exists() and not Comparison.objects.exists()


def test_a_claimed_tax_id_that_the_register_does_not_confirm_keeps_nothing(case):
    settled()
    claimed = other_case("12-3456789", name="Mismatch Somebody Else LLC")
    checks = claimed.checks.filter(kind="tin_match")
    assert checks.exists() and not checks.filter(outcome="clear").exists()
    assert open_quotes(claimed) == [CAP, FEES]


def test_who_asked_for_the_vendor_does_not_keep_an_own_decision(case):
    settled()
    decider = case.items.filter(outcome="accept").first().decided_by
    made = vera_case(vendor_name="Ada Lumber LLC", requester=decider)
    intake.submit(case=made, name="w9.pdf", content=fakes.w9(), actor="vendor")
    send(made, *FIRST, name="renewal.pdf")
    assert open_quotes(made) == [CAP, FEES]
    assert {row.why for row in memory.earlier_decisions(made)} == {"four_eyes"}


def test_the_third_version_keeps_what_was_decided_in_the_first(case):
    send(case, *FIRST, "The parties sign below.", name="msa-2.pdf")
    send(case, *FIRST, "The parties sign here.", name="msa-3.pdf")
    assert open_quotes(case) == []
    newest = memory.earlier_decisions(case).filter(finding__part__document__name="msa-3.pdf")
    assert {row.item.finding.part.document.name for row in newest} == {"msa.pdf"}


def test_another_agreement_is_no_next_version(case):
    send(case, "RISKY The vendor may assign.", "Nothing of the first one is here.", name="dpa.pdf")
    assert open_quotes(case) == ["RISKY The vendor may assign."]
    assert not Comparison.objects.exists()


def test_a_worker_that_dies_while_comparing_leaves_nothing_half(case, monkeypatch):
    from onboarding.services import versions

    def die(*_: object, **__: object) -> None:
        raise RuntimeError("the machine is gone")

    monkeypatch.setattr(versions, "_told", die)
    send(case, *FIRST, "The parties sign below.", name="msa-2.pdf")
    assert not Comparison.objects.exists() and open_quotes(case) == []
    assert case.state == "processing", "nobody is asked before the comparison is made"
    monkeypatch.undo()
    hurry()
    drain()
    assert Comparison.objects.count() == 1 and open_quotes(case) == []
