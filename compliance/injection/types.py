"""What a detector of hostile text reports."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A place in a text that talks to a machine or hides from a person.

    ``start``/``end`` are code points of the scanned text; ``code`` names the technique; ``weight`` orders
    them (4 is the least that is reported).
    """

    code: str
    reason: str
    start: int
    end: int
    weight: float = 4.0
