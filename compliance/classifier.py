"""Which categories a clause belongs to: the local model that ships with the product.

A linear model on word n-grams and a small fine-tuned encoder, put together and calibrated, then weighed
against the rest of the contract by boosted trees. Nothing is loaded before the first ``load_classifier()``;
then once a process.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from compliance.encoder import Encoder
from compliance.ngrams import NgramModel
from compliance.stack import Calibration, Logits, load_calibration, stack_features
from compliance.trees import Trees
from compliance.views import View, views
from extraction.types import Clause

MODEL: Final = Path(__file__).parent / "model"
THREADS: Final = 2
_UNLIKELY: Final = -7.0  # the encoder's log-odds for a clause that it is not asked about


class Classifier(Protocol):
    """``scores`` gives (clauses, categories) calibrated probabilities; columns as in ``categories``."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def categories(self) -> tuple[str, ...]: ...

    @property
    def thresholds(self) -> Mapping[str, float]: ...

    def scores(self, clauses: Sequence[Clause]) -> NDArray[np.float32]: ...


class LocalClassifier:
    """The shipped model. Give it all clauses of one contract at once: it compares them with each other."""

    name = "vouch-clauses"

    def __init__(
        self, calibration: Calibration, ngrams: NgramModel, encoder: Encoder | None, trees: Trees | None
    ) -> None:
        self._calibration = calibration
        self._ngrams = ngrams
        self._encoder = encoder if calibration.full is not None else None
        self._trees = trees

    @property
    def version(self) -> str:
        return self._calibration.version if self._encoder else f"{self._calibration.version}-linear"

    @property
    def categories(self) -> tuple[str, ...]:
        return self._calibration.categories

    @property
    def thresholds(self) -> Mapping[str, float]:
        return self._calibration.thresholds

    def scores(self, clauses: Sequence[Clause]) -> NDArray[np.float32]:
        """(len(clauses), len(categories)) float32 in 0..1; the same clauses give the same scores."""
        if not clauses:
            return np.zeros((0, len(self.categories)), np.float32)
        order = sorted(range(len(clauses)), key=lambda row: (clauses[row].start, -clauses[row].end, row))
        seen = views([clauses[row] for row in order])
        linear = self._ngrams.logits(seen)
        out = np.zeros_like(linear)
        out[order] = self._stacked(seen, linear)
        return out

    def _stacked(self, seen: Sequence[View], linear: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._encoder is None or self._calibration.full is None:
            logits = Logits(linear, linear, np.zeros_like(linear))
            return self._calibration.linear.scores(stack_features(logits, seen))
        asked = [int(row) for row in np.flatnonzero(linear.max(axis=1) >= self._calibration.skip_below)]
        raw = np.full((len(seen), self._encoder.outputs), _UNLIKELY, np.float32)
        raw[asked] = self._encoder.logits([seen[row] for row in asked])
        features = stack_features(spread(linear, raw, self._calibration), seen)
        scores = self._calibration.full.scores(features)
        if self._trees is not None:
            known = list(self._calibration.hit_columns)
            scores[:, known] = self._trees.refine(features[:, known], scores[:, known], seen)
        return scores


def spread(linear: NDArray[np.float32], raw: NDArray[np.float32], calibration: Calibration) -> Logits:
    """The encoder's outputs put under their categories: first all topics, then the hits it knows."""
    count = linear.shape[1]
    hit = np.zeros_like(linear)
    hit[:, list(calibration.hit_columns)] = raw[:, count:]
    return Logits(linear, raw[:, :count], hit)


@cache
def load_classifier(folder: Path = MODEL, *, threads: int = THREADS) -> LocalClassifier:
    """The classifier of ``folder``, loaded once a process. Raises OSError if its files are not there.

    ``threads`` are the encoder's; without ``encoder.onnx`` the linear model works alone.
    """
    calibration = load_calibration(folder / "thresholds.json")
    ngrams = NgramModel.load(folder / "ngrams.npz")
    has_encoder = calibration.full is not None and (folder / "encoder.onnx").exists()
    if not has_encoder:
        return LocalClassifier(calibration, ngrams, None, None)
    return LocalClassifier(
        calibration, ngrams, Encoder(folder, threads=threads), Trees(folder / "trees.onnx")
    )
