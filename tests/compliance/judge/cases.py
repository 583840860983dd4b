"""Requests and answers that the judge's tests share."""

import json

from compliance.judge import JudgeRequest, PolicyBrief, Why
from compliance.judge.client import ModelConfig, PydanticClient
from compliance.judge.gateway import Gateway, local_gateway
from compliance.judge.limits import Ceilings
from compliance.types import Severity
from extraction.types import Clause, ContractText, PageSpan, Source

CAP = (
    "7.2 Liability. Customer's liability under this Agreement is unlimited and includes "
    "indirect and consequential loss."
)
QUOTE = "Customer's liability under this Agreement is unlimited"
POLICY = PolicyBrief(
    id="liability-unlimited-ours",
    version="1",
    category="uncapped_liability",
    question="Is our liability without limit?",
    preferred="Our liability is capped at the fees of twelve months.",
    walk_away="Our liability is unlimited.",
    severity=Severity.HIGH,
)


def request(text: str = CAP, why: Why = Why.BREACH, floor: Severity | None = Severity.HIGH) -> JudgeRequest:
    clause = Clause("c1", None, "7.2", "Liability", 1, 0, len(text), text)
    return JudgeRequest(clause, POLICY, why, floor, ("The clause says unlimited.",), "Before. After.")


def document(text: str = CAP) -> ContractText:
    return ContractText(text, (PageSpan(1, 0, len(text), 1.0, Source.TEXT),))


def answer(
    ruling: str = "breach",
    severity: str = "high",
    quote: str = QUOTE,
    reason: str = "The buyer's liability is unlimited.",
    **more: object,
) -> str:
    fields = {"ruling": ruling, "severity": severity, "quote": quote, "reason": reason, "confidence": 0.9}
    return json.dumps({**fields, **more})


def gateway(url: str) -> Gateway:
    return local_gateway(PydanticClient(ModelConfig("openai", "stub", url)))


FAST = Ceilings(call_seconds=5.0)
