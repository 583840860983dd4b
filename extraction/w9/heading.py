"""The revision date printed in the heading, "(Rev. March 2024)": a second opinion on which form it is."""

import re
from datetime import date

import numpy as np

from extraction.w9.dates import MONTHS
from extraction.w9.ocr_crop import ppocr, tesseract
from extraction.w9.sheet import Sheet

HEADING = (36.0, 54.0, 114.0, 67.0)  # official points; every revision since 2007 has its date here
STATED = re.compile(r"\(\s*rev\.?\s*", re.I)
PRINTED = re.compile(r"(" + "|".join(MONTHS) + r")\s*((?:19|20)\d\d)", re.I)


def printed_date(sheet: Sheet) -> date | None:
    """The first of the printed month, when two engines read the same; None when they do not."""
    crop = np.ascontiguousarray(sheet.crop(HEADING, clean=False))
    seen = month_in(ppocr(crop).text)
    if seen is None or seen == sheet.revision.issued:
        return seen
    return seen if seen == month_in(tesseract(crop).text) else None


def stated_date(text: str) -> date | None:
    """The revision date in the text of a page: the month after the first "(Rev." that names one."""
    dated = (PRINTED.match(text, place.end()) for place in STATED.finditer(text))
    return next((month_in(found[0]) for found in dated if found), None)


def month_in(text: str) -> date | None:
    """The first of the first month that a text names with its year."""
    found = PRINTED.search(text)
    if found is None:
        return None
    return date(int(found[2]), MONTHS.index(found[1].lower()) + 1, 1)
