"""Requests, answers and a gate that the judge's tests share."""

import json

from compliance.judge import JudgeRequest, PolicyBrief, Why
from compliance.judge.client import ModelConfig, PydanticClient
from compliance.judge.gateway import Gateway
from compliance.judge.limits import Price
from compliance.types import Admission, CallUsage, Severity
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


class OpenGate:
    """Lets everything in, or nothing for the reason given, and keeps what it was told."""

    def __init__(self, *refusals: str) -> None:
        self.refusals = list(refusals)
        self.planned: list[CallUsage] = []
        self.done: list[CallUsage] = []
        self.waits: list[float | None] = []

    def enter(self, planned: CallUsage, seconds: float) -> Admission:
        if self.refusals:
            refusal = self.refusals.pop(0) if len(self.refusals) > 1 else self.refusals[0]
            if refusal:
                return Admission(refusal=refusal)
        self.planned.append(planned)
        return Admission(call=len(self.planned))

    def leave(self, call: int, done: CallUsage, retry_after: float | None) -> None:
        assert call == len(self.planned), "calls of one document come one after the other"
        self.done.append(done)
        self.waits.append(retry_after)


def gateway(url: str, gate: OpenGate | None = None, price: Price | None = None, **more: object) -> Gateway:
    client = PydanticClient(ModelConfig("openai", "stub", url))
    return Gateway(client, gate or OpenGate(), price or Price(), **more)
