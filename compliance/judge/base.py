"""The Judge protocol and the judge that never speaks."""

from typing import Protocol

from compliance.judge.types import JudgeReport, JudgeRequest, Verdict


class Judge(Protocol):
    """Gives an opinion on single clauses of one document. Never raises: None means "rules only"."""

    name: str
    version: str  # changes with whatever could change its opinion: models and prompts; '' for no judge

    def judge(self, request: JudgeRequest) -> Verdict | None:
        """Return a grounded verdict, or None when there is none to be had."""
        ...

    def report(self) -> JudgeReport:
        """Return the account of all calls since this judge was made."""
        ...


class NullJudge:
    """The default: no model is asked, the rules stand alone."""

    name = "none"
    version = ""

    def judge(self, request: JudgeRequest) -> Verdict | None:
        return None

    def report(self) -> JudgeReport:
        return JudgeReport()
