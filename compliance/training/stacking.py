"""Putting the models together on contracts that neither of them was trained on, and choosing thresholds."""

from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.ensemble import GradientBoostingClassifier

from compliance.stack import FEATURES, Logits, Stack, stack_features
from compliance.training.dataset import CUAD, NAMES, Rows
from compliance.trees import CANDIDATE, blend, tree_features

_FOLDS = 5
_HOLD = 12.0  # how strongly categories are held to the weights they share: by cross-validation
_LEAN = 30.0  # contracts with a category from which its own threshold counts as much as the common one


def by_contract(rows: Rows) -> list[np.ndarray]:
    """Row numbers of each contract in the order of its text, as the classifier sees them."""
    found = []
    for contract in np.unique(rows.contract):
        at = np.flatnonzero(rows.contract == contract)
        clauses = rows.clauses
        found.append(np.array(sorted(at, key=lambda r: (clauses[r].start, -clauses[r].end, r))))
    return found


def features_of(rows: Rows, logits: Logits) -> np.ndarray:
    """(rows, categories, features), each contract by itself."""
    out = np.zeros((*logits.ngram.shape, len(FEATURES)), np.float32)
    for at in by_contract(rows):
        part = Logits(logits.ngram[at], logits.topic[at], logits.hit[at])
        out[at] = stack_features(part, [rows.views[row] for row in at])
    return out


def targets(rows: Rows) -> np.ndarray:
    """What a score means: for CUAD's categories "reproduces a lawyer's span", else the weak label."""
    out = rows.topic.copy()
    for column, name in enumerate(CUAD):
        out[:, NAMES.index(name)] = rows.hit[:, column]
    return out


def fit(features: np.ndarray, target: np.ndarray, used: list[int]) -> Stack:
    """Logistic regressions that lean on each other: few positives, many categories. Exact and seedless.

    ``used`` are the feature columns that this stack may use; a target of -1 is unknown and does not count.
    """
    mean, scale = features.mean((0, 1)), features.std((0, 1)) + 1e-6
    x = (((features - mean) / scale)[:, :, used]).astype(np.float64)
    y, known = np.maximum(target, 0).astype(np.float64), (target >= 0).astype(np.float64)
    count, width = x.shape[1], x.shape[2]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        shared, own, bias = _parts(flat, count, width)
        raw = np.einsum("ncf,cf->nc", x, own + shared) + bias
        each = np.logaddexp(0.0, raw) - raw * y
        error = (1 / (1 + np.exp(-np.clip(raw, -40, 40))) - y) * known
        slope = np.einsum("nc,ncf->cf", error, x)
        lean = bias - bias.mean()
        value = (each * known).sum() + 0.5 * (
            _HOLD * (own**2).sum() + (shared**2).sum() + 0.1 * (lean**2).sum()
        )
        grad = (slope.sum(0) + shared, slope + _HOLD * own, error.sum(0) + 0.1 * lean)
        return float(value), np.concatenate([part.ravel() for part in grad])

    start = np.concatenate([np.zeros(width + count * width), np.full(count, -5.0)])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    shared, own, bias = _parts(best.x, count, width)
    weights = np.zeros((count, features.shape[2]))
    weights[:, used] = (own + shared) / scale[used]
    return Stack(weights.astype(np.float32), (bias - weights @ mean).astype(np.float32))


def folds(rows: Rows) -> list[np.ndarray]:
    """Masks of the rows of each fold; a contract lies in one of them."""
    mixed = np.random.default_rng(0).permutation(np.unique(rows.contract))
    return [np.isin(rows.contract, part) for part in np.array_split(mixed, min(_FOLDS, len(mixed)))]


def cross_validated(features: np.ndarray, rows: Rows, used: list[int]) -> np.ndarray:
    """(rows, categories) scores of each contract by a stack that did not see it."""
    answer, out = targets(rows), np.zeros(rows.topic.shape, np.float32)
    for left_out in folds(rows):
        stack = fit(features[~left_out], answer[~left_out], used)
        out[left_out] = stack.scores(features[left_out])
    return out


class Candidates:
    """What the trees learn from: all candidates of the held-out contracts with scores they had no part in."""

    def __init__(self, features: np.ndarray, rows: Rows, scores: np.ndarray) -> None:
        self._rows = rows
        self._columns = [NAMES.index(name) for name in CUAD]
        self._base = scores
        mine, known = scores[:, self._columns], features[:, self._columns]
        self._picked = mine > CANDIDATE
        self._answer = rows.hit[self._picked]
        self._row = np.nonzero(self._picked)[0]
        self._inputs = np.zeros((len(self._row), features.shape[2] + 8), np.float32)
        for at in by_contract(rows):
            at.sort()
            views = [rows.views[row] for row in at]
            self._inputs[np.isin(self._row, at)] = tree_features(known[at], mine[at], views)

    def fit(self, chosen: np.ndarray | None = None) -> GradientBoostingClassifier:
        """The trees, of the candidates in the rows of the mask ``chosen`` or of all."""
        at = slice(None) if chosen is None else chosen[self._row]
        trees = GradientBoostingClassifier(
            n_estimators=300,
            learning_rate=0.03,
            max_depth=3,
            min_samples_leaf=60,
            subsample=0.7,
            max_features=0.4,
            random_state=0,
        )
        return trees.fit(self._inputs[at], self._answer[at])

    def cross_validated(self) -> np.ndarray:
        """(rows, categories) scores by trees that did not see the contract, for honest thresholds."""
        found = np.zeros(len(self._row), np.float32)
        for left_out in folds(self._rows):
            at = left_out[self._row]
            found[at] = self.fit(~left_out).predict_proba(self._inputs[at])[:, 1]
        out = self._base.copy()
        part = out[:, self._columns]
        part[self._picked] = blend(part[self._picked], found)
        out[:, self._columns] = part
        return out

    def save(self, path: Path) -> None:
        """Fit on everything and write ONNX."""
        from skl2onnx import to_onnx

        model = to_onnx(self.fit(), self._inputs[:1], options={"zipmap": False})
        path.write_bytes(model.SerializeToString())


def _parts(flat: np.ndarray, count: int, width: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return flat[:width], flat[width : width + count * width].reshape(count, width), flat[-count:]


def thresholds(scores: np.ndarray, rows: Rows, target_recall: float = 0.96) -> dict[str, float]:
    """Per category the highest score that still finds the wanted share of contracts that have it.

    A category that few contracts have leans towards the threshold that serves all of them together.
    """
    best, has = _contract_level(scores, rows)
    pooled = _quantile(best[has], 1 - target_recall)
    found = {}
    for column, name in enumerate(NAMES):
        mine = best[has[:, column], column]
        weight = len(mine) / (len(mine) + _LEAN)
        own = _quantile(mine, 1 - target_recall) if len(mine) else pooled
        logit = weight * _logit(own) + (1 - weight) * _logit(pooled)
        found[name] = round(float(np.clip(1 / (1 + np.exp(-logit)), 0.04, 0.6)), 4)
    return found


def _contract_level(scores: np.ndarray, rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    groups = by_contract(rows)
    best = np.stack([scores[at].max(0) for at in groups])
    has = np.stack([(rows.topic[at] == 1).any(0) for at in groups])
    return best, has


def _quantile(values: np.ndarray, share: float) -> float:
    return float(np.quantile(values, share, method="lower"))


def _logit(value: float) -> float:
    value = min(max(value, 1e-4), 1 - 1e-4)
    return float(np.log(value / (1 - value)))
