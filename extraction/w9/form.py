"""The doors of the W-9 reader: a PDF page or a picture in, a Part with fields and findings out."""

from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extraction.types import Issue, Kind, Part
from extraction.w9 import rules
from extraction.w9.digital import read_digital
from extraction.w9.picture import picture_of
from extraction.w9.policy import needs_person, tin_sure
from extraction.w9.readings import FormReading
from extraction.w9.reconcile import reconcile
from extraction.w9.substitute import read_substitute


def read_form(path: Path, page: int, *, today: date | None = None) -> Part | None:
    """The W-9 on page ``page`` (from 1) of a PDF, digital or scanned.

    None when the page is not a W-9 that can be read. ``today`` is the day the rules count from.
    """
    reading = read_digital(path, page) or read_substitute(path, page) or _scanned_page(path, page)
    return None if reading is None else part_of(reading, today=today)


def read_image(
    gray: NDArray[np.uint8],
    *,
    points_per_pixel: float | None = None,
    page: int = 1,
    today: date | None = None,
) -> Part | None:
    """The W-9 on a picture (rows, columns), gray, 0 black. None when it shows no W-9 that can be read."""
    from extraction.w9.scanned import read_scan

    reading = read_scan(gray, points_per_pixel=points_per_pixel, page=page)
    return None if reading is None else part_of(reading, today=today)


def part_of(reading: FormReading, *, today: date | None = None) -> Part:
    """Fields, findings and whether a person must look, from what the witnesses said."""
    readout = reconcile(reading)
    issues = rules.check(readout, today=today or date.today())
    return Part(
        kind=Kind.W9,
        pages=(reading.page,),
        revision=reading.revision,
        fields=readout.fields,
        issues=issues,
        needs_review=needs_person(readout, issues),
        tin_sure=tin_sure(readout),
    )


def wrong_form_issue(page: int, form: str | None = None) -> Issue:
    """The finding for a file that should be a W-9 and is ``form`` ("w-8ben", "w-4") or nothing known."""
    came = f"This is a Form {form.upper()}" if form else "This is not a Form W-9"
    return Issue(
        code="wrong_form",
        severity="error",
        message=f"{came}. Please send a completed and signed Form W-9 (a foreign person sends a Form W-8).",
        page=page,
    )


def _scanned_page(path: Path, page: int) -> FormReading | None:
    from extraction.w9.scanned import read_scan

    picture = picture_of(path, page)
    return read_scan(
        picture.gray, points_per_pixel=picture.points_per_pixel, detail=picture.detail, page=page
    )
