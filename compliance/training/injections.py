"""Train the model of ``compliance.injection.wording``: own attack wordings against sentences of contracts.

``python -m compliance.training.injections --data DIR`` with the folder of ``txt/`` and ``train.txt``. The
attacks are composed from the slots of ``data/injections.json`` or written out there.
"""

import argparse
import json
import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from compliance.injection.address import sentences
from compliance.injection.wording import BUCKETS, WEIGHTS, Wording, buckets

ORDERS = Path(__file__).parent / "data" / "injections.json"
COMPOSED = 3_000  # attacks
NEGATIVES = 40_000  # sentences of contracts
_SLOT = re.compile(r"\{(\w+)\}")


def composed(data: Mapping[str, Any], number: int, seed: int = 1) -> list[str]:
    """Different orders to a machine, put together from openings, acts and the words of their slots."""
    chance = random.Random(seed)
    found: set[str] = set()
    while len(found) < number:
        act = _filled(chance.choice(data["acts"]), data["slots"], chance)
        if chance.random() < 0.25:
            act += chance.choice([" and ", ", then ", "; "])
            act += _filled(chance.choice(data["acts"]), data["slots"], chance)
        order = chance.choice(["", *data["openings"]]) + act + chance.choice([".", ".", "", "!"])
        found.add(order[0].upper() + order[1:])
    return sorted(found)


def _filled(act: str, slots: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    return _SLOT.sub(lambda slot: chance.choice(slots[slot[1]]), act)


def fit(orders: Sequence[str], ordinary: Sequence[str], weights: Sequence[float]) -> Wording:
    """A logistic regression on hashed features; ``weights`` of the orders, then of the ordinary ones."""
    table = _table([*orders, *ordinary])
    target = np.r_[np.ones(len(orders)), np.zeros(len(ordinary))]
    model = LogisticRegression(C=8, max_iter=200, solver="liblinear")
    model.fit(table, target, sample_weight=np.asarray(weights))
    scale = float(np.abs(model.coef_).max()) / 127
    return Wording(np.round(model.coef_[0] / scale).astype(np.int8), scale, float(model.intercept_[0]))


def _table(texts: Sequence[str]) -> sparse.csr_matrix:
    rows = [buckets(text) for text in texts]
    values = [np.full(len(row), max(6, len(row)) ** -0.5) for row in rows]
    starts = np.cumsum([0, *map(len, rows)])
    return sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(rows), starts), shape=(len(rows), BUCKETS)
    )


def contract_sentences(folder: Path, number: int, seed: int = 1) -> list[str]:
    """A sample of the different sentences of the training contracts."""
    found: set[str] = set()
    for name in (folder / "train.txt").read_text("utf-8").splitlines():
        text = (folder / "txt" / name).read_text("utf-8")
        found |= {" ".join(text[start:end].split())[:600] for start, end in sentences(text)}
    return random.Random(seed).sample(sorted(found), min(number, len(found)))


def train(folder: Path) -> Wording:
    """The shipped model from the shipped wordings and a folder of contracts."""
    data = json.loads(ORDERS.read_text("utf-8"))
    made, negatives = composed(data, COMPOSED), contract_sentences(folder, NEGATIVES)
    weights = [4.0] * len(made) + [24.0] * len(data["orders"]) + [1.0] * len(negatives)
    weights += [8.0] * len(data["ordinary"])
    return fit([*made, *data["orders"]], [*negatives, *data["ordinary"]], weights)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m compliance.training.injections")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, default=WEIGHTS, metavar="FILE")
    chosen = parser.parse_args(arguments)
    model = train(chosen.data)
    np.savez_compressed(
        chosen.out, weights=model.weights, scale=np.float64(model.scale), bias=np.float64(model.bias)
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
