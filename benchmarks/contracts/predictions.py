"""The classifier's scores as predicted spans, and the data set's own scorer over them."""

import importlib.util
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from compliance.classifier import Classifier
from compliance.taxonomy import CUAD_NAMES, VENDOR_RISK
from extraction.contracts import read_text

_LEAST = 1e-4  # scores below are not written: they change no figure


def names(folder: Path) -> list[str]:
    """The contracts to measure on."""
    return [line for line in (folder / "dev.txt").read_text(encoding="utf-8").splitlines() if line.strip()]


def text_of(folder: Path, name: str) -> str:
    with (folder / "txt" / name).open(encoding="utf-8", newline="") as file:
        return file.read()


def write(folder: Path, chosen: list[str], classifier: Classifier, target: Path) -> None:
    """One JSON line a clause and category: contract, category as CUAD prints it, start, end, score."""
    with target.open("w", encoding="utf-8") as out:
        for name in chosen:
            for row in _rows(name, text_of(folder, name), classifier):
                out.write(json.dumps(row) + "\n")


def _rows(name: str, text: str, classifier: Classifier) -> Iterator[dict[str, Any]]:
    clauses = read_text(text).clauses
    scores = classifier.scores(clauses)
    for column, category in enumerate(classifier.categories):
        printed = CUAD_NAMES.get(category)
        if printed is None:
            continue
        for clause, score in zip(clauses, scores[:, column].tolist(), strict=True):
            if score >= _LEAST:
                yield {
                    "contract": name,
                    "category": printed,
                    "start": clause.start,
                    "end": clause.end,
                    "text": clause.text,
                    "score": score,
                }


def scorer(folder: Path) -> ModuleType:
    """The scorer that comes with the data: span, segment and contract metrics."""
    spec = importlib.util.spec_from_file_location("contract_score", folder / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def vendor_risk(per_category: dict[str, Any]) -> tuple[float, float]:
    """Recall and precision over contracts of the fourteen vendor-risk categories together."""
    rows = [per_category[CUAD_NAMES[name]]["contract"] for name in VENDOR_RISK]
    true, false, missed = (sum(row[key] for row in rows) for key in ("tp", "fp", "fn"))
    return true / max(1, true + missed), true / max(1, true + false)
