"""The scores that were stored with a contract, as a classifier: a change is tried without the model."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.types import Clause


class StoredScores:
    """``scores`` is ``{clause id: {category: 0..1}}``; what is not stored was too unlikely: 0."""

    name = "stored"

    def __init__(
        self, version: str, thresholds: Mapping[str, float], scores: Mapping[str, Mapping[str, float]]
    ) -> None:
        self.version = version
        self.thresholds = thresholds
        self.categories = tuple(thresholds)
        self._scores = scores

    def scores(self, clauses: Sequence[Clause]) -> NDArray[np.float32]:
        """(clauses, categories) float32."""
        rows = [self._scores.get(clause.id, {}) for clause in clauses]
        table = [[float(row.get(category, 0.0)) for category in self.categories] for row in rows]
        return np.array(table, dtype=np.float32).reshape(len(clauses), len(self.categories))
