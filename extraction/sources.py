"""A file as numbered pages, whatever its format: the text layer of a page, and its picture."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from extraction.checks import warning
from extraction.checks.docx import Archive, check_docx, open_archive, opens_elsewhere
from extraction.checks.pdf import check_pdf, repaired
from extraction.options import Options
from extraction.readers import Look, image, pdf, raster
from extraction.readers.docx import read_story
from extraction.readers.docx_layout import lay_out
from extraction.readers.hidden import Inspected, inspect
from extraction.readers.raster import Raster
from extraction.sniff import Format
from extraction.types import ExtractionError, Issue, Page, Source


class Pages(Protocol):
    """An open file. Page numbers start at 1."""

    path: Path  # the file, or a repaired copy
    count: int
    warnings: tuple[Issue, ...]

    def layer(self, number: int) -> Inspected:
        """The page's own text, what else stands on it, and what of it is hidden."""
        ...

    def picture(self, number: int, dpi: float) -> Raster | None:
        """The page as it is displayed, in grey, at about ``dpi``; None where there is no picture."""
        ...


@contextmanager
def open_pages(path: Path, format_: Format, options: Options) -> Iterator[Pages]:
    """The pages of a file within the limits. Raises ExtractionError."""
    if format_ is Format.PDF:
        counted, warnings = check_pdf(path, options)
        if counted == 0:
            raise ExtractionError("no_pages", "This PDF has no pages. Please save or scan it again.")
        with _opened(path, counted) as (document, readable):
            count = _agreed(len(document), options)
            if readable != path:
                warnings += (warning("repaired", "This PDF is damaged; what could be saved of it was read."),)
            yield PdfPages(readable, document, count, warnings)
    elif format_ is Format.DOCX:
        with open_archive(path) as archive:
            yield DocxPages(path, archive, check_docx(archive), options)
    else:
        count, warnings = image.check_image(path, options)
        yield ImagePages(path, count, warnings)


@contextmanager
def _opened(path: Path, counted: int | None) -> Iterator[tuple[Any, Path]]:
    """The document and the file it was opened from: a repaired copy where only qpdf can read the file."""
    readable = path
    try:
        document = pdf.load_pdf(path)
    except ExtractionError as error:
        if counted is None or error.code != "corrupt":
            raise
        readable = repaired(path)
        document = pdf.load_pdf(readable)
    try:
        yield document, readable
    finally:
        document.close()


def _agreed(pages: int, options: Options) -> int:
    """The number of pages to read, within the limit."""
    if pages == 0:
        raise ExtractionError(
            "corrupt", "The pages of this PDF cannot be opened. Please save or scan it again."
        )
    _check_count(pages, "PDF", options)
    return pages


def _check_count(pages: int, name: str, options: Options) -> None:
    if pages > options.max_pages:
        message = f"This {name} has {pages} pages; {options.max_pages} is the most we take. Please split it."
        raise ExtractionError("too_many_pages", message)


class PdfPages:
    def __init__(self, path: Path, document: Any, count: int, warnings: tuple[Issue, ...]) -> None:
        self.path = path
        self.document = document
        self.count = count
        self.warnings = warnings

    def layer(self, number: int) -> Inspected:
        return inspect(self.document, number)

    def picture(self, number: int, dpi: float) -> Raster | None:
        return raster.render(self.document, number, dpi)


class DocxPages:
    def __init__(self, path: Path, archive: Archive, warnings: tuple[Issue, ...], options: Options) -> None:
        self.path = path
        story = read_story(archive)
        self._pages = lay_out(story)
        self.count = len(self._pages)
        _check_count(self.count, "document", options)
        self.warnings = warnings
        if story.tracked:
            message = "This document has tracked changes. It was read as if all were accepted."
            self.warnings += (warning("tracked_changes", message),)
        if not opens_elsewhere(archive):
            message = (
                "This Word file is built unusually; programs may read it differently. Better send a PDF."
            )
            self.warnings += (warning("unusual_structure", message),)

    def layer(self, number: int) -> Inspected:
        page, hidden = self._pages[number - 1]
        return Inspected(page, Look(), hidden)

    def picture(self, number: int, dpi: float) -> Raster | None:
        return None


class ImagePages:
    def __init__(self, path: Path, count: int, warnings: tuple[Issue, ...]) -> None:
        self.path = path
        self.count = count
        self.warnings = warnings
        self._last: tuple[int, Raster] | None = None

    def layer(self, number: int) -> Inspected:
        frame = self._frame(number)
        page = Page(number, frame.width, frame.height, 0, (), Source.OCR, 0.0)
        return Inspected(page, Look(picture=1.0), ())

    def picture(self, number: int, dpi: float) -> Raster | None:
        return self._frame(number)

    def _frame(self, number: int) -> Raster:
        if self._last is None or self._last[0] != number:
            self._last = number, image.read_frame(self.path, number)
        return self._last[1]
