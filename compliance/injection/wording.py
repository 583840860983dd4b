"""How much a sentence reads like an order to a machine: a linear model on its words, pairs and skipped pairs.

Made by ``compliance.training.injections`` from own attack wordings against sentences of contracts. Above zero
an order is likelier than not; the thresholds stand where they are used.
"""

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "data" / "wording.npz"
BUCKETS = 1 << 15
_MOST = 80  # words of a sentence that are read
_LEAST = 6  # features; a shorter sentence counts as having as many
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[\"{}\[\]_=<>]|\d+")
_STRAIGHT = str.maketrans("’“”", '\'""')


@dataclass(frozen=True, slots=True)
class Wording:
    """``weights`` (BUCKETS,) int8 by ``scale``; ``bias`` is the log-odds of a sentence without words."""

    weights: NDArray[np.int8]
    scale: float
    bias: float

    def score(self, sentence: str) -> float:
        """Log-odds that a sentence is an order to a machine."""
        found = buckets(sentence)
        total = float(self.weights[found].sum(dtype=np.int64)) * self.scale
        return total / math.sqrt(max(_LEAST, len(found))) + self.bias


@cache
def wording() -> Wording:
    """The shipped model, read once a process."""
    with np.load(WEIGHTS, allow_pickle=False) as stored:
        return Wording(stored["weights"], float(stored["scale"]), float(stored["bias"]))


def buckets(sentence: str) -> list[int]:
    """The buckets of a sentence's words, pairs of neighbours, and pairs with one word between."""
    found = _TOKEN.findall(sentence.lower().translate(_STRAIGHT))[:_MOST]
    words = ["^", *("#" if token[0].isdigit() else token for token in found)]
    return sorted({zlib.crc32(feature.encode()) % BUCKETS for feature in _features(words)})


def _features(words: Sequence[str]) -> set[str]:
    pairs = {f"{one} {two}" for one, two in pairwise(words)}
    skipped = {f"{one}_{two}" for one, two in zip(words, words[2:], strict=False)}
    return {*words, *pairs, *skipped}
