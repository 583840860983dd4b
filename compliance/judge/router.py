"""Which clauses are worth a question: breaches and scores near their threshold, the weightiest first.

Thresholds are anything from 0.04 to 0.6, so nearness is measured in odds, where it means the same everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.judge.types import JudgeRequest, Why
from compliance.types import Severity

FACTOR = 2.0  # a calibrated score whose odds are within this factor of its threshold's is doubtful
LIMIT = 40  # questions a document
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause and policy that could be asked. ``finding`` is the index of its finding, if there is one.

    ``score`` and ``threshold`` are the encoder's calibrated score and its threshold (0..1).
    """

    request: JudgeRequest
    score: float
    threshold: float
    finding: int | None = None


def is_doubtful(score: float, threshold: float, factor: float = FACTOR) -> bool:
    """True when the score lies so near its threshold that a second opinion is worth its price."""
    return 1 / factor <= _odds(score) / _odds(threshold) <= factor


def _odds(probability: float) -> float:
    held = min(max(probability, _LEAST), 1 - _LEAST)
    return held / (1 - held)


def route(candidates: Sequence[Candidate], limit: int = LIMIT) -> tuple[Candidate, ...]:
    """Keep breaches and doubtful clauses, the weightiest first, each clause and policy once."""
    wanted = [c for c in candidates if c.request.why is Why.BREACH or is_doubtful(c.score, c.threshold)]
    wanted.sort(key=_weight)
    seen: set[tuple[str, str]] = set()
    chosen = []
    for candidate in wanted:
        key = (candidate.request.clause.id, candidate.request.policy.id)
        if key not in seen:
            seen.add(key)
            chosen.append(candidate)
    return tuple(chosen[:limit])


def _weight(candidate: Candidate) -> tuple[int, int, float]:
    floor = candidate.request.floor or Severity.LOW
    breach = candidate.request.why is Why.BREACH
    sure = candidate.score if breach else _odds(candidate.score) / _odds(candidate.threshold)
    return (-candidate.request.policy.severity.rank - floor.rank, 0 if breach else 1, -sure)
