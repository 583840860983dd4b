"""Whatever a judge answers, a whole review never says less than the rules alone."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from compliance.context import ReviewContext
from compliance.evidence import evidence_for, gate
from compliance.judge import Judge, JudgeReport, JudgeRequest, NullJudge, Ruling, Verdict
from compliance.merge import merge
from compliance.policies import load_playbook
from compliance.reading import Reading, Scores
from compliance.review import _rule_findings
from compliance.second_opinion import ask_judge
from compliance.types import Finding, FindingKind, Severity, Signal
from extraction.types import Clause
from tests.compliance.papers import Blank, paper

PLAYBOOK = load_playbook()
DOCUMENT = paper(
    (
        "Liability",
        "Nothing in this Agreement limits Customer's liability, which shall be unlimited and shall include "
        "indirect and consequential loss. Customer shall be liable without limit for any breach.",
    ),
    (
        "Renewal",
        "This Agreement renews automatically for successive terms of five (5) years unless Customer gives "
        "notice 270 days before expiry. Fees rise 18% on each renewal.",
    ),
    (
        "Payment",
        "Customer shall pay each invoice within ten (10) days. Customer shall pay each change order within "
        "ten (10) days. Late amounts bear interest at 3% per month.",
    ),
    ("Governing Law", "The laws of the Cayman Islands govern this Agreement."),
    ("Assignment", "Vendor may assign this Agreement in its sole discretion without consent."),
)


class Doubtful(Blank):
    """Every clause lies just below the threshold of every category, so that the judge is asked about all."""

    categories = tuple(dict.fromkeys(name for policy in PLAYBOOK.policies for name in policy.categories))
    thresholds = dict.fromkeys(categories, 0.5)

    def scores(self, clauses: Sequence[Clause]) -> NDArray[np.float32]:
        return np.full((len(clauses), len(self.categories)), 0.45, dtype=np.float32)


class Anything:
    """Answers as drawn: nothing, or any ruling on any words of the clause, in its own or the rule's words."""

    name = "anything"
    version = "anything 1"

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def judge(self, request: JudgeRequest) -> Verdict | None:
        draw, text = self._data.draw, request.clause.text
        if draw(st.booleans()):
            return None
        start = draw(st.integers(0, max(len(text) - 1, 0)))
        end = draw(st.integers(start + 1, max(len(text), start + 1)))
        doubt = draw(st.booleans())
        return Verdict(
            ruling=draw(st.sampled_from(Ruling)),
            severity=draw(st.sampled_from(Severity)),
            quote=text[start:end],
            start=start,
            end=end,
            reason=draw(st.sampled_from([*request.notes, "It is fine.", "It is not fine."])),
            confidence=1.0,
            model=self.name,
            disagreement=doubt,
            needs_person=doubt or draw(st.booleans()),
        )

    def report(self) -> JudgeReport:
        return JudgeReport()


READING = Reading(
    DOCUMENT,
    PLAYBOOK,
    ReviewContext(),
    Scores(Doubtful.categories, Doubtful.thresholds, Doubtful().scores(DOCUMENT.clauses)),
)
ALONE = _rule_findings(READING)


def found(judge: Judge) -> tuple[Finding, ...]:
    """The findings of a review as they leave it, but for the policies that were near."""
    return gate(DOCUMENT, merge(READING, ask_judge(judge, READING, ALONE).findings))[0]


def stands(before: Finding, after: Sequence[Finding]) -> bool:
    """Under the same policy, no milder, by whom it was found, and over the same words."""
    return any(
        one.policy == before.policy
        and one.severity.rank >= before.severity.rank
        and one.source is before.source
        and (before.evidence.quote if before.evidence else "") in (one.evidence.quote if one.evidence else "")
        for one in after
    )


@pytest.fixture(scope="module")
def rules() -> tuple[Finding, ...]:
    alone = found(NullJudge())
    assert {"liability-unlimited-ours", "auto-renewal"} <= {one.policy for one in alone}
    return alone


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_answer_whatever_lowers_or_removes_a_finding(rules: tuple[Finding, ...], data) -> None:
    after = found(Anything(data))
    assert [one.policy for one in rules if not stands(one, after)] == []


class OnlyDoubts(Anything):
    """Finds a doubt wherever no rule spoke, as mild as can be, in the words of a whole clause."""

    def __init__(self) -> None:
        self.asked = 0

    def judge(self, request: JudgeRequest) -> Verdict | None:
        self.asked += 1
        if request.floor is not None:
            return None
        text = request.clause.text
        return Verdict(Ruling.DOUBTFUL, Severity.LOW, text, 0, len(text), "It may differ.", 0.5, self.name)


def test_doubts_of_the_judge_stand_beside_what_the_rules_found(rules: tuple[Finding, ...]) -> None:
    judge = OnlyDoubts()
    after = found(judge)
    assert judge.asked and len(after) > len(rules)
    assert [one.policy for one in rules if not stands(one, after)] == []


def made(source: Signal, severity: Severity, words: str, reason: str = "Renews by itself.") -> Finding:
    """A finding of one policy on words of the document."""
    start = DOCUMENT.text.index(words)
    clause = next(one for one in DOCUMENT.clauses if one.start <= start < one.end)
    evidence = evidence_for(DOCUMENT, start, start + len(words))
    return Finding(
        FindingKind.BREACH, "auto-renewal", "1", "x", severity, source, evidence, reason, "", clause.id
    )


RULE, JUDGE = Signal.RULE, Signal.JUDGE
PAYING = "within ten (10) days. Customer shall pay each change order"


def test_a_sentence_of_the_judge_does_not_take_the_place_of_a_heading_that_a_rule_found() -> None:
    heading, sentence = (
        made(RULE, Severity.HIGH, "Cayman Islands"),
        "Late amounts bear interest at 3% per month",
    )
    assert heading in merge(READING, [heading, made(JUDGE, Severity.LOW, sentence)])
    assert heading not in merge(READING, [heading, made(RULE, Severity.LOW, sentence)]), (
        "a rule's sentence does"
    )


def test_the_same_reason_from_the_judge_does_not_swallow_a_rule_s_finding() -> None:
    text = "Customer shall pay each invoice"
    judged, ruled = made(JUDGE, Severity.LOW, text), made(RULE, Severity.MEDIUM, PAYING)
    (joined,) = merge(READING, [judged, ruled])
    assert (joined.source, joined.severity) == (RULE, Severity.MEDIUM)
    assert text in joined.evidence.quote and PAYING in joined.evidence.quote


def test_a_graver_judge_raises_the_rule_s_finding_and_leaves_it_the_rule_s() -> None:
    ruled = made(RULE, Severity.LOW, PAYING, "Ten days.")
    (joined,) = merge(READING, [ruled, made(JUDGE, Severity.CRITICAL, PAYING, "It is grave.")])
    assert (joined.source, joined.severity) == (RULE, Severity.CRITICAL)
    assert joined.reason == "Ten days. It is grave."
