"""Do letters look like what they are said to be? An independent look at the rendered page.

A font may map the picture of one letter to the code of another, so that every text reader is fooled while
a person sees the truth (ISO 32000-2, 9.10). The letters of an entry are cut out of the rendered page without
the form's lines and read by OCR: a tax id digit by digit, other entries as a line. A line is said to lie
only when two engines see the same other text, or when neither sees anything like it.
"""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

import numpy as np
from numpy.typing import NDArray

from extraction.types import Box
from extraction.w9.drawn import RULED, without
from extraction.w9.glyphs import Glyph, PageInk
from extraction.w9.revisions import union

SCALE = 300 / 72  # pixels a point
GAP = 12  # pixels of paper between two digits
MARGIN = 14  # pixels of paper around the strip
#: What engines take for each other. G is taken for 6 and for C, which are not taken for each other.
ALIKE = str.maketrans("0OQC1IJL5S8BZ2G6VU", "0000111155882266UU")
ALIKE_ROUND = str.maketrans("0OQCG1IJL5S8BZ2VU", "0000011115588" + "22UU")
UNLIKE = 0.4  # share of letters in common below which nothing of the text is to be seen
FEW = 4  # letters: a shorter text is judged only by two engines that agree


def digits_seen(ink: PageInk, glyphs: Sequence[Glyph], lines: Sequence[Box]) -> tuple[str, bool]:
    """The digits that OCR sees where ``glyphs`` stand ("" for none), and whether these are surely others.

    A divider between two cells is easily taken for a 1 or for a part of a digit, so digits that are not
    those of the text are looked at once more without the form's ``lines`` (points of the page).
    """
    from extraction.w9.ocr_crop import ppocr, tesseract

    wanted = [glyph for glyph in glyphs if glyph.text.isdigit()]
    if not wanted:
        return "", False
    said = "".join(glyph.text for glyph in sorted(wanted, key=lambda one: one.box[0]))
    seen = _digits(ppocr(_strip(ink, wanted), "digits").text)
    if seen == said:
        return seen, False
    bare = _strip(ink, wanted, lines)
    again = _digits(ppocr(bare, "digits").text)
    if again == said:
        return again, False
    second = _digits(tesseract(bare, "digits").text)
    return seen, len(second) == len(said) and second != said and second in {seen, again}


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _strip(ink: PageInk, glyphs: Sequence[Glyph], lines: Sequence[Box] = ()) -> NDArray[np.uint8]:
    """The digits from left to right on white paper, each as the page draws it, without ``lines``."""
    around = union([glyph.box for glyph in glyphs])
    around = around[0] - 1, around[1] - 1, around[2] + 1, around[3] + 1
    corner = max(around[0], 0.0), max(around[1], 0.0)
    picture = without(ink.zoom(around, SCALE), lines, RULED, SCALE, corner)
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


def differs(ink: PageInk, glyphs: Sequence[Glyph]) -> str | None:
    """What is seen where ``glyphs`` stand, if it is not what they say; None if it is or cannot be told."""
    from extraction.w9.ocr_crop import ppocr, tesseract

    said = _plain("".join(glyph.text for glyph in glyphs))
    if not said or not said.isascii():
        return None
    picture = _line(ink, glyphs)
    first = ppocr(picture).text
    if _alike(first, glyphs):
        return None
    second = tesseract(picture).text
    if _alike(second, glyphs):
        return None
    agree = bool(_plain(first)) and _plain(first) == _plain(second)
    nothing = len(said) >= FEW and max(_common(said, first), _common(said, second)) < UNLIKE
    return first if agree or nothing else None


def _alike(seen: str, glyphs: Sequence[Glyph]) -> bool:
    said = "".join(glyph.text for glyph in glyphs)
    return any(_plain(seen, table) == _plain(said, table) for table in (ALIKE, ALIKE_ROUND))


def _plain(text: str, alike: dict[int, int] = ALIKE) -> str:
    """For comparing: capitals and digits without accents, those that look alike made one."""
    folded = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    known = re.sub(r"[^\w]|_", "", folded.upper())
    return re.sub("RN", "M", known.translate(alike))


def _common(said: str, seen: str) -> float:
    return SequenceMatcher(None, said, _plain(seen), autojunk=False).ratio()


def _line(ink: PageInk, glyphs: Sequence[Glyph]) -> NDArray[np.uint8]:
    """The letters at their places on white paper."""
    around = union([glyph.box for glyph in glyphs])
    around = around[0] - 2, around[1] - 2, around[2] + 2, around[3] + 2
    picture = ink.zoom(around, SCALE)
    paper = np.full_like(picture, 255)
    for glyph in glyphs:
        left, right = ((edge - around[0]) * SCALE for edge in (glyph.box[0], glyph.box[2]))
        top, bottom = ((edge - around[1]) * SCALE for edge in (glyph.box[1], glyph.box[3]))
        part = slice(max(int(top) - 2, 0), int(bottom) + 3), slice(max(int(left) - 2, 0), int(right) + 3)
        paper[part] = picture[part]
    return np.pad(paper, MARGIN, constant_values=255)
