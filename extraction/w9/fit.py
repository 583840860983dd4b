"""Which revision a page's text layer is, and where the official page lies on it.

Landmark words are matched by their text; the placement is a similarity (scale, turn, shift) that most of
them agree on, so a form that was printed to another paper size, shifted or turned is still read.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.revisions import Revision, revisions

TOLERANCE = 2.0  # points between a landmark and where the placement puts it
ENOUGH = 25  # landmarks that must agree before a page counts as the official form
OFTEN = 4  # a word that occurs more often on a page is no landmark of one form among two
APART = 60.0  # points between the middles of two forms on one page


@dataclass(frozen=True, slots=True)
class Placement:
    """Official points to page points: ``x' = a x - b y + dx``, ``y' = b x + a y + dy``."""

    revision: Revision
    a: float
    b: float
    dx: float
    dy: float
    agreed: int
    share: float  # of the revision's landmarks
    worded: bool = True  # the page has the official words; False: only the official fields

    @property
    def scale(self) -> float:
        """Page points for one official point."""
        return math.hypot(self.a, self.b)

    def to_page(self, box: Box) -> Box:
        """The upright box on the page around an official box."""
        return self._around([(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])])

    def to_form(self, box: Box) -> Box:
        """The upright box in official points around a box of the page."""
        square = self.a**2 + self.b**2
        inverse = Placement(self.revision, self.a / square, -self.b / square, 0.0, 0.0, 0, 0.0)
        corners = [(x - self.dx, y - self.dy) for x in (box[0], box[2]) for y in (box[1], box[3])]
        return inverse._around(corners)

    def _around(self, corners: list[tuple[float, float]]) -> Box:
        xs = [self.a * x - self.b * y + self.dx for x, y in corners]
        ys = [self.b * x + self.a * y + self.dy for x, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


def place(words: Sequence[tuple[str, Box]]) -> Placement | None:
    """The revision whose landmarks fit the words best, or None when the page is not the official form."""
    count = Counter(text for text, _ in words)
    once = {text: middle(box) for text, box in words if count[text] == 1}
    found = [placed for revision in revisions().values() if (placed := _fit(revision, once))]
    return max(found, key=lambda placed: placed.agreed * placed.share, default=None)


def repeated(words: Sequence[tuple[str, Box]]) -> bool:
    """Does the page hold the official form twice, at two places, whatever their size and turn?"""
    where: dict[str, list[tuple[float, float]]] = {}
    for text, box in words:
        where.setdefault(text, []).append(middle(box))
    return any(_repeated(revision, where) for revision in revisions().values())


def _repeated(revision: Revision, where: dict[str, list[tuple[float, float]]]) -> bool:
    pairs = [
        (middle(mark.box), place)
        for mark in revision.landmarks
        if 2 <= len(where.get(mark.text, [])) <= OFTEN
        for place in where[mark.text]
    ]
    order = np.random.default_rng(0).permutation(len(pairs))  # so that pairs of one form meet each other
    pairs = [pairs[place] for place in order]
    found: list[tuple[float, float]] = []
    while len(pairs) >= ENOUGH and len(found) < 2:
        placed = fit_pairs(revision, pairs, enough=ENOUGH, of=len(revision.landmarks))
        if placed is None:
            return False
        x, y = middle(placed.to_page((0, 0, *revision.size)))
        found.append((x / placed.scale, y / placed.scale))
        pairs = [pair for pair in pairs if not _explains(placed, pair)]
    return len(found) == 2 and math.dist(found[0], found[1]) > APART


def _explains(placed: Placement, pair: tuple[tuple[float, float], tuple[float, float]]) -> bool:
    x, y = middle(placed.to_page((*pair[0], *pair[0])))
    return math.dist((x, y), pair[1]) < 2 * TOLERANCE * placed.scale


def middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _fit(revision: Revision, once: dict[str, tuple[float, float]]) -> Placement | None:
    pairs = [(middle(mark.box), once[mark.text]) for mark in revision.landmarks if mark.text in once]
    if len(pairs) < ENOUGH:
        return None
    return fit_pairs(revision, pairs, enough=ENOUGH, of=len(revision.landmarks))


def fit_pairs(
    revision: Revision,
    pairs: Sequence[tuple[tuple[float, float], tuple[float, float]]],
    *,
    enough: int,
    of: int,
) -> Placement | None:
    """The placement that at least ``enough`` pairs (official point, page point) agree on.

    Its share is that of the ``of`` pairs there could be.
    """
    source, target = np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])
    best = _agreeing(source, target)
    if best is None or int(best.sum()) < enough:
        return None
    a, b, dx, dy = _solve(source[best], target[best])
    agreed = int(best.sum())
    return Placement(revision, a, b, float(dx), float(dy), agreed, agreed / of)


def _agreeing(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.bool_] | None:
    """The largest set of pairs that one similarity explains, tried from pairs far apart."""
    best: NDArray[np.bool_] | None = None
    rows = len(source)
    for step in range(0, rows, max(1, rows // 24)):
        other = (step + rows // 2) % rows
        if np.hypot(*(source[step] - source[other])) < 60:
            continue
        a, b, dx, dy = _solve(source[[step, other]], target[[step, other]])
        if not 0.3 < math.hypot(a, b) < 3:
            continue
        error = np.hypot(
            a * source[:, 0] - b * source[:, 1] + dx - target[:, 0],
            b * source[:, 0] + a * source[:, 1] + dy - target[:, 1],
        )
        inside = error < TOLERANCE * math.hypot(a, b)
        if best is None or inside.sum() > best.sum():
            best = inside
    return best


def _solve(source: NDArray[np.float64], target: NDArray[np.float64]) -> tuple[float, float, float, float]:
    """Least squares similarity."""
    start, end = source.mean(axis=0), target.mean(axis=0)
    x, y = (source - start).T
    u, v = (target - end).T
    norm = float((x**2 + y**2).sum()) or 1.0
    a, b = float((x * u + y * v).sum()) / norm, float((x * v - y * u).sum()) / norm
    return a, b, end[0] - a * start[0] + b * start[1], end[1] - b * start[0] - a * start[1]
