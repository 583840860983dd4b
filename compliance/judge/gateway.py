"""The one way to a model: budget and gate are asked before each call, and told after it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from compliance.judge.client import Client, Reply
from compliance.judge.limits import Budget, Price, estimate_tokens
from compliance.types import Admission, CallUsage

POLL = 0.2  # seconds between two tries to enter a gate that is full
_MAY_HAVE_WRITTEN = frozenset({"timeout", "too_large"})
_OUR_MOMENT = 2.0  # seconds that starting and ending a call may take beside the call itself


class Gate(Protocol):
    """One for all calls, whichever process they come from; it keeps the account of one case.

    It refuses with ``stopped``, ``out_of_money``, ``breaker_open`` or ``rate_limited``. Only the last one
    passes by itself in a moment.
    """

    def enter(self, planned: CallUsage, seconds: float) -> Admission:
        """Decide and book in one step, without waiting. A call that takes longer than ``seconds`` is lost."""
        ...

    def leave(self, call: int, done: CallUsage, retry_after: float | None) -> None:
        """Book what the call came to; ``retry_after``: seconds that the other side asked us to wait."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """One prompt that may leave: redacted, with the proof of it."""

    why: str
    system: str
    prompt: str
    prompt_version: str
    redaction: dict[str, int]
    sent_sha256: str


@dataclass(frozen=True, slots=True)
class Gateway:
    """``challenger`` is the second opinion's client; None means the first one with another prompt."""

    client: Client
    gate: Gate
    price: Price = field(default_factory=Price)
    challenger: Client | None = None
    wait: Callable[[float], None] = time.sleep

    def call(self, client: Client, question: Question, budget: Budget) -> tuple[Reply, CallUsage | None]:
        """One bounded call and its account; without an account nothing left, and the reply says why."""
        tokens = estimate_tokens(question.system + question.prompt)
        refusal = client.load() or budget.refusal(tokens)
        if refusal:
            return Reply(refusal), None
        answer_tokens = budget.ceilings.answer_tokens
        planned = CallUsage(
            why=question.why,
            model=client.name,
            prompt_version=question.prompt_version,
            input_tokens=tokens,
            output_tokens=answer_tokens,
            cost=self.price.cost(tokens, answer_tokens),
            milliseconds=0,
            outcome="asked",
            redaction=question.redaction,
            sent_sha256=question.sent_sha256,
        )
        admission = self._enter(planned, budget)
        if admission.refusal:
            return Reply(admission.refusal), None
        seconds = max(budget.call_seconds(), 1.0)
        reply = client.ask(question.system, question.prompt, answer_tokens=answer_tokens, seconds=seconds)
        done = self._done(planned, reply)
        budget.tokens += done.input_tokens + done.output_tokens
        self.gate.leave(admission.call, done, reply.retry_after)
        return reply, done

    def _enter(self, planned: CallUsage, budget: Budget) -> Admission:
        """Stand before a full gate for as long as one call may take."""
        end = budget.seconds_left() - budget.call_seconds()
        while True:
            admission = self.gate.enter(planned, max(budget.call_seconds(), 1.0) + _OUR_MOMENT)
            if admission.refusal != "rate_limited" or budget.seconds_left() - POLL <= end:
                return admission
            self.wait(POLL)

    def _done(self, planned: CallUsage, reply: Reply) -> CallUsage:
        """The account of a call that is over; what the other side did not count keeps our estimate."""
        used = reply.input_tokens or planned.input_tokens
        unknown = not reply.output_tokens and reply.outcome in _MAY_HAVE_WRITTEN
        written = planned.output_tokens if unknown else reply.output_tokens
        return replace(
            planned,
            input_tokens=used,
            output_tokens=written,
            cost=self.price.cost(used, written),
            milliseconds=reply.milliseconds,
            outcome=reply.outcome,
        )
