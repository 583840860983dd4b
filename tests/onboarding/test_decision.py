"""The ratchet: more doubt never makes the outcome better, and only a clean case is approved."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from onboarding.services import facts as facts_of
from onboarding.workflow.decision import CHECKS, NEEDED, Ending, decide, due_reviews
from onboarding.workflow.facts import (
    AskFact,
    CaseFacts,
    CheckFact,
    ContractFact,
    FieldFact,
    StepFact,
    Trouble,
    W9Fact,
)

FIELDS = tuple(FieldFact(name, True, 0.999, f"w9:1:{name}") for name in (*NEEDED, "ein"))
CLEAN = CaseFacts(
    contract_required=True,
    w9=W9Fact("w9:1", False, True, FIELDS, ()),
    contracts=(ContractFact("contract:2", True, ()),),
    checks=tuple(CheckFact(kind, "clear", "fine", f"check:{kind}") for kind in CHECKS),
)

severities = st.sampled_from(["low", "medium", "high", "critical", "warning", "error"])
troubles = st.builds(
    Trouble, st.text("abc", min_size=1, max_size=4), st.just("some_code"), severities, st.just("words")
)


def _field(facts: CaseFacts, index: int, **changes: object) -> CaseFacts:
    assert facts.w9 is not None
    fields = list(facts.w9.fields)
    index %= len(fields)
    fields[index] = replace(fields[index], **changes)
    return replace(facts, w9=replace(facts.w9, fields=tuple(fields)))


def _w9(facts: CaseFacts, **changes: object) -> CaseFacts:
    assert facts.w9 is not None
    return replace(facts, w9=replace(facts.w9, **changes))


def _issue(facts: CaseFacts, trouble: Trouble) -> CaseFacts:
    assert facts.w9 is not None
    return _w9(facts, issues=(*facts.w9.issues, trouble))


def _finding(facts: CaseFacts, trouble: Trouble) -> CaseFacts:
    first = facts.contracts[0]
    return replace(
        facts, contracts=(replace(first, findings=(*first.findings, trouble)), *facts.contracts[1:])
    )


def _unjudged(facts: CaseFacts) -> CaseFacts:
    return replace(facts, contracts=(replace(facts.contracts[0], judged=False), *facts.contracts[1:]))


def _check(facts: CaseFacts, index: int, outcome: str) -> CaseFacts:
    checks = list(facts.checks)
    if not checks:
        return facts
    index %= len(checks)
    if checks[index].outcome == "clear":
        checks[index] = replace(checks[index], outcome=outcome)
    return replace(facts, checks=tuple(checks))


def _without_check(facts: CaseFacts, index: int) -> CaseFacts:
    kept = [
        check for number, check in enumerate(facts.checks) if number != index % 3 or check.outcome != "clear"
    ]
    return replace(facts, checks=tuple(kept))


doubts = st.one_of(
    st.integers(0, 6).map(lambda i: lambda f: _field(f, i, present=False)),
    st.integers(0, 6).map(lambda i: lambda f: _field(f, i, confidence=0.5)),
    st.integers(0, 6).map(lambda i: lambda f: _field(f, i, vendor_differs=True)),
    st.just(lambda f: _w9(f, needs_review=True)),
    st.just(lambda f: _w9(f, tin_sure=False)),
    troubles.map(lambda t: lambda f: _issue(f, t)),
    troubles.map(lambda t: lambda f: _finding(f, t)),
    troubles.map(lambda t: lambda f: replace(f, documents=(*f.documents, t))),
    troubles.map(lambda t: lambda f: replace(f, others=(*f.others, t))),
    troubles.map(lambda t: lambda f: replace(f, refused=(*f.refused, t))),
    st.just(_unjudged),
    st.tuples(st.integers(0, 2), st.sampled_from(["mismatch", "unknown", "invalid", "possible_match"])).map(
        lambda pair: lambda f: _check(f, *pair)
    ),
    st.integers(0, 2).map(lambda i: lambda f: _without_check(f, i)),
    st.booleans().map(
        lambda dead: lambda f: replace(f, steps=(*f.steps, StepFact("read", dead, "step:1", "reading")))
    ),
    st.just(lambda f: replace(f, asks=(*f.asks, AskFact("ask:1", "w9", "Why?")))),
)


def test_a_clean_case_is_approved_and_nothing_is_said_against_it():
    assert decide(CLEAN).outcome is Ending.APPROVE
    assert decide(CLEAN).reasons == ()


@settings(max_examples=300, deadline=None)
@given(st.lists(doubts, min_size=1, max_size=5))
def test_no_doubt_ever_makes_the_outcome_better(added):
    known = CLEAN
    before = decide(known)
    for doubt in added:
        known = doubt(known)
        after = decide(known)
        assert after.outcome.rank >= before.outcome.rank
        assert len({one.subject for one in after.reasons}) >= len({one.subject for one in before.reasons})
        before = after


@settings(max_examples=200, deadline=None)
@given(st.lists(doubts, max_size=5))
def test_the_same_facts_give_the_same_decision_after_storing_them(added):
    known = CLEAN
    for doubt in added:
        known = doubt(known)
    assert decide(facts_of.from_json(facts_of.to_json(known))) == decide(known)


@settings(max_examples=200, deadline=None)
@given(st.lists(doubts, min_size=1, max_size=5), st.sets(st.text("abc:0123", max_size=8)))
def test_people_settle_reviews_and_nothing_else(added, subjects):
    known = CLEAN
    for doubt in added:
        known = doubt(known)
    everything = {one.subject for one in decide(known).reasons} | subjects
    after = decide(replace(known, accepted=frozenset(everything)))
    assert not [one for one in after.reasons if one.ends_in is Ending.REVIEW]
    hard = [one for one in decide(known).reasons if one.ends_in is not Ending.REVIEW]
    assert [one for one in after.reasons if one.ends_in is not Ending.REVIEW] == hard


def test_low_findings_are_noted_and_do_not_stop_a_vendor():
    low = Trouble("f", "style", "low", "Not our usual words.")
    assert decide(_finding(CLEAN, low)).outcome is Ending.APPROVE
    assert decide(_finding(CLEAN, replace(low, severity="medium"))).outcome is Ending.REVIEW


def test_nobody_reviews_a_form_that_the_vendor_replaces_anyway():
    both = _issue(_w9(CLEAN, needs_review=True), Trouble("s", "missing_signature", "error", "Not signed."))
    decision = decide(_finding(both, Trouble("f", "liability-cap", "high", "No cap.")))
    assert decision.outcome is Ending.ASK_VENDOR
    assert [one.queue for one in due_reviews(decision)] == ["legal"]


def test_a_number_on_both_lines_is_never_sure():
    assert CLEAN.w9 is not None
    both = _w9(CLEAN, fields=(*CLEAN.w9.fields, FieldFact("ssn", True, 1.0, "w9:1:ssn", keyed=True)))
    assert [one.code for one in decide(both).reasons] == ["tin_not_sure"]


def test_a_tax_id_that_is_keyed_anyway_makes_one_item():
    doubtful = _w9(_field(CLEAN, len(FIELDS) - 1, confidence=0.5), tin_sure=False)
    assert [one.code for one in decide(doubtful).reasons] == ["tin_not_sure"]
    alone = decide(_field(CLEAN, len(FIELDS) - 1, confidence=0.5)).reasons
    assert [one.text for one in alone] == [
        "The employer identification number on the form was not read with certainty."
    ]
