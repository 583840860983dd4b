"""How sure a reading is, as measured, and how sure is enough: data with a version.

For each medium, kind of field (id, text, mark) and pattern of witnesses the data holds how many readings
of the development set were right, of how many. The confidence is the share with half a reading added on
either side (Jeffreys), so that few readings never make a certainty. ``enough`` are the thresholds chosen
for no silent error there. ``python -m benchmarks.w9.calibrate`` measures the counts anew.
"""

import json
from dataclasses import dataclass
from functools import lru_cache

from extraction.w9.revisions import DATA

IDS = frozenset({"ssn", "ein"})
MARKS = frozenset({"classification", "signed", "line3b", "struck"})
Counts = dict[str, dict[str, dict[str, tuple[int, int]]]]


def kind_of(name: str) -> str:
    """id, mark or text."""
    if name in IDS:
        return "id"
    return "mark" if name in MARKS or name.startswith("box_") else "text"


@dataclass(frozen=True, slots=True)
class Calibration:
    """``counts[medium][kind][pattern]`` is (right, of); ``enough[kind]`` a threshold."""

    version: str
    counts: Counts
    enough: dict[str, float]
    tin_media: frozenset[str]
    straight_media: frozenset[str]

    def confidence(self, medium: str, name: str, pattern: str) -> float:
        """Probability that a value of this field with this pattern of witnesses is right."""
        right, total = self.counts.get(medium, {}).get(kind_of(name), {}).get(pattern, (0, 0))
        return round((right + 0.5) / (total + 1), 4)

    def sure(self, name: str, confidence: float) -> bool:
        """Is that enough to do without a person?"""
        return confidence >= self.enough[kind_of(name)]


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """The shipped calibration. Read once a process."""
    raw = json.loads((DATA / "calibration.json").read_text(encoding="utf-8"))
    return Calibration(
        version=raw["version"],
        counts=raw["counts"],
        enough=raw["enough"],
        tin_media=frozenset(raw["tin_media"]),
        straight_media=frozenset(raw["straight_media"]),
    )
