"""The linear model: hashed word n-grams of a clause and its surroundings, one logistic regression a category.

Plain NumPy. A feature is the CRC-32 of a group letter and one or two words; the shipped model keeps the
features with the largest weights, as sorted hashes with one row of int8 weights each.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from compliance.views import View

_TOKEN: Final = re.compile(r"[a-z]+|\d[\d,.]*|[$%€£]|\[|_{2,}")
_GROUPS: Final[Mapping[str, float]] = {"w": 1.0, "h": 0.6, "b": 0.35, "a": 0.35, "s": 0.5}
_POSITIONS: Final = (0.002, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97)
_LENGTHS: Final = (3, 8, 15, 25, 40, 60, 90, 150)


def tokens(text: str) -> list[str]:
    """Lower-case words; a number becomes ``#`` and its count of digits."""
    found = _TOKEN.findall(text.lower().replace("’", "'"))
    return [
        f"#{min(len(token), 5)}" if token[0].isdigit() else token[:3] if token[0] == "_" else token
        for token in found
    ]


def features(view: View) -> dict[int, float]:
    """Hash of each n-gram of a clause -> damped count, every group scaled to its own length."""
    values: dict[int, float] = {}
    for group, weight in _GROUPS.items():
        counts = Counter(_grams(group, view))
        scale = weight / math.sqrt(sum((1 + math.log(n)) ** 2 for n in counts.values())) if counts else 0.0
        for gram, times in counts.items():
            values[zlib.crc32(gram.encode())] = (1 + math.log(times)) * scale
    return values


def _grams(group: str, view: View) -> Iterator[str]:
    if group == "s":
        yield from _shape(view)
        return
    source = {"w": view.text, "h": view.heading, "b": view.before, "a": view.after}[group]
    words = tokens(source)
    tag = group.upper() if view.inside and group != "h" else group
    yield from (f"{tag}:{word}" for word in words)
    yield from (f"{tag}:{first} {second}" for first, second in pairwise(words))


def _shape(view: View) -> Iterator[str]:
    kind = "m" if view.inside else "c"
    length = sum(view.text.count(" ") >= n for n in _LENGTHS)
    position = sum(view.position >= p for p in _POSITIONS)
    yield f"s:{kind}"
    yield f"s:{kind} length {length}"
    yield f"s:{kind} place {position}"
    if view.text.isupper():
        yield f"s:{kind} capitals"


@dataclass(frozen=True, slots=True)
class NgramModel:
    """``hashes`` (n,) sorted; ``idf`` (n,); int8 ``weights`` (n, categories) by ``scale`` (categories,)."""

    hashes: NDArray[np.uint32]
    idf: NDArray[np.float32]
    weights: NDArray[np.int8]
    scale: NDArray[np.float32]
    bias: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path) -> "NgramModel":
        with np.load(path, allow_pickle=False) as stored:
            return cls(
                stored["hashes"],
                stored["idf"].astype(np.float32),
                stored["weights"],
                stored["scale"].astype(np.float32),
                stored["bias"].astype(np.float32),
            )

    def logits(self, views: Sequence[View]) -> NDArray[np.float32]:
        """(len(views), categories) log-odds before calibration."""
        out = np.tile(self.bias, (len(views), 1)).astype(np.float32)
        for row, view in enumerate(views):
            values = features(view)
            keys = np.fromiter(values, dtype=np.uint32, count=len(values))
            amounts = np.fromiter(values.values(), dtype=np.float32, count=len(values))
            places = np.minimum(np.searchsorted(self.hashes, keys), len(self.hashes) - 1)
            known = self.hashes[places] == keys
            at = places[known]
            out[row] += ((amounts[known] * self.idf[at]) @ self.weights[at]) * self.scale
        return out
