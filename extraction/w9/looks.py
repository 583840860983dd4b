"""Do letters look like what they are said to be? An independent look at the rendered page.

A font may map the picture of one digit to the code of another, so that every text reader is fooled while
a person sees the truth (ISO 32000-2, 9.10). The letters of an entry are cut out of the rendered page one
by one, set side by side without the form's lines, and read by the OCR engine.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extraction.w9.glyphs import Glyph, PageInk
from extraction.w9.revisions import union

SCALE = 300 / 72  # pixels a point
GAP = 12  # pixels of paper between two digits
MARGIN = 14  # pixels of paper around the strip


def digits_seen(ink: PageInk, glyphs: Sequence[Glyph]) -> str:
    """The digits that OCR sees where ``glyphs`` stand; "" when it sees none."""
    from extraction.w9.ocr_crop import ppocr

    wanted = [glyph for glyph in glyphs if glyph.text.isdigit()]
    if not wanted:
        return ""
    read = ppocr(_strip(ink, wanted), "digits")
    return "".join(letter for letter in read.text if letter.isdigit())


def _strip(ink: PageInk, glyphs: Sequence[Glyph]) -> NDArray[np.uint8]:
    """The digits from left to right on white paper, each as the page draws it."""
    around = union([glyph.box for glyph in glyphs])
    around = around[0] - 1, around[1] - 1, around[2] + 1, around[3] + 1
    picture = ink.zoom(around, SCALE)
    rows = picture.shape[0] + 2 * MARGIN
    pieces = [np.full((rows, MARGIN), 255, np.uint8)]
    for glyph in sorted(glyphs, key=lambda one: one.box[0]):
        left, right = ((edge - around[0]) * SCALE for edge in (glyph.box[0], glyph.box[2]))
        top, bottom = ((edge - around[1]) * SCALE for edge in (glyph.box[1], glyph.box[3]))
        cut = picture[max(int(top) - 1, 0) : int(bottom) + 2, max(int(left) - 1, 0) : int(right) + 2]
        piece = np.full((rows, cut.shape[1] + GAP), 255, np.uint8)
        start = MARGIN + max(int(top) - 1, 0)
        piece[start : start + cut.shape[0], : cut.shape[1]] = cut
        pieces.append(piece)
    return np.ascontiguousarray(np.concatenate([*pieces, pieces[0]], axis=1))
