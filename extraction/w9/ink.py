"""Ink: take the form's own lines and words away, and say how much is left.

On a straightened sheet the lines stand where the geometry says. A line's darkness across it is measured
along its whole length and taken off; where a stroke of writing crosses the line, the stroke stays.
"""

from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.raster import Gray
from extraction.w9.revisions import Landmark

REACH = 1.3  # points to both sides of a line's official place in which its ink may lie
DARK = 128  # below this a pixel is ink
FAINT = 170  # below this a pixel may be ink
LINE_REST = 1.9  # points: a flat part lower than this is a rest of a ruled line or a dash, not a letter
MIN_LETTER = 3.0  # points: a part smaller than this in both directions is a speck or a dot
WORD_MARGIN = 0.6  # points around a printed word
Rule = tuple[float, float, float]  # start, end, place across, in points
CORNER = 4  # pixels around a place where two lines of the form meet
SIDE = 4  # pixels looked at beyond the band
STRETCH = 61  # pixels along a line that are judged together
PALE, PRINT = 200, 80  # gray levels: below it a pixel may be of a thin stroke, and what strokes of print have
LEAST_INK = 60  # pixels: fewer are specks
MOST_GAIN = 3.0
THICKEST = 8  # pixels: a thicker dark band is not a ruled line


def without_lines(page: Gray, lines: Iterable[Box], ppp: float) -> Gray:
    """A copy of ``page`` without its ruled lines; strokes that cross a line keep their pixels."""
    clean = page.copy()
    flat = [(x0, x1, y0) for x0, y0, x1, y1 in lines if x1 - x0 >= y1 - y0]
    upright = [(y0, y1, x0) for x0, y0, x1, y1 in lines if x1 - x0 < y1 - y0]
    for line in flat:
        _erase(clean, page, line, _meeting(line, upright), ppp)
    for line in upright:
        _erase(clean.T, page.T, line, _meeting(line, flat), ppp)
    return clean


def _meeting(line: Rule, others: Iterable[Rule]) -> list[float]:
    """Where along ``line`` the form's own perpendicular lines meet it."""
    start, end, place = line
    return [
        other[2]
        for other in others
        if other[0] - 1 <= place <= other[1] + 1 and start - 1 <= other[2] <= end + 1
    ]


def _erase(clean: Gray, page: Gray, line: Rule, meeting: list[float], ppp: float) -> None:
    """Erase one horizontal line of ``page`` from ``clean`` (both may be transposed views)."""
    start, end, place = line
    height, width = page.shape
    reach = round(REACH * ppp)
    centre = round(place * ppp)
    left, right = max(0, round(start * ppp) - 3), min(width, round(end * ppp) + 4)
    top, bottom = centre - reach, centre + reach + 1
    if top < SIDE or bottom + SIDE > height or right - left < 8:
        return
    strip = np.ascontiguousarray(page[top - SIDE : bottom + SIDE, left:right])
    ruled = _ruled(strip[SIDE:-SIDE])
    if not ruled.any():
        return
    keep = _crossing(strip, ruled, ppp)
    for crossing in meeting:
        own = round(crossing * ppp) - left
        keep[:, max(0, own - CORNER) : own + CORNER + 1] = False
    band = strip[SIDE:-SIDE]
    white = (ruled | _hair(band, ruled)) & ~keep
    target = clean[top:bottom, left:right]
    target[white] = 255


def _ruled(band: Gray) -> NDArray[np.bool_]:
    """Pixels of the line itself: for each stretch of columns, the rows that are dark nearly all along it.

    The line is looked for stretch by stretch because on a page that was turned it steps up and down.
    """
    dark = (255 - band.astype(np.float32)) / 255
    window = min(STRETCH, band.shape[1])
    along = cv2.blur((dark > 0.3).astype(np.float32), (window, 1), borderType=cv2.BORDER_REPLICATE)
    # a row that is only partly line (the step lies inside the stretch) counts where it is dark itself
    core = along > 0.6
    step = (along > 0.2) & (dark > 0.2)
    rows = np.arange(band.shape[0])[:, None]
    found = core.any(axis=0)
    first = np.where(found, core.argmax(axis=0), 99)
    last = np.where(found, band.shape[0] - 1 - core[::-1].argmax(axis=0), -99)
    thin = last - first <= THICKEST
    near = (rows >= first - 2) & (rows <= last + 2) & thin & found
    solid = (rows >= first) & (rows <= last) & thin & found
    return np.asarray(solid | (near & step))


def _hair(band: Gray, ruled: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What is left right beside the line and is too light to be writing: the line's soft edge."""
    beside = cv2.dilate(ruled.astype(np.uint8), np.ones((5, 1), np.uint8)) > 0
    return np.asarray(beside & (band > DARK))


def _crossing(strip: Gray, ruled: NDArray[np.bool_], ppp: float) -> NDArray[np.bool_]:
    """Pixels of the line that belong to a stroke: it comes in on one side and goes out on the other.

    A stroke that only reaches the line from above keeps the upper half of the line's thickness.
    """
    rows = np.arange(ruled.shape[0])[:, None]
    some = ruled.any(axis=0)
    first = np.where(some, ruled.argmax(axis=0), 0)
    last = np.where(some, ruled.shape[0] - 1 - ruled[::-1].argmax(axis=0), 0)
    columns = np.arange(ruled.shape[1])
    above = _dark_at(strip, first + SIDE, columns, (-3, -2))
    below = _dark_at(strip, last + SIDE, columns, (2, 3))
    spread = np.ones((1, 2 * round(0.35 * ppp) + 1), np.uint8)
    through = (above & _spread(below, spread)) | (below & _spread(above, spread))
    upper = above & (rows <= (first + last) // 2)
    lower = below & (rows > (first + last) // 2)
    return np.asarray((through | upper | lower) & (strip[SIDE:-SIDE] < FAINT) & some)


def _dark_at(
    strip: Gray, rows: NDArray[np.int64], columns: NDArray[np.int64], steps: tuple[int, ...]
) -> NDArray[np.bool_]:
    levels = [strip[np.clip(rows + step, 0, strip.shape[0] - 1), columns] for step in steps]
    return np.asarray(np.max(levels, axis=0) < DARK)


def _spread(flags: NDArray[np.bool_], kernel: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray(cv2.dilate(flags.astype(np.uint8)[None], kernel)[0] > 0)


def components(crop: Gray, level: int = DARK) -> NDArray[np.int32]:
    """Connected dark parts of a crop: rows of x, y, width, height, pixels."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((crop < level).astype(np.uint8), connectivity=8)
    return np.asarray(stats[1:], np.int32)


def writing(crop: Gray, ppp: float, level: int = FAINT) -> Box | None:
    """The pixel box around what is written in a crop, specks left out; None when nothing is.

    By default faint ink counts: a letter must not be cut off because it is gray.
    """
    parts = components(crop, level)
    if len(parts) == 0:
        return None
    tall, flat = MIN_LETTER * ppp, LINE_REST * ppp
    letters = parts[(parts[:, 3] >= tall) | ((parts[:, 2] >= tall) & (parts[:, 3] >= flat))]
    if len(letters) == 0:
        return None
    x0, y0 = float(letters[:, 0].min()), float(letters[:, 1].min())
    x1, y1 = float((letters[:, 0] + letters[:, 2]).max()), float((letters[:, 1] + letters[:, 3]).max())
    return x0, y0, x1, y1


def gain_of(crop: Gray) -> float:
    """How many times darker the ink of a clean crop must be made to be as dark as print; 1 when it is."""
    ink = crop[crop < PALE]
    if ink.size < LEAST_INK:
        return 1.0
    level = float(np.percentile(ink, 10))
    return min(MOST_GAIN, (255 - PRINT) / (255 - level)) if level > PRINT else 1.0


def darker(crop: Gray, gain: float) -> Gray:
    """The crop with its ink ``gain`` times as dark."""
    if gain <= 1.0:
        return crop
    return np.asarray(255 - np.minimum(255, (255 - crop.astype(np.float32)) * gain), np.uint8)


def share(crop: Gray, level: int = DARK) -> float:
    """The dark share of a crop's pixels (0..1)."""
    return float(np.count_nonzero(crop < level)) / max(1, crop.size)


def without_words(page: Gray, words: Iterable[Landmark], bars: Iterable[Box], ppp: float) -> Gray:
    """A copy of ``page`` in which the printed words and bars are white."""
    clean = page.copy()
    boxes = [word.box for word in words] + list(bars)
    for x0, top, x1, bottom in boxes:
        clean[
            max(0, round((top - WORD_MARGIN) * ppp)) : round((bottom + WORD_MARGIN) * ppp),
            max(0, round((x0 - WORD_MARGIN) * ppp)) : round((x1 + WORD_MARGIN) * ppp),
        ] = 255
    return clean
