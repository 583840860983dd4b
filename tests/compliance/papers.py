# ruff: noqa: E501 - contract wordings stand on one line, as they are read
"""Contracts for tests: numbered sections from own sentences, read by the real reader, and a classifier that knows nothing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from compliance.context import ReviewContext
from compliance.policies import Playbook, load_playbook
from compliance.review import review_contract
from compliance.types import ContractReview, Finding
from extraction.contracts import read_text
from extraction.types import Clause, ContractText

OPENING = (
    "MASTER SERVICES AGREEMENT\n\n"
    "This Master Services Agreement is made as of March 1, 2026 between Halden Data LLC, a Delaware limited "
    'liability company ("Vendor"), and Brook Foods, Inc., an Ohio corporation ("Customer").\n\n'
)
FILLER = [("Notices", "Notices must be in writing and are effective on receipt by courier.")]


class Blank:
    """A classifier that finds nothing: what remains is the work of the rules."""

    name = "blank"
    version = "0"
    categories: tuple[str, ...] = ("governing_law", "insurance", "exclusivity")
    thresholds = {"governing_law": 0.5, "insurance": 0.5, "exclusivity": 0.5}

    def scores(self, clauses: Sequence[Clause]) -> NDArray[np.float32]:
        return np.zeros((len(clauses), len(self.categories)), dtype=np.float32)


class Marks(Blank):
    """Gives a score to clauses that contain some words."""

    def __init__(self, category: str, words: str, score: float = 0.9) -> None:
        self.column, self.words, self.score = self.categories.index(category), words, score

    def scores(self, clauses: Sequence[Clause]) -> NDArray[np.float32]:
        table = super().scores(clauses)
        for row, clause in enumerate(clauses):
            if self.words in clause.text:
                table[row, self.column] = self.score
        return table


def paper(*sections: tuple[str, str], opening: str = OPENING) -> ContractText:
    """A contract of numbered sections, each a heading and its sentences."""
    body = [f"{number}. {heading}. {text}" for number, (heading, text) in enumerate(sections, start=1)]
    return read_text(opening + "\n\n".join(body) + "\n")


def review(
    document: ContractText,
    classifier: Blank | None = None,
    context: ReviewContext | None = None,
    playbook: Playbook | None = None,
) -> ContractReview:
    return review_contract(
        document,
        classifier=classifier or Blank(),
        playbook=playbook or load_playbook(),
        context=context or ReviewContext(),
    )


def by_policy(result: ContractReview) -> dict[str, Finding]:
    return {finding.policy: finding for finding in result.findings}
