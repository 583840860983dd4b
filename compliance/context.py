"""What a review knows beside the contract: the names of both sides, the value, what was decided before."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Precedent:
    """Words that a person decided about before: which policy, how, who, when and why."""

    text: str
    policy: str
    outcome: str  # "accepted", "negotiated", "rejected"
    who: str
    when: date
    why: str
    case: str = ""


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """``our_names`` and ``vendor_names`` are legal names as we know them (the W-9's line 1 and 2).

    ``contract_value`` is in US dollars over the first term; None means unknown. ``all_scores`` keeps every
    category's score of every clause instead of those above their threshold.
    """

    our_names: tuple[str, ...] = ()
    vendor_names: tuple[str, ...] = ()
    contract_value: Decimal | None = None
    all_scores: bool = False
    precedents: tuple[Precedent, ...] = ()
