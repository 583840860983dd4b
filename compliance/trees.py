"""The last word on a score: boosted trees over what the stack and the rest of the contract say of a clause.

Only candidates are weighed again: a clause that the stack finds hopeless for a category keeps its score.
Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 2001.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from compliance.stack import Table
from compliance.views import View

CANDIDATE: Final = 0.002  # the stack's score from which a clause is weighed again
SHARE: Final = 0.7  # of the trees in a candidate's log-odds; the rest is the stack's
_LIKELY: Final = 0.3


def log_odds(scores: Table) -> Table:
    """Of scores, kept away from 0 and 1."""
    kept = np.clip(scores, 1e-6, 1 - 1e-6)
    out: Table = np.log(kept / (1 - kept)).astype(np.float32)
    return out


def blend(stacked: Table, trees: Table) -> Table:
    """Two scores of the same candidates put together."""
    raw = (1 - SHARE) * log_odds(stacked) + SHARE * log_odds(trees)
    out: Table = (1 / (1 + np.exp(-raw))).astype(np.float32)
    return out


def tree_features(features: NDArray[np.float32], scores: Table, views: Sequence[View]) -> Table:
    """(candidates, inputs) of one contract, clause by clause, category by category.

    ``features`` (clauses, categories, features) are the stack's and ``scores`` (clauses, categories) what it
    made of them. Added: that score, its rank in the contract, its distance to the best other clause, how much
    of the category the contract seems to have, the contract's length, the clause's place, and how many
    categories claim the clause.
    """
    raw = log_odds(scores)
    best_first = -np.sort(-raw, axis=0)
    rank = np.argsort(np.argsort(-raw, axis=0, kind="stable"), axis=0, kind="stable")
    rival = np.where(rank == 0, best_first[min(1, len(raw) - 1)], best_first[0])
    wide = (
        raw,
        np.log1p(rank),
        raw - rival,
        scores.sum(axis=0),
        (scores > _LIKELY).sum(axis=0),
        np.full_like(raw, np.log(len(raw))),
        np.array([view.position for view in views], np.float32)[:, None],
        scores.sum(axis=1, keepdims=True),
    )
    added = np.stack([np.broadcast_to(column, raw.shape) for column in wide], axis=-1)
    both = np.concatenate([features, added], axis=-1).astype(np.float32)
    out: Table = both[scores > CANDIDATE]
    return out


class Trees:
    """``refine`` gives scores again, those of the candidates from ``trees.onnx``."""

    def __init__(self, path: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session: Any = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._input: str = self._session.get_inputs()[0].name

    def refine(self, features: NDArray[np.float32], scores: Table, views: Sequence[View]) -> Table:
        """(clauses, categories) of one contract, all columns that are given being weighed."""
        inputs = tree_features(features, scores, views)
        out, picked = scores.copy(), scores > CANDIDATE
        if len(inputs):
            out[picked] = blend(scores[picked], self._session.run(None, {self._input: inputs})[1][:, 1])
        return out
