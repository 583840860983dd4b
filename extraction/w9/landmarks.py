"""What a printed W-9 looks like around a few hundred places: SIFT descriptors of each revision, as data.

A descriptor is 128 numbers about the gradients around one point of the empty form; with its position it
lets a page be recognised and found in a raster of any rotation, scale or perspective (Lowe 2004). The
form itself cannot be drawn from them.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from extraction.w9.revisions import Keypoint, Revision, revisions

MODEL_PIXELS = 792  # long side of the page when it is described: one pixel a point
KEPT = 900
CONTRAST = 0.02  # below OpenCV's default: small print on a fax is faint


@dataclass(frozen=True, slots=True)
class Landmarks:
    """``points`` (n, 2) in points of the official page; ``descriptors`` (n, 128) of unit length."""

    revision: str
    points: NDArray[np.float32]
    descriptors: NDArray[np.float32]


def describe(gray: NDArray[np.uint8], count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The strongest ``count`` places of a picture: pixels (n, 2) and unit descriptors (n, 128)."""
    keypoints, descriptors = cv2.SIFT.create(count, contrastThreshold=CONTRAST).detectAndCompute(gray, None)
    if descriptors is None:
        return np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32)
    points = np.array([keypoint.pt for keypoint in keypoints], np.float32)
    return points, unit(descriptors.astype(np.float32))


def unit(descriptors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Square-rooted and scaled to length one (Arandjelovic and Zisserman 2012), so that a dot compares."""
    rooted = np.sqrt(descriptors / np.maximum(descriptors.sum(axis=1, keepdims=True), 1e-6))
    return np.asarray(rooted, np.float32)


@lru_cache(maxsize=1)
def all_landmarks() -> tuple[Landmarks, ...]:
    """The landmarks of every revision, newest first. Unpacked once a process."""
    return tuple(_unpacked(revision) for revision in reversed(revisions().values()))


def _unpacked(revision: Revision) -> Landmarks:
    points = np.array([(one.x, one.y) for one in revision.keypoints], np.float32)
    descriptors = np.array(
        [np.frombuffer(one.descriptor, np.uint8) for one in revision.keypoints], np.float32
    )
    return Landmarks(revision.id, points, unit(descriptors))


def keypoints_of(blank: Path) -> list[Keypoint]:
    """The strongest places of page 1 of an empty form."""
    with pdfium.PdfDocument(blank) as document:
        page = document[0]
        scale = MODEL_PIXELS / page.get_height()
        gray = cv2.cvtColor(page.render(scale=scale).to_numpy(), cv2.COLOR_BGR2GRAY)
    detector = cv2.SIFT.create(KEPT, contrastThreshold=CONTRAST)
    places, descriptors = detector.detectAndCompute(gray, None)
    return [
        Keypoint(round(place.pt[0] / scale, 1), round(place.pt[1] / scale, 1), row.tobytes())
        for place, row in zip(places, descriptors.astype(np.uint8), strict=True)
    ]
