"""What keeps a model from costing more than it is worth: rate, breaker, stop switch, money and time."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


class Limiter(Protocol):
    """One for all calls, wherever they come from. A shared one (database, Redis) may stand in here."""

    def acquire(self, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds for leave to call; False when there is none."""
        ...

    def release(self) -> None:
        """Give back a leave that ``acquire`` granted."""
        ...


class LocalLimiter:
    """At most ``per_minute`` calls a minute and ``at_once`` at a time in this process."""

    def __init__(
        self, per_minute: int = 60, at_once: int = 2, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._per_minute = per_minute
        self._slots = threading.BoundedSemaphore(at_once)
        self._starts: deque[float] = deque()
        self._lock = threading.Lock()

    def acquire(self, timeout: float) -> bool:
        if not self._slots.acquire(timeout=max(timeout, 0.0)):
            return False
        if self._admitted():
            return True
        self._slots.release()
        return False

    def release(self) -> None:
        self._slots.release()

    def _admitted(self) -> bool:
        with self._lock:
            now = self._clock()
            while self._starts and now - self._starts[0] >= 60:
                self._starts.popleft()
            if len(self._starts) >= self._per_minute:
                return False
            self._starts.append(now)
            return True


class Breaker:
    """Opens after ``failures`` in a row and lets one call try again after ``pause`` seconds."""

    def __init__(
        self, failures: int = 3, pause: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = failures
        self._pause = pause
        self._clock = clock
        self._failed = 0
        self._opened = 0.0
        self._lock = threading.Lock()

    def allows(self) -> bool:
        """True when a call may be made; an open breaker admits one trial after the pause."""
        with self._lock:
            if self._failed < self._limit:
                return True
            if self._clock() - self._opened < self._pause:
                return False
            self._opened = self._clock()
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failed = 0

    def failed(self) -> None:
        with self._lock:
            self._failed += 1
            self._opened = self._clock()


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input: Decimal = Decimal(0)
    output: Decimal = Decimal(0)

    def cost(self, input_tokens: int, output_tokens: int) -> Decimal:
        return (self.input * input_tokens + self.output * output_tokens) / 1_000_000


@dataclass(frozen=True, slots=True)
class Ceilings:
    """Limits of one document and of its case.

    ``seconds`` and ``tokens`` are for the document, ``dollars`` for the case, of which ``spent`` went before.
    """

    seconds: float = 60.0
    tokens: int = 60_000
    dollars: Decimal = Decimal(1)
    spent: Decimal = Decimal(0)
    answer_tokens: int = 600
    call_seconds: float = 20.0


class Budget:
    """Counts what one document has used. Asked before each call."""

    def __init__(self, ceilings: Ceilings, price: Price, clock: Callable[[], float] = time.monotonic) -> None:
        self._ceilings = ceilings
        self._price = price
        self._clock = clock
        self._started: float | None = None
        self.tokens = 0
        self.dollars = ceilings.spent

    def refusal(self, prompt: str) -> str | None:
        """Why a call with this prompt may not be made, or None. Starts the clock at the first question."""
        if self._started is None:
            self._started = self._clock()
        wanted = estimate_tokens(prompt)
        after = self.dollars + self._price.cost(wanted, self._ceilings.answer_tokens)
        if self.seconds_left() <= 0:
            return "out_of_time"
        if self.tokens + wanted + self._ceilings.answer_tokens > self._ceilings.tokens:
            return "out_of_tokens"
        return "out_of_money" if after > self._ceilings.dollars else None

    def seconds_left(self) -> float:
        used = 0.0 if self._started is None else self._clock() - self._started
        return self._ceilings.seconds - used

    def spend(self, input_tokens: int, output_tokens: int) -> Decimal:
        """Book a call and return its cost in US dollars."""
        cost = self._price.cost(input_tokens, output_tokens)
        self.tokens += input_tokens + output_tokens
        self.dollars += cost
        return cost


def estimate_tokens(text: str) -> int:
    """Tokens of a text, on the safe side: English has about four characters a token, we count three."""
    return len(text) // 3 + 1
