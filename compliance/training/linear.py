"""The linear model: one L2 logistic regression a category on hashed n-grams, pruned and stored as int8."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from compliance.ngrams import features
from compliance.views import View


@dataclass(frozen=True, slots=True)
class Plan:
    least: int = 3  # clauses that a feature must occur in
    strength: float = 3.0  # scikit-learn's C
    negatives: int = 30_000  # clauses without a label that are kept
    keep: int = 130_000  # features in the shipped model
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Sparse:
    """Hashed features of clauses as three flat arrays (keys, values, row starts)."""

    keys: np.ndarray
    values: np.ndarray
    starts: np.ndarray


def extract(views: list[View]) -> Sparse:
    keys: list[int] = []
    values: list[float] = []
    starts = [0]
    for view in views:
        found = features(view)
        keys.extend(found)
        values.extend(found.values())
        starts.append(len(keys))
    return Sparse(np.array(keys, np.uint32), np.array(values, np.float32), np.array(starts, np.int64))


def matrix(found: Sparse, hashes: np.ndarray, idf: np.ndarray) -> sparse.csr_matrix:
    """(rows, features) with unknown features left out."""
    at = np.minimum(np.searchsorted(hashes, found.keys), len(hashes) - 1)
    known = hashes[at] == found.keys
    starts = np.r_[0, np.cumsum(known)][found.starts]
    shape = (len(found.starts) - 1, len(hashes))
    return sparse.csr_matrix((found.values[known] * idf[at[known]], at[known], starts), shape=shape)


def train(found: Sparse, target: np.ndarray, plan: Plan) -> dict[str, np.ndarray]:
    """Arrays of ``compliance.ngrams.NgramModel``. ``target`` (rows, categories): 1, 0, or -1 unknown."""
    hashes, counts = np.unique(found.keys, return_counts=True)
    hashes, counts = hashes[counts >= plan.least], counts[counts >= plan.least]
    idf = (np.log((1 + len(target)) / (1 + counts)) + 1).astype(np.float32)
    rows = _sample(target, plan)
    data = matrix(found, hashes, idf)[rows]
    weights = np.zeros((len(hashes), target.shape[1]), np.float32)
    bias = np.full(target.shape[1], -10.0, np.float32)
    for column in range(target.shape[1]):
        known = target[rows, column] >= 0
        answer = target[rows, column][known] == 1
        if not answer.any():
            continue
        model = LogisticRegression(
            C=plan.strength, solver="liblinear", dual=True, tol=0.05, max_iter=60, random_state=plan.seed
        ).fit(data[known], answer)
        weights[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    return _pack(hashes, idf, weights, bias, plan.keep)


def _sample(target: np.ndarray, plan: Plan) -> np.ndarray:
    some = (target == 1).any(1)
    rest = np.flatnonzero(~some)
    dice = np.random.default_rng(plan.seed)
    chosen = dice.choice(rest, min(plan.negatives, len(rest)), replace=False)
    return np.sort(np.concatenate([np.flatnonzero(some), chosen]))


def _pack(
    hashes: np.ndarray, idf: np.ndarray, weights: np.ndarray, bias: np.ndarray, keep: int
) -> dict[str, np.ndarray]:
    worth = np.abs(weights * idf[:, None]).max(1)
    chosen = np.sort(np.argsort(-worth, kind="stable")[:keep])
    scale = np.abs(weights[chosen]).max(0) / 127
    scale[scale == 0] = 1.0
    return {
        "hashes": hashes[chosen].astype(np.uint32),
        "idf": idf[chosen].astype(np.float16),
        "weights": np.round(weights[chosen] / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "bias": bias.astype(np.float32),
    }


def save(arrays: dict[str, np.ndarray], path: Path) -> None:
    np.savez_compressed(path, **arrays)
