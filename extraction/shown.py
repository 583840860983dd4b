"""Does a page show the numbers that its text layer says? Asked for those that money follows: tax ids.

Glyphs may be mapped to other characters (ToUnicode, ISO 32000-2, 9.10.3), and a scanner's hidden layer may
hold anything. Whole pages are compared by ``readers.compare``, where one wrong digit is lost among words.
"""

import re
from collections.abc import Callable, Sequence
from itertools import islice

from extraction.readers.raster import Raster
from extraction.types import Box, Word
from extraction.w9 import ocr_crop

SHAPE = re.compile(r"(?<![\w-])(?:\d{3}-\d{2}-\d{4}|\d{2}-\d{7})(?![\w-])")
MOST = 8  # numbers of a page that are looked at
MARGIN = 2.0  # points of paper around a number


def contradicted(said: str, seen: str) -> bool:
    """Does the picture hold numbers of a tax id's shape, and not all those that the layer says?"""
    shown = set(SHAPE.findall(seen))
    return bool(shown) and not set(SHAPE.findall(said)) <= shown


def otherwise(words: Sequence[Word], draw: Callable[[], Raster | None]) -> bool:
    """Do both engines read another number of this shape than the layer says, at the same place?

    ``draw`` gives the page's picture; it is asked only when there is such a number.
    """
    said = list(islice(((number, word.box) for word in words for number in SHAPE.findall(word.text)), MOST))
    raster = draw() if said else None
    if raster is None or raster.rotation:
        return False
    return any(_differs(number, raster, box) for number, box in said)


def _differs(number: str, raster: Raster, box: Box) -> bool:
    x0, top, x1, bottom = (round(side * raster.scale) for side in box)
    margin = round(MARGIN * raster.scale)
    crop = raster.gray[max(top - margin, 0) : bottom + margin, max(x0 - margin, 0) : x1 + margin]
    if crop.size == 0:
        return False
    readings = [SHAPE.findall(engine(crop, "digits").text) for engine in (ocr_crop.tesseract, ocr_crop.ppocr)]
    return all(reading and number not in reading for reading in readings)
