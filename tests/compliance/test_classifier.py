"""The shipped classifier: right on plain sentences, the same every time, and at home with odd input."""

import json
from pathlib import Path

import numpy as np
import pytest

from compliance.classifier import LocalClassifier, load_classifier
from compliance.stack import FEATURES, Logits, Stack, stack_features
from compliance.taxonomy import BY_ID, CATEGORIES, CUAD_NAMES, VENDOR_RISK
from compliance.views import View, views
from extraction.contracts import read_text
from extraction.types import Clause

TOLERANCE = 0.05  # int8 scores move a little with the batch


@pytest.fixture(scope="module")
def classifier() -> LocalClassifier:
    return load_classifier()


def clause(text: str, number: int = 1, start: int = 0, heading: str = "") -> Clause:
    return Clause(f"c{number}", None, str(number), heading, 1, start, start + len(text), text)


def contract(*texts: str) -> list[Clause]:
    made, at = [], 0
    for number, text in enumerate(texts, start=1):
        made.append(clause(text, number, at))
        at += len(text) + 2
    return made


FILLER = (
    "This Agreement may be executed in two counterparts, each of which is an original.",
    "The project manager will attend the weekly meeting.",
    "Headings are for convenience only.",
)
OBVIOUS: dict[str, str] = json.loads(
    (Path(__file__).parent / "obvious_clauses.json").read_text(encoding="utf-8")
)
SISTERS = {"insurance_details": {"insurance"}, "insurance": {"insurance_details"}}


@pytest.mark.parametrize("category", OBVIOUS)
def test_an_obvious_sentence_is_found_and_ranks_first(classifier: LocalClassifier, category: str) -> None:
    clauses = contract(FILLER[0], OBVIOUS[category], *FILLER[1:])
    scores = classifier.scores(clauses)
    column = classifier.categories.index(category)
    assert scores[1, column] >= classifier.thresholds[category]
    assert scores[:, column].argmax() == 1
    best = classifier.categories[int(scores[1].argmax())]
    assert best == category or best in SISTERS.get(category, set())


def test_boilerplate_is_nothing(classifier: LocalClassifier) -> None:
    scores = classifier.scores(contract(*FILLER))
    levels = np.array([classifier.thresholds[name] for name in classifier.categories])
    assert not (scores >= levels)[:, [classifier.categories.index(name) for name in VENDOR_RISK]].any()


def test_scores_are_probabilities_and_the_same_each_time(classifier: LocalClassifier) -> None:
    clauses = contract(*FILLER, *OBVIOUS.values())
    first, second = classifier.scores(clauses), classifier.scores(clauses)
    assert first.shape == (len(clauses), len(CATEGORIES))
    assert first.dtype == np.float32
    assert ((first >= 0) & (first <= 1)).all()
    np.testing.assert_array_equal(first, second)


def test_the_order_in_which_clauses_are_given_does_not_matter(classifier: LocalClassifier) -> None:
    clauses = contract(*FILLER, *OBVIOUS.values())
    backwards = classifier.scores(clauses[::-1])[::-1]
    np.testing.assert_allclose(classifier.scores(clauses), backwards, atol=1e-6)


def test_another_number_of_threads_changes_little(classifier: LocalClassifier) -> None:
    clauses = contract(*OBVIOUS.values())
    alone = load_classifier(threads=1)
    np.testing.assert_allclose(classifier.scores(clauses), alone.scores(clauses), atol=TOLERANCE)


def test_no_clauses_and_odd_clauses(classifier: LocalClassifier) -> None:
    assert classifier.scores([]).shape == (0, len(CATEGORIES))
    odd = contract("", "…", "漢字", "x" * 50_000, "a b " * 20_000, "\u202e\u200b")
    scores = classifier.scores(odd)
    assert np.isfinite(scores).all()


def test_it_is_loaded_once_and_names_its_version(classifier: LocalClassifier) -> None:
    assert load_classifier() is classifier
    assert classifier.name == "vouch-clauses"
    assert classifier.version
    assert set(classifier.thresholds) == set(classifier.categories) == set(BY_ID)
    assert all(0 < level < 1 for level in classifier.thresholds.values())


def test_a_date_in_the_preamble_is_judged_by_the_words_around_it() -> None:
    text = (
        'This Services Agreement is made as of March 3, 2025 between Blue Heron LLC ("Vendor") and Acme Corp.'
    )
    made = list(read_text(text).clauses)
    mention = next(
        view for clause, view in zip(made, views(made), strict=True) if clause.text == "March 3, 2025"
    )
    assert mention.inside
    assert mention.before.endswith("is made as of")
    assert mention.after.startswith("between Blue Heron")


def test_neighbours_are_found_by_place_not_by_position() -> None:
    first, second = contract("The first clause.", "The second clause.")
    seen = views([second, first])
    assert seen[0].before == "The first clause."
    assert seen[1].after == "The second clause."


def test_the_stack_compares_clauses_of_one_contract_only() -> None:
    made = [View("word " * 5, "", "", "", "", inside=False, position=n / 3) for n in range(3)]
    table = np.array([[0.0, -5.0], [2.0, -5.0], [-1.0, -5.0]], np.float32)
    features = stack_features(Logits(table, table, np.zeros_like(table)), made)
    behind = features[:, 0, FEATURES.index("ngram_behind_best")]
    np.testing.assert_allclose(behind, [-2.0, 0.0, -3.0])
    assert features.shape == (3, 2, len(FEATURES))


def test_a_stack_is_a_logistic_regression() -> None:
    stack = Stack(np.array([[2.0]], np.float32), np.array([-1.0], np.float32))
    np.testing.assert_allclose(stack.scores(np.array([[[0.5]]], np.float32)), [[0.5]])


def test_every_category_asks_a_question_and_has_a_floor() -> None:
    assert len(CUAD_NAMES) == 41
    assert len(BY_ID) == len(CATEGORIES)
    assert all(category.question.endswith("?") and category.name for category in CATEGORIES)
    assert len(VENDOR_RISK) == 14
    assert set(VENDOR_RISK) <= set(CUAD_NAMES)
