"""A verdict can only add or raise, whatever the judge says."""

import dataclasses

import pytest

from compliance.evidence import evidence_for, holds
from compliance.judge import Candidate, JudgeReport, JudgeRequest, NullJudge, Ruling, Verdict, Why, consult
from compliance.judge.router import is_doubtful, route
from compliance.types import Finding, FindingKind, Severity, Signal
from tests.compliance.judge.cases import CAP, POLICY, QUOTE, document, request


def verdict(**changes: object) -> Verdict:
    start = CAP.index(QUOTE)
    base = Verdict(
        Ruling.BREACH, Severity.HIGH, QUOTE, start, start + len(QUOTE), "It is unlimited.", 0.9, "stub"
    )
    return dataclasses.replace(base, **changes)


class Says:
    name = "says"
    version = "says 1"

    def __init__(self, spoken: Verdict | None) -> None:
        self.spoken = spoken
        self.asked: list[JudgeRequest] = []

    def judge(self, request: JudgeRequest) -> Verdict | None:
        self.asked.append(request)
        return self.spoken

    def report(self) -> JudgeReport:
        return JudgeReport(notes=("said",))


def found(severity: Severity = Severity.HIGH) -> Finding:
    evidence = evidence_for(document(), 0, len(CAP))
    return Finding(
        FindingKind.BREACH, POLICY.id, "1", "x", severity, Signal.RULE, evidence, "Rule.", "", "c1"
    )


@pytest.mark.parametrize("ruling", Ruling)
@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("before", Severity)
def test_no_verdict_lowers_or_removes_a_finding(ruling: Ruling, severity: Severity, before: Severity) -> None:
    judge = Says(verdict(ruling=ruling, severity=severity))
    result = consult(judge, document(), [Candidate(request(), 0.9, 0.5, 0)], [found(before)])
    assert len(result.findings) == 1
    assert result.findings[0].severity.rank >= before.rank
    assert result.findings[0].source is Signal.RULE
    assert result.findings[0].evidence == found().evidence
    assert result.notes == ("said",)


def test_disagreement_raises_one_step_more() -> None:
    judge = Says(verdict(severity=Severity.LOW, disagreement=True, needs_person=True))
    result = consult(judge, document(), [Candidate(request(), 0.9, 0.5, 0)], [found(Severity.MEDIUM)])
    assert result.findings[0].severity is Severity.HIGH
    assert "second opinion" in result.findings[0].signals[-1].note


def test_a_doubt_becomes_a_finding_with_a_quote_that_holds() -> None:
    asked = request(why=Why.DOUBTFUL, floor=None)
    result = consult(Says(verdict()), document(), [Candidate(asked, 0.5, 0.5)], [])
    assert result.findings[0].source is Signal.JUDGE
    assert result.findings[0].policy == POLICY.id
    assert holds(document(), result.findings[0].evidence)


def test_a_quote_that_is_not_there_makes_no_finding() -> None:
    asked = request(why=Why.DOUBTFUL, floor=None)
    lie = verdict(quote="something else", start=0, end=14)
    assert consult(Says(lie), document(), [Candidate(asked, 0.5, 0.5)], []).findings == ()


def test_an_acceptable_doubt_makes_none() -> None:
    asked = request(why=Why.DOUBTFUL, floor=None)
    judge = Says(verdict(ruling=Ruling.ACCEPTABLE))
    assert consult(judge, document(), [Candidate(asked, 0.5, 0.5)], []).findings == ()


def test_silence_leaves_everything_as_it_was() -> None:
    findings = [found()]
    assert consult(Says(None), document(), [Candidate(request(), 0.9, 0.5, 0)], findings).findings == (
        found(),
    )
    assert consult(NullJudge(), document(), [Candidate(request(), 0.9, 0.5, 0)], findings).notes == ()


@pytest.mark.parametrize(
    ("score", "threshold", "doubtful"),
    [
        (0.04, 0.04, True),
        (0.07, 0.04, True),
        (0.025, 0.04, True),
        (0.15, 0.04, False),
        (0.001, 0.04, False),
        (0.0, 0.04, False),
        (0.5, 0.6, True),
        (0.7, 0.6, True),
        (0.35, 0.6, False),
        (1.0, 0.6, False),
    ],
)
def test_near_a_threshold_means_the_same_for_low_and_high_ones(
    score: float, threshold: float, doubtful: bool
) -> None:
    assert is_doubtful(score, threshold) is doubtful


def test_only_breaches_and_doubts_are_asked_the_weightiest_first() -> None:
    sure = Candidate(request(why=Why.DOUBTFUL, floor=None), 0.99, 0.5)
    doubt = Candidate(request(why=Why.DOUBTFUL, floor=None), 0.45, 0.5)
    other = dataclasses.replace(POLICY, id="other")
    breach = Candidate(dataclasses.replace(request(), policy=other), 0.0, 0.5, 0)
    assert route([sure, doubt, breach, breach]) == (breach, doubt)
    assert route([doubt, breach], limit=1) == (breach,)
