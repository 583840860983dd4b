"""What a model may cost one document: seconds and tokens. Money, rate and breaker are the gate's."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input: Decimal = Decimal(0)
    output: Decimal = Decimal(0)

    def cost(self, input_tokens: int, output_tokens: int) -> Decimal:
        return (self.input * input_tokens + self.output * output_tokens) / 1_000_000


@dataclass(frozen=True, slots=True)
class Ceilings:
    """Limits of one document; ``answer_tokens`` and ``call_seconds`` are for one call."""

    seconds: float = 60.0
    tokens: int = 60_000
    answer_tokens: int = 600
    call_seconds: float = 20.0


class Budget:
    """Counts what one document has used. Asked before each call."""

    def __init__(self, ceilings: Ceilings, clock: Callable[[], float] = time.monotonic) -> None:
        self.ceilings = ceilings
        self._clock = clock
        self._started: float | None = None
        self.tokens = 0

    def refusal(self, input_tokens: int) -> str:
        """Why a call with a prompt this long may not be made, or ''. Starts the clock when first asked."""
        if self._started is None:
            self._started = self._clock()
        if self.seconds_left() <= 0:
            return "out_of_time"
        wanted = self.tokens + input_tokens + self.ceilings.answer_tokens
        return "out_of_tokens" if wanted > self.ceilings.tokens else ""

    def seconds_left(self) -> float:
        used = 0.0 if self._started is None else self._clock() - self._started
        return self.ceilings.seconds - used

    def call_seconds(self) -> float:
        """How long the next call may take."""
        return min(self.ceilings.call_seconds, self.seconds_left())


def estimate_tokens(text: str) -> int:
    """Tokens of a text, on the safe side: English has about four characters a token, we count three."""
    return len(text) // 3 + 1
