"""The policies, precedents and passages nearest to some words: by rare words they share and by vectors.

Two views of nearness are put together: BM25 over words (Robertson and Zaragoza 2009) and the cosine of
vectors. Vectors come from an ``Embedder``; the default counts hashed word pairs and letter trigrams, which
needs no model and takes microseconds.
"""

import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from compliance.policies import Playbook, Policy

_WORD = re.compile(r"[a-z0-9]+(?:['’-][a-z]+)?")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and any all as at be been but by for from has have her his if in into is it its may must no nor"
        " not of on or our shall so such than that the their them then there these they this those to under"
        " upon was were what when where which who will with would you your do does agreement party parties"
        " hereof herein hereunder",
    )
)
K1, B = 1.4, 0.6  # BM25's usual constants for short texts
DIMENSIONS = 512


class Embedder(Protocol):
    """Unit vectors for texts: ``(n, d)`` float32, rows of length one (or zero for an empty text)."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """One near text: its position among those searched, the joint score (0..1) and the two it is made of."""

    index: int
    score: float
    words: float
    vector: float


class HashEmbedder:
    """Word and word-pair counts folded into a fixed number of buckets, square-rooted, of length one."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        table = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            for feature, count in Counter(_features(text)).items():
                table[row, zlib.crc32(feature.encode()) % DIMENSIONS] += math.sqrt(count)
        lengths = np.linalg.norm(table, axis=1, keepdims=True)
        return table / np.maximum(lengths, 1e-9)  # type: ignore[no-any-return]


def _features(text: str) -> Iterable[str]:
    kept = words(text)
    yield from kept
    yield from (f"{one} {two}" for one, two in pairwise(kept))


def words(text: str) -> list[str]:
    """Lower-case words of a text without the commonest; a plural s and numbers are folded."""
    found = [word for word in _WORD.findall(text.lower()) if word not in _COMMON]
    return [
        "#" if word[0].isdigit() else word[:-1] if len(word) > 4 and word.endswith("s") else word
        for word in found
    ]


class Index:
    """Texts to search. Building is linear in their words; a search looks at every text once."""

    def __init__(self, texts: Sequence[str], embedder: Embedder | None = None) -> None:
        self._embedder = embedder or HashEmbedder()
        self._bags = [Counter(words(text)) for text in texts]
        self._lengths = [max(1, sum(bag.values())) for bag in self._bags]
        self._mean = sum(self._lengths) / max(1, len(self._lengths))
        seen = Counter(word for bag in self._bags for word in bag)
        self._rarity = {w: math.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for w, n in seen.items()}
        self._vectors = self._embedder.embed(texts) if texts else np.zeros((0, 1), dtype=np.float32)

    def search(self, query: str, limit: int = 5) -> list[Hit]:
        """The nearest texts, best first; those that share nothing are left out."""
        if not self._bags:
            return []
        asked = Counter(words(query))
        ceiling = sum(self._rarity.get(word, 0.0) * (K1 + 1) for word in asked) or 1.0
        near = self._vectors @ self._embedder.embed([query])[0]
        hits = []
        for index, bag in enumerate(self._bags):
            shared = min(1.0, self._bm25(asked, bag, index) / ceiling)
            vector = max(0.0, float(near[index]))
            hits.append(Hit(index, round((shared + vector) / 2, 4), round(shared, 4), round(vector, 4)))
        hits.sort(key=lambda hit: -hit.score)
        return [hit for hit in hits[:limit] if hit.score > 0]

    def _bm25(self, asked: Counter[str], bag: Counter[str], index: int) -> float:
        norm = K1 * (1 - B + B * self._lengths[index] / self._mean)
        return sum(self._rarity[w] * bag[w] * (K1 + 1) / (bag[w] + norm) for w in asked if w in bag)


@dataclass(frozen=True, slots=True)
class PolicyHit:
    policy: Policy
    score: float
    words: float
    vector: float


def policy_text(policy: Policy) -> str:
    """What is searched of a policy: its title, question, positions and examples."""
    parts = (policy.title, policy.question, policy.preferred, policy.walk_away, policy.fallback_wording)
    return " ".join((*parts, *policy.examples_ok, *policy.examples_bad))


@lru_cache(maxsize=4)
def _policy_index(playbook: Playbook) -> Index:
    return Index([policy_text(policy) for policy in playbook.policies])


def nearest_policies(playbook: Playbook, text: str, *, heading: str = "", limit: int = 3) -> list[PolicyHit]:
    """The policies nearest to a clause, best first, each with its scores (0..1)."""
    hits = _policy_index(playbook).search(f"{heading} {text}", limit)
    return [PolicyHit(playbook.policies[hit.index], hit.score, hit.words, hit.vector) for hit in hits]
