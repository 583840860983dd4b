"""The one way to a model: stop switch, breaker, limiter and budget are asked before every call."""

from collections.abc import Callable
from dataclasses import dataclass, field

from compliance.judge.client import Client, Reply
from compliance.judge.limits import Breaker, Budget, Ceilings, Limiter, LocalLimiter, Price


def never() -> bool:
    """The stop switch of who has none."""
    return False


@dataclass(frozen=True, slots=True)
class Gateway:
    """Shared by all documents of a process. ``stopped`` is asked before each call: True means no model.

    ``challenger`` is the second opinion's client; None means the first one with another prompt.
    """

    client: Client
    limiter: Limiter
    breaker: Breaker
    price: Price = field(default_factory=Price)
    challenger: Client | None = None
    stopped: Callable[[], bool] = never

    def call(self, client: Client, system: str, prompt: str, budget: Budget, ceilings: Ceilings) -> Reply:
        """One bounded call; a reply with another outcome than ``answered`` says why there is none."""
        refusal = self._refusal(prompt + system, budget)
        if refusal:
            return Reply(refusal, None, 0, 0, 0)
        seconds = min(ceilings.call_seconds, budget.seconds_left())
        if not self.limiter.acquire(seconds):
            return Reply("rate_limited", None, 0, 0, 0)
        try:
            left = min(ceilings.call_seconds, budget.seconds_left())
            if left <= 0:
                return Reply("out_of_time", None, 0, 0, 0)
            reply = client.ask(system, prompt, answer_tokens=ceilings.answer_tokens, seconds=left)
        finally:
            self.limiter.release()
        if reply.outcome in {"answered", "rubbish"}:
            self.breaker.succeeded()
        else:
            self.breaker.failed()
        return reply

    def _refusal(self, prompt: str, budget: Budget) -> str | None:
        if self.stopped():
            return "stopped"
        return budget.refusal(prompt) or (None if self.breaker.allows() else "breaker_open")


def local_gateway(client: Client, *, price: Price | None = None, challenger: Client | None = None) -> Gateway:
    """A gateway with limits of this process only."""
    return Gateway(client, LocalLimiter(), Breaker(), price or Price(), challenger)
