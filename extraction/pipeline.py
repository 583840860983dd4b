"""What happens inside the child process: check the file, read its pages, split them, read each part."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from extraction import codec, kinds
from extraction.contracts import read_contract
from extraction.kinds import Face, Run
from extraction.options import Options
from extraction.paging import Known, PageReading, inspected, read_pages, scanned
from extraction.readers import image, ocr
from extraction.readers.turn import contract_to_stored, upright
from extraction.remarks import UNREAD, remarks
from extraction.sniff import Format, sniff
from extraction.sources import open_pages
from extraction.types import Extraction, ExtractionError, Issue, Kind, LongScan, Part, Status
from extraction.w9 import read_form, read_image, wrong_form_issue

READING = TypeAdapter(PageReading)


def read_file(*, path: str, options: str, most: int | None = None, readings: str | None = None) -> bytes:
    """Target of ``isolate.call``: the Extraction of a file as JSON. Raises ExtractionError.

    A file with more than ``most`` scanned pages is a LongScan instead. ``readings`` names a file with what
    ``read_one_page`` returned for the scanned pages.
    """
    known = _known(Path(readings)) if readings else {}
    found = _read(Path(path), codec.options_from_json(options), most, known)
    return codec.answer_to_json(found).encode()


def read_one_page(*, path: str, number: int, options: str) -> bytes:
    """Target of ``isolate.call``: one PageReading as JSON. Raises ExtractionError, ``no_such_page`` among
    others."""
    file, limits = Path(path), codec.options_from_json(options)
    sniffed = sniff(file)
    with open_pages(file, sniffed.format, limits) as pages:
        if not 1 <= number <= pages.count:
            raise ExtractionError("no_such_page", f"This file has {pages.count} pages.")
        forms = _Forms(pages.path, sniffed.format, limits)
        reading = next(read_pages(pages, list(inspected(pages, [number])), limits, forms.from_picture))
    return READING.dump_json(reading)


def _known(readings: Path) -> dict[int, PageReading | None]:
    kept = json.loads(readings.read_text(encoding="utf-8"))
    return {int(number): READING.validate_json(text) if text else None for number, text in kept.items()}


def _read(path: Path, options: Options, most: int | None, known: Known) -> Extraction | LongScan:
    sniffed = sniff(path)
    with open_pages(path, sniffed.format, options) as pages:
        forms = _Forms(pages.path, sniffed.format, options)
        layers = list(inspected(pages, range(1, pages.count + 1)))
        if most is not None and len(waiting := scanned(layers)) > most and options.ocr:
            return LongScan(pages.count, waiting)
        readings = list(read_pages(pages, layers, options, forms.from_picture, known))
        warnings = (*sniffed.warnings, *pages.warnings, *remarks(readings))
    runs = kinds.split(_faces(readings))
    parts = tuple(_part(run, runs, readings, forms) for run in runs)
    status = Status.WARNING if warnings else Status.ACCEPTED
    return Extraction(path.name, "", status, None, len(readings), parts, warnings)


def _faces(readings: Sequence[PageReading]) -> list[tuple[int, Face, str | None]]:
    return [
        (reading.page.number, Face.W9_FORM, None)
        if reading.form is not None
        else (reading.page.number, *kinds.face_of(reading.page))
        for reading in readings
    ]


class _Forms:
    """Reads the W-9 on a page of the file at hand."""

    def __init__(self, path: Path, format_: Format, options: Options) -> None:
        self.path = path
        self.format = format_
        self.today = options.today

    def from_picture(self, number: int) -> Part | None:
        """The W-9 in the picture of a page, or None when it shows none."""
        if not self.format.is_image:
            return read_form(self.path, number, today=self.today)
        frame = image.read_frame(self.path, number)
        return read_image(frame.gray, points_per_pixel=1 / frame.scale, page=number, today=self.today)

    def from_text(self, number: int) -> Part | None:
        """The W-9 on a page whose words say that it is one."""
        return read_form(self.path, number, today=self.today) if self.format is Format.PDF else None


def _part(run: Run, runs: Sequence[Run], readings: Sequence[PageReading], forms: _Forms) -> Part:
    mine = [readings[number - 1] for number in run.pages]
    if run.kind is Kind.W9 and not run.instructions_only:
        return _w9(run, mine, forms)
    if run.kind is Kind.CONTRACT:
        pages = [reading.page for reading in mine]
        contract = contract_to_stored(read_contract([upright(page) for page in pages]), pages)
        hidden = tuple(item for reading in mine for item in reading.hidden)
        issues = tuple(_unread(mine))
        return Part(
            run.kind,
            run.pages,
            issues=issues,
            needs_review=bool(issues or hidden),
            contract=replace(contract, hidden=hidden),
        )
    issues = tuple(_wrong(run, mine)) if _is_wrong(run, runs) else ()
    return Part(run.kind, run.pages, issues=issues)


def _w9(run: Run, mine: Sequence[PageReading], forms: _Forms) -> Part:
    part = mine[0].form or forms.from_text(run.pages[0])
    if part is None:
        message = "This looks like a Form W-9, but it cannot be read. Please use the form from irs.gov."
        return Part(
            run.kind, run.pages, issues=(Issue("unreadable_form", "error", message, page=run.pages[0]),)
        )
    return replace(part, pages=run.pages)


def _wrong(run: Run, mine: Sequence[PageReading]) -> Iterator[Issue]:
    """Another document, or one on which nothing stands; not what we had no time or means to read."""
    if any(reading.page.words for reading in mine):
        yield wrong_form_issue(run.pages[0], run.form)
    elif all(reading.page.problem in (None, ocr.NO_TEXT) for reading in mine):
        message = "Nothing can be read in this file. Please send the document itself, or scan it at 300 dpi."
        yield Issue("no_text", "error", message, page=run.pages[0])


def _is_wrong(run: Run, runs: Sequence[Run]) -> bool:
    """Is this instead of what we need? A letter may stand beside a W-9 or a contract, another form may not
    stand for a W-9."""
    kinds_there = {other.kind for other in runs if not other.instructions_only}
    if run.form is None:
        return not kinds_there & {Kind.W9, Kind.CONTRACT}
    return Kind.W9 not in kinds_there


def _unread(mine: Sequence[PageReading]) -> Iterator[Issue]:
    for reading in mine:
        if reading.page.problem in UNREAD:
            message = f"Page {reading.page.number} could not be read. A person must look at it."
            yield Issue("unreadable_page", "warning", message, page=reading.page.number)
