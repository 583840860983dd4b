"""The trees weigh candidates against the rest of the contract, and leave everything else as it was."""

import numpy as np

from compliance.classifier import MODEL
from compliance.stack import FEATURES
from compliance.trees import CANDIDATE, Trees, blend, tree_features
from compliance.views import View


def _views(count: int) -> list[View]:
    return [View(f"clause {n}", "", "", "", "", inside=False, position=n / count) for n in range(count)]


def _features(scores: np.ndarray) -> np.ndarray:
    """As the stack's, with its opinion in the first three columns."""
    raw = np.log(scores / (1 - scores)).astype(np.float32)
    features = np.zeros((*scores.shape, len(FEATURES)), np.float32)
    features[..., :3] = raw[..., None]
    features[..., FEATURES.index("length")] = 3.0
    return features


def _refined(scores: list[float]) -> np.ndarray:
    table = np.array(scores, np.float32)[:, None]
    return Trees(MODEL / "trees.onnx").refine(_features(table), table, _views(len(scores)))[:, 0]


def test_a_hopeless_clause_keeps_its_score_and_a_candidate_is_weighed_again() -> None:
    scores = [0.6, CANDIDATE / 2, 0.3, CANDIDATE]
    refined = _refined(scores)
    assert refined[1] == np.float32(CANDIDATE / 2)
    assert refined[3] == np.float32(CANDIDATE)
    assert 0 < refined[0] < 1
    assert refined[0] != np.float32(0.6)
    assert refined[0] > refined[2]


def test_a_better_clause_in_the_same_contract_counts_against_a_weak_one() -> None:
    alone = _refined([0.15, 0.001, 0.001])[0]
    beside_a_sure_one = _refined([0.15, 0.95, 0.001])[0]
    assert beside_a_sure_one < alone


def test_only_candidates_are_asked_about_and_in_the_order_of_the_table() -> None:
    scores = np.array([[0.5, 0.0001], [0.0001, 0.2]], np.float32)
    inputs = tree_features(_features(scores), scores, _views(2))
    assert inputs.shape == (2, len(FEATURES) + 8)
    assert np.allclose(inputs[:, len(FEATURES)], np.log([0.5 / 0.5, 0.2 / 0.8]), atol=1e-5)


def test_a_contract_without_candidates_stays_as_it_is() -> None:
    assert np.array_equal(_refined([0.001, 0.0005]), np.array([0.001, 0.0005], np.float32))
    assert _refined([0.4]).shape == (1,)


def test_a_blend_lies_between_its_parts() -> None:
    stacked, trees = np.array([0.2, 0.9], np.float32), np.array([0.6, 0.5], np.float32)
    mixed = blend(stacked, trees)
    assert (mixed > np.minimum(stacked, trees)).all()
    assert (mixed < np.maximum(stacked, trees)).all()
