"""Refine a rough homography with the form's own ruled lines, to about a tenth of a point.

At points along every line the page is looked at across it; the darkest ridge gives the line's distance
there. A homography and then a smooth bend are fitted to those distances with outliers weighed down.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.raster import Gray
from extraction.w9.revisions import revisions

Array = NDArray[np.float64]
STEP = 4.0  # points between samples along a line
STRIDE = 0.25  # points between samples across a line
RUN = 7  # samples along a line that are looked at together
REACHES = (4.0, 2.0, 1.2)  # points to both sides, from one round to the next
MIN_CONTRAST = 18.0  # gray levels between a line and the paper beside it
BAND = 12.0  # points: strips of the form that are asked together whether their lines are there
BAND_SAMPLES = 12
BAND_SHARE = 0.35
LEAST_SHOWN = (
    0.1  # share of the form's lines in the part that is shown: on less, some other form's lie by chance
)
SCALE = 300.0  # points that count as one in the polynomial terms: keeps the system well conditioned


@dataclass(frozen=True, slots=True)
class Refined:
    """``matrix`` official points to pixels, ``bend`` (2, 6) smooth residual, error in points.

    ``seen`` and ``inside`` tell for each sample of the lines (see ``samples``) whether its line is there and
    whether the picture reaches so far; ``support`` is the share of ``seen`` in the part that is shown.
    """

    matrix: Array
    bend: Array
    support: float
    error: float
    seen: NDArray[np.bool_]
    inside: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Samples:
    """Points along the lines of a revision (n, 2), the unit normals (n, 2), and the line of each (n,)."""

    points: Array
    normals: Array
    line: NDArray[np.int64]


@cache
def samples(revision: str) -> Samples:
    """Sample points along the ruled lines of a revision, longer than a check box's side."""
    points, normals, line = [], [], []
    for number, (x0, y0, x1, y1) in enumerate(revisions()[revision].lines):
        length = max(x1 - x0, y1 - y0)
        if length < 9 or y1 > 800 or y0 < 0:
            continue
        along = np.linspace(2, length - 2, max(3, int(length / STEP)))
        flat = x1 - x0 > y1 - y0
        points.append(
            np.c_[x0 + along, np.full(len(along), y0)] if flat else np.c_[np.full(len(along), x0), y0 + along]
        )
        normals.append(np.tile([0.0, 1.0] if flat else [1.0, 0.0], (len(along), 1)))
        line.append(np.full(len(along), number))
    return Samples(np.vstack(points), np.vstack(normals), np.concatenate(line))


def terms(points: Array) -> Array:
    """The polynomial terms of the bend at official points: (n, 6)."""
    x, y = (points[:, 0] - SCALE) / SCALE, (points[:, 1] - SCALE) / SCALE
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)


def bent(points: Array, bend: Array) -> Array:
    """Official points moved by the bend."""
    return np.asarray(points + terms(points) @ bend.T)


def refine(gray: Gray, revision: str, matrix: Array) -> Refined | None:
    """Fit the lines of ``revision`` on the raster, from a matrix that is right to a few points."""
    marks = samples(revision)
    bend = np.zeros((2, 6))
    for round_number, reach in enumerate(REACHES):
        offset, weight = _offsets(gray, marks, matrix, bend, reach)
        if np.count_nonzero(weight) < 60:
            return None
        if round_number < len(REACHES) - 1:
            matrix = matrix @ _small_homography(marks, offset, weight)
        else:
            bend = _small_bend(marks, offset, weight)
    offset, weight = _offsets(gray, marks, matrix, bend, REACHES[-1])
    ridge = weight > 0
    seen = ridge & (np.abs(offset) < 0.8)
    error = float(np.sqrt(np.mean(np.minimum(np.abs(offset[ridge]), 0.8) ** 2))) if ridge.any() else 9.0
    inside = _inside(gray, bent(marks.points, bend), matrix)
    shown = inside & within(marks.points, lined(marks.points, seen))
    support = float(np.mean(seen[shown])) if np.mean(shown) >= LEAST_SHOWN else 0.0
    return Refined(matrix, bend, support, error, seen, inside)


def _inside(gray: Gray, points: Array, matrix: Array) -> NDArray[np.bool_]:
    """Does the picture reach to each of the points?"""
    flat = np.c_[points, np.ones(len(points))] @ matrix.T
    where = flat[:, :2] / flat[:, 2:]
    height, width = gray.shape
    return np.asarray(np.all((where >= 0) & (where <= (width - 1, height - 1)), axis=1))


def lined(points: Array, seen: NDArray[np.bool_]) -> Box:
    """The part of the form, in official points, beyond which none of its lines are to be seen.

    A page that was fed halfway, folded or torn has no lines from some place on. Sides where the lines go on
    to the end are left open (infinite).
    """
    left, right = _reach(points[:, 0], seen)
    top, bottom = _reach(points[:, 1], seen)
    return left, top, right, bottom


def _reach(along: Array, seen: NDArray[np.bool_]) -> tuple[float, float]:
    """Where the found lines begin and end along one direction; infinite where they reach the form's end."""
    bands = np.floor(along / BAND).astype(np.int64)
    size = int(bands.max()) + 1
    there, found = np.bincount(bands, minlength=size), np.bincount(bands, seen, minlength=size)
    asked = np.flatnonzero(there >= BAND_SAMPLES)
    good = asked[found[asked] > BAND_SHARE * there[asked]]
    if len(good) == 0:
        return np.inf, -np.inf
    low = -np.inf if good[0] == asked[0] else good[0] * BAND
    high = np.inf if good[-1] == asked[-1] else (good[-1] + 1) * BAND
    return float(low), float(high)


def within(points: Array, box: Box) -> NDArray[np.bool_]:
    """Which points (n, 2) lie in the box?"""
    return np.asarray(np.all((points >= box[:2]) & (points <= box[2:]), axis=1))


def _offsets(gray: Gray, marks: Samples, matrix: Array, bend: Array, reach: float) -> tuple[Array, Array]:
    """Distance in points of the dark ridge from each sample along its normal, and how far to trust it."""
    across = np.arange(-reach - 1, reach + 1 + STRIDE / 2, STRIDE)
    where = bent(marks.points, bend)[:, None, :] + across[None, :, None] * marks.normals[:, None, :]
    flat = np.c_[where.reshape(-1, 2), np.ones(where.shape[0] * where.shape[1])] @ matrix.T
    seen = (flat[:, :2] / flat[:, 2:]).reshape(*where.shape[:2], 2).astype(np.float32)
    profile = cv2.remap(gray, seen[..., 0], seen[..., 1], cv2.INTER_LINEAR, borderValue=255).astype(
        np.float64
    )
    profile = _run_mean(profile, marks.line)
    width = round(1.0 / STRIDE)
    beside = np.minimum(np.roll(profile, width, axis=1), np.roll(profile, -width, axis=1))
    ridge = (beside - profile)[:, width:-width]
    best = ridge.argmax(axis=1)
    rows = np.arange(len(ridge))
    strength = ridge[rows, best]
    low, high = ridge[rows, np.maximum(best - 1, 0)], ridge[rows, np.minimum(best + 1, ridge.shape[1] - 1)]
    curve = low - 2 * strength + high
    shift = np.where(curve < -1e-6, 0.5 * (low - high) / np.minimum(curve, -1e-6), 0.0)
    offset = across[width:-width][best] + np.clip(shift, -0.5, 0.5) * STRIDE
    edge = (best == 0) | (best == ridge.shape[1] - 1)
    weight = np.where((strength > MIN_CONTRAST) & ~edge, 1.0, 0.0)
    return offset, weight


def _run_mean(profile: Array, line: NDArray[np.int64]) -> Array:
    """Mean over ``RUN`` neighbours of the same line: text that crosses a line is averaged away."""
    smooth = cv2.blur(profile, (1, RUN), borderType=cv2.BORDER_REPLICATE)
    half = RUN // 2
    inner = np.zeros(len(line), bool)
    inner[half:-half] = line[2 * half :] == line[: -2 * half]
    smooth[~inner] = cv2.blur(profile, (1, 3), borderType=cv2.BORDER_REPLICATE)[~inner]
    return np.asarray(smooth)


def _robust(design: Array, offset: Array, weight: Array, ridge: float, spread: float) -> Array:
    """Least squares with Tukey's weights, ``ridge`` on every coefficient."""
    solution = np.asarray(np.zeros(design.shape[1]), np.float64)
    for _ in range(6):
        residual = offset - design @ solution
        scale = max(spread, 1.5 * float(np.median(np.abs(residual[weight > 0]))))
        tukey = np.maximum(0, 1 - (residual / (3 * scale)) ** 2) ** 2 * weight
        normal = design.T @ (design * tukey[:, None]) + ridge * np.eye(design.shape[1])
        solution = np.asarray(np.linalg.solve(normal, design.T @ (tukey * offset)), np.float64)
    return solution


def _small_homography(marks: Samples, offset: Array, weight: Array) -> Array:
    """A homography near the identity that moves the samples onto the ridges."""
    x, y = marks.points.T
    nx, ny = marks.normals.T
    one = np.ones_like(x)
    u, v = x / SCALE, y / SCALE
    bow_u, bow_v = -(nx * x + ny * y) * u, -(nx * x + ny * y) * v
    design = np.stack(
        [nx * u, nx * v, nx * one, ny * u, ny * v, ny * one, bow_u / SCALE, bow_v / SCALE], axis=1
    )
    a, b, c, d, e, f, g, h = _robust(design, offset, weight, 1e-3, 0.15)
    return np.array(
        [
            [1 + a / SCALE, b / SCALE, c],
            [d / SCALE, 1 + e / SCALE, f],
            [g / SCALE**2, h / SCALE**2, 1.0],
        ]
    )


def _small_bend(marks: Samples, offset: Array, weight: Array) -> Array:
    """The smooth residual: quadratic in both directions, held back where few lines speak."""
    basis = terms(marks.points)
    design = np.hstack([basis * marks.normals[:, :1], basis * marks.normals[:, 1:]])
    return _robust(design, offset, weight, 3.0, 0.1).reshape(2, 6)
