"""How sure a reading is, as measured, and how sure is enough: data with a version.

``confidence`` gives for each medium and pattern of witnesses the share of readings that were right on
the development set; ``enough`` are the thresholds chosen for no silent error there. Both are refitted by
``python -m benchmarks.w9 --calibrate``.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from extraction.w9.revisions import DATA


@dataclass(frozen=True, slots=True)
class Calibration:
    """``table[medium][pattern]`` is a probability; ``enough[field]`` a threshold with a "default"."""

    version: str
    table: dict[str, dict[str, float]]
    enough: dict[str, float]
    tin_media: frozenset[str]
    straight_media: frozenset[str]

    def confidence(self, medium: str, pattern: str) -> float:
        """Probability that a value with this pattern of witnesses is right."""
        return self.table[medium][pattern]

    def sure(self, name: str, confidence: float) -> bool:
        """Is that enough to do without a person?"""
        return confidence >= self.enough.get(name, self.enough["default"])


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The shipped calibration. Read once a process."""
    raw = json.loads((DATA / "calibration.json").read_text(encoding="utf-8"))
    return Calibration(
        version=raw["version"],
        table=raw["confidence"],
        enough=raw["enough"],
        tin_media=frozenset(raw["tin_media"]),
        straight_media=frozenset(raw["straight_media"]),
    )
