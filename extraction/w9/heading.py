"""The revision date printed in the heading, "(Rev. March 2024)": a second opinion on which form it is."""

import re
from datetime import date

import numpy as np

from extraction.w9.dates import MONTHS
from extraction.w9.ocr_crop import ppocr, tesseract
from extraction.w9.sheet import Sheet

HEADING = (36.0, 54.0, 114.0, 67.0)  # official points; every revision since 2007 has its date here
PRINTED = re.compile(r"(" + "|".join(MONTHS) + r")\s*((?:19|20)\d\d)", re.I)


def printed_date(sheet: Sheet) -> date | None:
    """The first of the printed month, when two engines read the same; None when they do not."""
    crop = np.ascontiguousarray(sheet.crop(HEADING, clean=False))
    seen = _month(ppocr(crop).text)
    if seen is None or seen == sheet.revision.issued:
        return seen
    return seen if seen == _month(tesseract(crop).text) else None


def _month(text: str) -> date | None:
    found = PRINTED.search(text)
    if found is None:
        return None
    return date(int(found[2]), MONTHS.index(found[1].lower()) + 1, 1)
