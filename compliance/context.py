"""What a review knows beside the contract: the names of both sides, the value, what was decided before."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Precedent:
    """Words that a person decided about before: which policy, how, who, when and why.

    ``key`` is the caller's own name for it.
    """

    text: str
    policy: str
    outcome: str  # "accepted", "negotiated", "rejected"
    who: str
    when: date
    why: str
    category: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """``our_names`` and ``vendor_names`` are legal names as we know them (the W-9's line 1 and 2).

    ``contract_value`` is in US dollars over the first term; None means unknown. ``all_scores`` keeps every
    category's score of every clause instead of those above their threshold. ``thresholds`` replaces the
    model's own for the categories it names; ``adjusted`` says so in the model's version.
    """

    our_names: tuple[str, ...] = ()
    vendor_names: tuple[str, ...] = ()
    contract_value: Decimal | None = None
    all_scores: bool = False
    precedents: tuple[Precedent, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)

    @property
    def adjusted(self) -> str:
        """``+`` and eight hex digits that name the replaced thresholds; empty when there are none."""
        if not self.thresholds:
            return ""
        named = ";".join(f"{name}={self.thresholds[name]:.4f}" for name in sorted(self.thresholds))
        return f"+{hashlib.sha256(named.encode()).hexdigest()[:8]}"
