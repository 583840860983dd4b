"""From the raw log-odds of the models to one calibrated score a category.

Each category is one logistic regression on a few features of a clause: what the linear model and the
encoder say of it, how that compares with the rest of the contract and with its neighbours, how long it is.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from compliance.views import View

Table = NDArray[np.float32]

FEATURES: Final = (
    "ngram",
    "topic",
    "hit",
    "ngram_behind_best",
    "topic_behind_best",
    "topic_before",
    "topic_after",
    "length",
    "long",
    "mention",
    "front",
    "rival",
)
_LOW: Final = -12.0


@dataclass(frozen=True, slots=True)
class Logits:
    """``ngram`` and ``topic`` (clauses, categories); ``hit`` the same with zeros where it is not known."""

    ngram: Table
    topic: Table
    hit: Table


def stack_features(logits: Logits, views: Sequence[View]) -> NDArray[np.float32]:
    """(clauses, categories, features) for the clauses of one contract in the order of its text."""
    ngram, topic, hit = (np.clip(part, _LOW, 12.0) for part in (logits.ngram, logits.topic, logits.hit))
    likely = (1.0 / (1.0 + np.exp(-topic))).astype(np.float32)
    words = np.array([view.text.count(" ") + 1 for view in views], np.float32)
    shape = topic.shape
    hosts = np.array([not view.inside for view in views])
    before, after = _neighbours(likely, hosts)
    wide = [
        np.broadcast_to(column[:, None], shape)
        for column in (
            np.log1p(words),
            np.maximum(words - 60.0, 0.0) / 60.0,
            1.0 - hosts,
            np.array([max(0.0, 1.0 - 20.0 * view.position) for view in views], np.float32),
        )
    ]
    columns = (
        ngram,
        topic,
        hit,
        np.clip(ngram - _best(ngram), _LOW, 0.0),
        np.clip(topic - _best(topic), _LOW, 0.0),
        before,
        after,
        *wide,
        _rival(likely),
    )
    return np.stack(columns, axis=-1).astype(np.float32)


def _best(table: Table) -> Table:
    best: Table = table.max(axis=0, keepdims=True) if len(table) else table
    return best


def _neighbours(likely: Table, hosts: NDArray[np.bool_]) -> tuple[Table, Table]:
    """What the clause before and the one after say, counted among clauses that are not mentions."""
    before, after = np.zeros_like(likely), np.zeros_like(likely)
    rows = np.flatnonzero(hosts)
    before[rows[1:]] = likely[rows[:-1]]
    after[rows[:-1]] = likely[rows[1:]]
    return before, after


def _rival(likely: Table) -> Table:
    """For each category the highest probability among the other ones."""
    if likely.shape[1] < 2:
        return np.zeros_like(likely)
    top = np.sort(likely, axis=1)[:, -2:]
    return np.where(likely >= top[:, 1:], top[:, :1], top[:, 1:]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Stack:
    """``weights`` (categories, features) and ``bias`` (categories,) of one fitted stack."""

    weights: Table
    bias: Table

    def scores(self, features: NDArray[np.float32]) -> Table:
        """(clauses, categories) probabilities."""
        raw = np.einsum("ncf,cf->nc", features, self.weights) + self.bias
        out: Table = (1.0 / (1.0 + np.exp(-np.clip(raw, -30, 30)))).astype(np.float32)
        return out


@dataclass(frozen=True, slots=True)
class Calibration:
    """What ``thresholds.json`` holds: categories, thresholds, a stack with the encoder and one without."""

    version: str
    categories: tuple[str, ...]
    thresholds: Mapping[str, float]
    hit_columns: tuple[int, ...]
    skip_below: float
    full: Stack | None
    linear: Stack


def load_calibration(path: Path) -> Calibration:
    data = json.loads(path.read_text(encoding="utf-8"))
    categories = tuple(data["categories"])
    return Calibration(
        version=data["version"],
        categories=categories,
        thresholds={name: float(data["thresholds"][name]) for name in categories},
        hit_columns=tuple(data["hit_columns"]),
        skip_below=float(data["skip_below"]),
        full=_stack(data["full"]) if data.get("full") else None,
        linear=_stack(data["linear"]),
    )


def _stack(data: Mapping[str, object]) -> Stack:
    return Stack(np.array(data["weights"], np.float32), np.array(data["bias"], np.float32))
