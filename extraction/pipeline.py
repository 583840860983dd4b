"""What happens inside the child process: check the file, read its pages, split them, read each part."""

from pathlib import Path

from extraction import codec, kinds
from extraction.isolate_server import report_progress
from extraction.options import Options
from extraction.readers import pdf
from extraction.types import Extraction, Page, Part, Status


def read_file(*, path: str, options: str) -> bytes:
    """Target of ``isolate.call``: the Extraction of a file as JSON. Raises ExtractionError."""
    return codec.to_json(_read(Path(path), codec.options_from_json(options))).encode()


def read_one_page(*, path: str, number: int, options: str) -> bytes:
    """Target of ``isolate.call``: one Page as JSON. Raises ExtractionError."""
    with pdf.open_pdf(Path(path)) as document:
        return codec.page_to_json(pdf.read_words(document, number)).encode()


def _read(path: Path, options: Options) -> Extraction:
    pages = _pages(path, options)
    parts = tuple(Part(run.kind, run.pages) for run in kinds.split(pages))
    return Extraction(path.name, "", Status.ACCEPTED, None, len(pages), parts)


def _pages(path: Path, options: Options) -> list[Page]:
    pages = []
    with pdf.open_pdf(path) as document:
        total = min(len(document), options.max_pages)
        for number in range(1, total + 1):
            pages.append(pdf.read_words(document, number))
            report_progress(number, total)
    return pages
