"""Contracts and lawyers' labels to training rows: one row a clause, one target a category."""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from compliance.taxonomy import CATEGORIES, CUAD_NAMES
from compliance.training.weak import STRONG, weak_label
from compliance.views import View, views
from extraction.contracts import read_text
from extraction.types import Clause

NAMES = tuple(category.id for category in CATEGORIES)
CUAD = tuple(name for name in NAMES if name in CUAD_NAMES)
UNKNOWN = -1.0
_SENTENCES = Path(__file__).parent / "data" / "vendor_clauses.txt"
_VENDORS = (
    "Vendor",
    "Supplier",
    "Provider",
    "Contractor",
    "Licensor",
    "Acme Cloud, Inc.",
    "the Company",
    "Seller",
)
_CUSTOMERS = (
    "Customer",
    "Client",
    "Buyer",
    "Purchaser",
    "Licensee",
    "Northwind Corp.",
    "the Owner",
    "Subscriber",
)


@dataclass(slots=True)
class Rows:
    """``topic`` (n, categories) in {0, 1, -1 unknown}; ``hit`` (n, CUAD categories) in {0, 1}.

    Topic: at least half of the clause lies in a labelled span. Hit: the clause reproduces a labelled span
    (word Jaccard at least 0.5; for the parties, the name is contained), as the span metric asks.
    """

    views: list[View]
    topic: NDArray[np.float32]
    hit: NDArray[np.float32]
    contract: NDArray[np.int32]
    clauses: list[Clause]


def words(text: str) -> set[str]:
    """The word set of CUAD's metric."""
    for char in ".,;:":
        text = text.replace(char, "")
    return set(text.lower().replace("/", " ").split())


def read_names(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def read_labels(path: Path) -> dict[str, list[dict[str, object]]]:
    """Contract name -> its labelled spans (category, start, end, text)."""
    found: dict[str, list[dict[str, object]]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found[row["contract"]].append(row)
    return found


def load(folder: Path, names: list[str]) -> Rows:
    """Rows of the named contracts, in order."""
    labels = read_labels(folder / "labels.jsonl")
    parts = [contract_rows(folder, name, labels[name], index) for index, name in enumerate(names)]
    return Rows(
        [view for part in parts for view in part.views],
        np.concatenate([part.topic for part in parts]),
        np.concatenate([part.hit for part in parts]),
        np.concatenate([part.contract for part in parts]),
        [clause for part in parts for clause in part.clauses],
    )


def contract_rows(folder: Path, name: str, gold: list[dict[str, object]], index: int) -> Rows:
    with (folder / "txt" / name).open(encoding="utf-8", newline="") as file:
        clauses = read_text(file.read()).clauses
    made = views(clauses)
    topic, hit = label(list(clauses), made, gold)
    return Rows(made, topic, hit, np.full(len(made), index, np.int32), list(clauses))


def label(
    clauses: list[Clause], made: list[View], gold: list[dict[str, object]]
) -> tuple[np.ndarray, np.ndarray]:
    topic = np.zeros((len(made), len(NAMES)), np.float32)
    hit = np.zeros((len(made), len(CUAD)), np.float32)
    ids = {printed: name for name, printed in CUAD_NAMES.items()}
    for span in gold:
        _mark(clauses, span, ids[str(span["category"])], topic, hit)
    for name in STRONG:
        column = NAMES.index(name)
        for row, view in enumerate(made):
            value = 0.0 if view.inside else weak_label(name, view.text, view.heading)
            topic[row, column] = UNKNOWN if value is None else value
    return topic, hit


def _mark(
    clauses: list[Clause], span: dict[str, object], name: str, topic: np.ndarray, hit: np.ndarray
) -> None:
    start, end, text = int(str(span["start"])), int(str(span["end"])), " ".join(str(span["text"]).split())
    wanted, column, place = words(text), CUAD.index(name), NAMES.index(name)
    for row, clause in enumerate(clauses):
        shared = min(end, clause.end) - max(start, clause.start)
        if shared <= 0:
            continue
        have = words(" ".join(clause.text.split()))
        same = len(have & wanted) >= 0.5 * len(have | wanted)
        contained = name == "parties" and text in " ".join(clause.text.split())
        if same or contained:
            hit[row, column] = topic[row, place] = 1.0
        elif shared >= 0.5 * (clause.end - clause.start):
            topic[row, place] = 1.0


def written(seed: int, more: Path | None = None, copies: int = 4) -> list[tuple[View, str]]:
    """The project's own sentences with seeded names filled in, and each one's category ("none" too).

    ``more`` is a file of the same form (``# category`` over its sentences, one a line), for example what
    reviewers decided. Raises ValueError for a category that there is not.
    """
    draw = random.Random(seed)
    made: list[tuple[View, str]] = []
    for path in (_SENTENCES, more):
        for category, line in _sentences(path) if path else ():
            for _ in range(copies):
                text = line.replace("{V}", draw.choice(_VENDORS)).replace("{C}", draw.choice(_CUSTOMERS))
                view = View(text, "", "", "", "", inside=False, position=draw.random())
                made.append((view, category))
    return made


def _sentences(path: Path) -> Iterator[tuple[str, str]]:
    category = "none"
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            category = line[1:].strip()
            if category != "none" and category not in NAMES:
                raise ValueError(f"{path.name}: no category {category!r}")
        elif line.strip():
            yield category, line.strip()
