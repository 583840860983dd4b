"""How much of the form a picture shows: what is cut off, fed halfway, folded away or covered is not empty."""

from dataclasses import dataclass

import numpy as np

from extraction.types import Box
from extraction.w9.refine import lined, samples, within
from extraction.w9.register import Registration
from extraction.w9.revisions import Revision, union

EDGE = 2.0  # points by which printed matter or a field may lie beyond the picture's edge
AROUND = 6.0  # points around a field in which its lines lie
NEAR_LINES = 8  # samples of lines near a field from which on their absence says that it is covered
GONE = 0.12  # share of them that may be found by chance


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a raster of ``size`` (width, height in pixels) shows of a registered form."""

    found: Registration
    revision: Revision
    size: tuple[int, int]

    @property
    def whole(self) -> bool:
        """Is all that is printed on the form in the picture, and are its lines there from end to end?"""
        fields = union([field.box for field in self.revision.fields.values()])
        return self._in_picture(printed_area(self.revision)) and _holds(self._lined(), fields)

    def shows(self, box: Box) -> bool:
        """Is this part of the form to be seen: in the picture, and with its lines around it?"""
        return self._in_picture(box) and _holds(self._lined(), box) and not self._covered(box)

    def _in_picture(self, box: Box) -> bool:
        x0, top, x1, bottom = box
        along = np.linspace(0, 1, 9)
        across, down = x0 + (x1 - x0) * along, top + (bottom - top) * along
        ends = [np.c_[across, np.full(9, y)] for y in (top, bottom)]
        sides = [np.c_[np.full(9, x), down] for x in (x0, x1)]
        seen = self.found.to_raster(np.vstack([*ends, *sides]))
        slack = EDGE * self.found.pixels_per_point
        return bool(np.all(seen >= -slack) and np.all(seen <= np.array(self.size) + slack))

    def _lined(self) -> Box:
        return lined(samples(self.revision.id).points, self.found.seen)

    def _covered(self, box: Box) -> bool:
        around = box[0] - AROUND, box[1] - AROUND, box[2] + AROUND, box[3] + AROUND
        near = self.found.seen[within(samples(self.revision.id).points, around)]
        return len(near) >= NEAR_LINES and float(np.mean(near)) <= GONE


def printed_area(revision: Revision) -> Box:
    """The official box around everything that is printed on the page; printer's notes beyond it left out."""
    width, height = revision.size
    boxes = [*(word.box for word in (*revision.landmarks, *revision.printed)), *revision.lines]
    return union([box for box in boxes if _holds((0, 0, width, height), box)])


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0] + EDGE
        and outer[1] <= inner[1] + EDGE
        and outer[2] >= inner[2] - EDGE
        and outer[3] >= inner[3] - EDGE
    )
