"""Find a revision's geometry in a raster: which revision it is and where each of its points stands.

Descriptors give a homography (any rotation, scale, perspective); the form's own ruled lines then refine
it, and a smooth residual takes up curled paper. Accuracy on flat scans is about a tenth of a point.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.landmarks import Landmarks, all_landmarks, describe
from extraction.w9.raster import Gray, proportions, shrink
from extraction.w9.refine import bent, refine

Matrix = NDArray[np.float64]
PAGE_POINTS = 1500  # places looked at in the raster
LONG_SIDES = (800, 1300)  # pixels; the second is for a form that fills only a part of the picture
RATIO = 0.86  # nearest against second nearest descriptor distance
MIN_INLIERS = 45
FEW_INLIERS = 16
RIVAL = 0.6  # share of the best revision's inliers from which another one is tried too
MIN_SUPPORT = 0.55  # share of the form's lines that are there, in the part that is shown
MIN_SEEN = 0.1  # and in all: of a page that is cut off more than this is needed
SURE_SUPPORT = 0.85
SURE_SEEN = 0.5
REPROJECTION = 2.5  # pixels of the shrunk raster
TRIES = 30_000  # of four pairs each: finds a form that one pair in ten belongs to
APART = 60.0  # points between the middles of two forms; printed blocks move less between revisions


@dataclass(frozen=True, slots=True)
class Pairs:
    """``landmarks`` (n,) of a revision, where they may stand in the shrunk raster (n, 2), and the numbers
    (n,) of these places."""

    marks: Landmarks
    landmarks: NDArray[np.int64]
    target: NDArray[np.float32]
    used: NDArray[np.int64]

    def only(self, chosen: NDArray[np.bool_]) -> "Pairs":
        """Some of the pairs."""
        return Pairs(self.marks, self.landmarks[chosen], self.target[chosen], self.used[chosen])


@dataclass(frozen=True, slots=True)
class Fit:
    """``inliers`` landmarks that ``matrix`` puts where they are seen; ``used`` numbers those places."""

    marks: Landmarks
    inliers: int
    matrix: Matrix | None
    used: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Registration:
    """Where a revision's page stands in a raster.

    ``matrix`` takes official points to raster pixels; ``bend`` (2, k) are the coefficients of the smooth
    residual in points (see ``refine.terms``). ``support`` is the share of ruled lines found in the part
    that is shown, ``error`` their root mean square distance in points, ``lead`` the best revision's inliers
    over the next one's. ``seen`` and ``inside`` tell of each sample of the lines whether the line is there
    and whether the picture reaches so far. ``twice``: a second form is in the picture.
    """

    revision: str
    matrix: Matrix
    bend: Matrix
    inliers: int
    lead: float
    support: float
    error: float
    seen: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    twice: bool = False

    def to_raster(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Official points (n, 2) to raster pixels (n, 2)."""
        return np.asarray(project(self.matrix, bent(points, self.bend)))

    def box(self, box: Box) -> Box:
        """The upright raster box, in pixels, around an official box."""
        x0, top, x1, bottom = box
        corners = self.to_raster(np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], float))
        low, high = corners.min(axis=0), corners.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    @property
    def pixels_per_point(self) -> float:
        """The raster's resolution in the middle of the form, the coarser of the two directions."""
        here = self.to_raster(np.array([[300.0, 300], [310, 300], [300, 310]]))
        return float(min(np.hypot(*(here[1] - here[0])), np.hypot(*(here[2] - here[0]))) / 10)

    @property
    def turned(self) -> int:
        """Quarter turns clockwise of the form in the raster, in degrees: 0, 90, 180 or 270."""
        here = self.to_raster(np.array([[200.0, 300], [400, 300]]))
        angle = np.degrees(np.arctan2(here[1, 1] - here[0, 1], here[1, 0] - here[0, 0]))
        return int(round(float(angle) / 90) * 90) % 360

    @property
    def perspective(self) -> float:
        """How far from a plain turned and scaled page: the largest relative difference of opposite sides."""
        corners = self.to_raster(np.array([[40.0, 40], [570, 40], [570, 740], [40, 740]]))
        sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
        return float(max(abs(sides[0] / sides[2] - 1), abs(sides[1] / sides[3] - 1)))


def project(matrix: Matrix, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2) through a homography."""
    flat = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(flat[:, :2] / flat[:, 2:])


def register(gray: Gray) -> Registration | None:
    """The W-9 in a raster, or None when there is none that fits well enough to be read."""
    for stretch in proportions(gray):
        for long_side in LONG_SIDES:
            found = _register(gray, long_side, stretch)
            if found is not None:
                return found
    return None


def _register(gray: Gray, long_side: int, stretch: tuple[float, float]) -> Registration | None:
    small, back = shrink(gray, long_side, stretch)
    points, descriptors = describe(small, PAGE_POINTS)
    if len(points) < FEW_INLIERS:
        return None
    pairs = [_pairs(marks, points, descriptors) for marks in all_landmarks()]
    fits = sorted((_fit(one) for one in pairs), key=lambda fit: -fit.inliers)
    rivals = [fit for fit in fits if fit.inliers > RIVAL * fits[0].inliers]
    tried = [(_refined(gray, fit, back, fits), fit) for fit in rivals]
    found = [(one, fit) for one, fit in tried if one is not None]
    if not found:
        return None
    best, fit = max(found, key=lambda one: (one[0].support, one[0].inliers))
    return replace(best, twice=_twice(gray, fit, pairs, back))


def _refined(gray: Gray, fit: Fit, back: Matrix, fits: Sequence[Fit]) -> Registration | None:
    """The fit held against the form's lines: few landmarks are enough when nearly all lines are there."""
    revision, inliers = fit.marks.revision, fit.inliers
    if inliers < FEW_INLIERS or fit.matrix is None or not _plausible(fit.matrix):
        return None
    found = refine(gray, revision, back @ fit.matrix)
    if found is None or found.support < (MIN_SUPPORT if inliers >= MIN_INLIERS else SURE_SUPPORT):
        return None
    if float(np.mean(found.seen)) < (MIN_SEEN if inliers >= MIN_INLIERS else SURE_SEEN):
        return None
    others = max(other.inliers for other in fits if other.marks is not fit.marks)
    return Registration(
        revision, found.matrix, found.bend, inliers, inliers / max(1, others), found.support, found.error,
        found.seen, found.inside,
    )  # fmt: skip


def _twice(gray: Gray, first: Fit, pairs: Sequence[Pairs], back: Matrix) -> bool:
    """Is there a second form in the picture, at another place: beside the first, over it, smaller or turned?

    Looked for among the places that the first one does not explain, in every revision.
    """
    explained = set(first.used.tolist())
    for one in pairs:
        rest = np.array([place for place in one.used.tolist() if place not in explained], np.int64)
        if len(rest) < FEW_INLIERS:
            continue
        other = _fit(one.only(np.isin(one.used, rest)))
        if other.matrix is None or other.inliers < FEW_INLIERS or not _plausible(other.matrix):
            continue
        if first.matrix is None or _apart(first.matrix, other.matrix) < APART:
            continue
        lines = refine(gray, other.marks.revision, back @ other.matrix)
        if lines is None or lines.support < MIN_SUPPORT:
            continue
        if float(np.mean(lines.seen)) >= (MIN_SEEN if other.inliers >= MIN_INLIERS else SURE_SUPPORT):
            return True
    return False


def _apart(one: Matrix, other: Matrix) -> float:
    """How far the middles of two forms lie apart, in points of the first."""
    middle = np.array([[306.0, 396.0], [406.0, 396.0]])
    here, there = project(one, middle), project(other, middle)
    return float(np.hypot(*(there[0] - here[0])) / np.hypot(*(here[1] - here[0])) * 100)


def _pairs(marks: Landmarks, points: NDArray[np.float32], descriptors: NDArray[np.float32]) -> Pairs:
    """Places of the raster with the landmark each one looks like, where one stands out."""
    likeness = descriptors @ marks.descriptors.T
    rows = np.arange(len(points))
    best = likeness.argmax(axis=1)
    first = likeness[rows, best]
    likeness[rows, best] = -1
    second = likeness.max(axis=1)
    near, far = np.sqrt(np.maximum(0, 2 - 2 * first)), np.sqrt(np.maximum(1e-6, 2 - 2 * second))
    good = np.flatnonzero(near < RATIO * far)
    return Pairs(marks, best[good], points[good], good)


def _fit(pairs: Pairs) -> Fit:
    """The homography from official points to the shrunk raster that most pairs agree on."""
    if len(pairs.used) < 8:
        return Fit(pairs.marks, 0, None, pairs.used[:0])
    source = pairs.marks.points[pairs.landmarks]
    matrix, mask = cv2.findHomography(source, pairs.target, cv2.USAC_MAGSAC, REPROJECTION, maxIters=TRIES)
    if matrix is None:
        return Fit(pairs.marks, 0, None, pairs.used[:0])
    agreed = mask.ravel() > 0
    kept = len(np.unique(pairs.landmarks[agreed]))
    return Fit(pairs.marks, kept, np.asarray(matrix, np.float64), pairs.used[agreed])


def _plausible(matrix: Matrix) -> bool:
    """A page seen from the front: not mirrored, not folded, sides of like scale."""
    corners = np.array([[40.0, 40], [570, 40], [570, 740], [40, 740]])
    weights = np.c_[corners, np.ones(4)] @ matrix[2]
    if weights.min() <= 0.2 or weights.max() / weights.min() > 2.5:
        return False
    seen = project(matrix, corners)
    sides = np.roll(seen, -1, axis=0) - seen
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    lengths = np.hypot(sides[:, 0], sides[:, 1]) / np.array([530, 700, 530, 700])
    return bool(np.all(turns > 0) and lengths.max() / max(lengths.min(), 1e-6) < 2.0)
