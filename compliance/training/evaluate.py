"""The figures of a model on contracts: CUAD's span metric, and what is found of each contract.

The span metric is the one that CUAD publishes: a prediction is right if its words and those of a labelled
span have a Jaccard of at least 0.5 (for the parties: if it contains the name); precision and recall over all
categories; the area under the interpolated curve.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from compliance.taxonomy import CUAD_NAMES, VENDOR_RISK
from compliance.training.dataset import CUAD, NAMES, Rows, words

_LEVELS = (0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Curve:
    """Area, precision at 80 % and at 90 % recall, and the share of labelled spans that is reachable."""

    area: float
    at_80: float
    at_90: float
    reach: float
    spans: int


def span_events(
    rows: Rows, scores: np.ndarray, gold: list[list[dict[str, object]]]
) -> dict[str, list[tuple[float, int]]]:
    """Per category (score, 1 for a labelled span matched at that score or 0 for a false alarm)."""
    place = {printed: name for name, printed in CUAD_NAMES.items()}
    events: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for contract in np.unique(rows.contract):
        at = np.flatnonzero(rows.contract == contract)
        texts = [" ".join(rows.clauses[row].text.split()) for row in at]
        sets = [words(text) for text in texts]
        wanted = defaultdict(list)
        for span in gold[contract]:
            wanted[place[str(span["category"])]].append(" ".join(str(span["text"]).split()))
        for name in CUAD:
            column = scores[at, NAMES.index(name)]
            events[name] += _events(texts, sets, column, wanted[name], contains=name == "parties")
    return events


def _events(
    texts: list[str], sets: list[set[str]], column: np.ndarray, wanted: list[str], *, contains: bool
) -> list[tuple[float, int]]:
    best = [-1.0] * len(wanted)
    found: dict[str, tuple[float, bool]] = {}
    targets = [words(text) for text in wanted]
    for text, have, score in zip(texts, sets, column, strict=True):
        hits = [
            index
            for index, want in enumerate(targets)
            if len(have & want) >= 0.5 * len(have | want) or (contains and wanted[index] in text)
        ]
        for index in hits:
            best[index] = max(best[index], float(score))
        found[text] = (max(float(score), found.get(text, (-1.0, False))[0]), bool(hits))
    false = [(score, 0) for score, hit in found.values() if not hit]
    return false + [(score, 1) for score in best if score >= 0]


def curve(events: list[tuple[float, int]], spans: int) -> Curve:
    if not events or not spans:
        return Curve(float("nan"), 0.0, 0.0, 0.0, spans)
    scores, right = (np.array(part) for part in zip(*events, strict=True))
    order = np.argsort(-scores, kind="stable")
    scores, right = scores[order], right[order]
    last = np.r_[np.flatnonzero(np.diff(scores)), len(scores) - 1]
    true = np.cumsum(right)[last]
    precision, recall = true / (last + 1), true / spans
    at = [float(precision[recall >= level - 1e-9].max(initial=0.0)) for level in _LEVELS]
    p = np.maximum.accumulate(np.r_[1.0, precision][::-1])[::-1]
    r = np.r_[0.0, recall]
    area = float(np.sum(np.diff(r) * (p[1:] + p[:-1]) / 2))
    return Curve(area, at[0], at[1], float(recall.max()), spans)


def contract_level(
    rows: Rows, scores: np.ndarray, thresholds: dict[str, float]
) -> dict[str, tuple[int, int, int]]:
    """Per category the contracts found rightly, wrongly, and missed at the shipped thresholds."""
    found = {}
    groups = [np.flatnonzero(rows.contract == contract) for contract in np.unique(rows.contract)]
    for column, name in enumerate(NAMES):
        yes = np.array([scores[at, column].max() >= thresholds[name] for at in groups])
        has = np.array([(rows.topic[at, column] == 1).any() for at in groups])
        found[name] = (int((yes & has).sum()), int((yes & ~has).sum()), int((~yes & has).sum()))
    return found


def report(
    rows: Rows, scores: np.ndarray, gold: list[list[dict[str, object]]], thresholds: dict[str, float]
) -> dict[str, float]:
    """The headline figures, for the log and the model card."""
    events = span_events(rows, scores, gold)
    together = curve([event for part in events.values() for event in part], sum(len(part) for part in gold))
    level = contract_level(rows, scores, thresholds)
    true, false, missed = (sum(level[name][part] for name in VENDOR_RISK) for part in range(3))
    return {
        "span_aupr": together.area,
        "span_p80": together.at_80,
        "span_p90": together.at_90,
        "span_reach": together.reach,
        "contract_recall": true / max(1, true + missed),
        "contract_precision": true / max(1, true + false),
    }
