"""When a model may be called: pure rules over numbers that all workers share."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

LONGEST_PAUSE = timedelta(minutes=10)  # of what the other side may ask for
_ALIVE = frozenset({"answered", "rubbish", "too_long"})  # it spoke, whatever it said


@dataclass(frozen=True, slots=True)
class Capacity:
    """What is allowed. ``case_dollars`` in one case; ``failures`` in a row shut the gate for ``pause``."""

    per_minute: int = 60
    at_once: int = 2
    case_dollars: Decimal = Decimal(1)
    failures: int = 3
    pause: timedelta = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Traffic:
    """What is going on, over all workers. ``dollars``: booked for the case, calls that still run included."""

    stopped: bool
    last_minute: int
    at_once: int
    dollars: Decimal


@dataclass(frozen=True, slots=True)
class Breaker:
    """Shut until a moment; after it one call at a time may try, until one comes back well."""

    failures: int = 0
    shut_until: datetime | None = None

    def entered(self, now: datetime, capacity: Capacity) -> "Breaker":
        """A call goes in. Where it is a trial, nobody follows until it is back or its time is over."""
        return self if self.shut_until is None else replace(self, shut_until=now + capacity.pause)

    def left(self, outcome: str, retry_after: float | None, now: datetime, capacity: Capacity) -> "Breaker":
        """A call came back. Being asked to wait (``retry_after`` seconds) is obeyed and is no failure."""
        if outcome in _ALIVE:
            return Breaker()
        if retry_after is not None:
            until = now + min(timedelta(seconds=retry_after), LONGEST_PAUSE)
            return replace(self, shut_until=max(until, self.shut_until or until))
        failures = self.failures + 1
        shut = now + capacity.pause if failures >= capacity.failures else self.shut_until
        return Breaker(failures, shut)


def refusal(traffic: Traffic, breaker: Breaker, capacity: Capacity, dollars: Decimal, now: datetime) -> str:
    """Why a call that may cost ``dollars`` must not be made now, or ''."""
    if traffic.stopped:
        return "stopped"
    if traffic.dollars + dollars > capacity.case_dollars:
        return "out_of_money"
    if breaker.shut_until is not None and now < breaker.shut_until:
        return "breaker_open"
    if traffic.at_once >= capacity.at_once or traffic.last_minute >= capacity.per_minute:
        return "rate_limited"
    return ""
