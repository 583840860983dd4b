"""The only shape an answer may have, and what is checked before anybody sees it."""

import re

from pydantic import BaseModel, ConfigDict, Field

from compliance.evidence import locate
from compliance.grounding import unsupported
from compliance.judge.types import JudgeRequest, Ruling
from compliance.redaction import redact
from compliance.types import Severity

_MARKUP = re.compile(r"https?:|www\.|<[/!a-zA-Z]|!\[|\]\(|javascript:|\{\{|\$\{|^\s*[=+@]", re.IGNORECASE)
_MARK = re.compile(r"[\w-]{6,}")
_QUOTE_WORDS = 3
_ECHO_WORDS = 9  # so many words in a row from our instructions are a leak


class Answer(BaseModel):
    """A judge's answer. Unknown keys are dropped; every string is bounded."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    ruling: Ruling
    severity: Severity
    quote: str = Field(min_length=8, max_length=1_500)
    reason: str = Field(min_length=10, max_length=600)
    confidence: float = Field(ge=0.0, le=1.0)


class Refused(ValueError):
    """Why an answer cannot be used; the sentence is told to the model when it may try again."""


def grounded(answer: Answer, request: JudgeRequest) -> tuple[int, int]:
    """Offsets of the quote in the clause's text. Raises Refused when the quote does not stand there."""
    if len(answer.quote.split()) < _QUOTE_WORDS:
        raise Refused("the quote has fewer than three words")
    place = locate(request.clause.text, answer.quote)
    if place is None:
        raise Refused("the quote does not stand in the clause letter by letter")
    return place


def check_reason(answer: Answer, request: JudgeRequest, secret: str) -> None:
    """Raise Refused for a reason with unsupported claims, markup, private values or our own instructions."""
    policy = request.policy
    ours = (policy.question, policy.preferred, policy.fallback, policy.walk_away)
    wrong = unsupported(answer.reason, answer.quote, ours)
    if wrong:
        raise Refused(f"the reason holds {', '.join(wrong[:3])} that neither the quote nor the policy holds")
    if _MARKUP.search(answer.reason) or not answer.reason.isprintable():
        raise Refused("the reason holds a link, markup or control characters")
    if redact(answer.reason).counts:
        raise Refused("the reason holds personal data")
    if _echoes(answer.reason, secret):
        raise Refused("the reason repeats the instructions")


def _echoes(reason: str, secret: str) -> bool:
    """Nine words in a row of ours, or one of our marks (a word with digits in it)."""
    words = re.findall(r"\w+", reason.lower())
    known = " ".join(re.findall(r"\w+", secret.lower()))
    runs = (" ".join(words[i : i + _ECHO_WORDS]) for i in range(len(words) - _ECHO_WORDS + 1))
    marks = {m for m in _MARK.findall(secret) if any(c.isdigit() for c in m)}
    return any(run in known for run in runs) or any(mark in reason for mark in marks)
