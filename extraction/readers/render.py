"""One page as a picture for a person, drawn in an isolated child.

Boxes come and go as everywhere: points, top-left origin, of the page as it is stored (unrotated). The picture
is as a viewer shows the page, so ``PageSize.rotation`` (degrees clockwise) says how to turn the boxes.
"""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageOps, ImageSequence

from extraction import isolate
from extraction.readers.image import open_image, size_in_points
from extraction.types import Box, ExtractionError

MAX_PIXELS = 12_000_000
MAX_WIDTH = 2400
MAX_PAGES = 400
WALL_SECONDS = 20.0
COVER_GREY = (120, 126, 136)
COVER_MARGIN = 3.0  # points: digits that stand out of their box stay covered too


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height in points as stored (unrotated), and the page's rotation in degrees clockwise."""

    width: float
    height: float
    rotation: int


def render_page(
    path: Path,
    page: int,
    *,
    width: int = 1100,
    crop: Box | None = None,
    cover: tuple[Box, ...] = (),
) -> bytes:
    """PNG of ``page`` (1-based), ``width`` pixels wide before cropping; ``cover`` boxes are painted over.

    Raises ExtractionError: ``no_such_page``, ``not_drawable`` (a kind without pages), or what the child met.
    """
    arguments = {
        "path": str(path.resolve()),
        "page": page,
        "width": max(64, min(width, MAX_WIDTH)),
        "crop": list(crop) if crop else None,
        "cover": [list(box) for box in cover],
    }
    return isolate.call("extraction.readers.render:draw", arguments, wall_seconds=WALL_SECONDS, memory_mb=900)


def page_sizes(path: Path) -> tuple[PageSize, ...]:
    """The pages of a PDF or picture, at most 400. Raises ExtractionError as ``render_page``."""
    arguments = {"path": str(path.resolve())}
    answer = isolate.call(
        "extraction.readers.render:measure", arguments, wall_seconds=WALL_SECONDS, memory_mb=900
    )
    return tuple(PageSize(**size) for size in json.loads(answer))


def draw(path: str, page: int, width: int, crop: list[float] | None, cover: list[list[float]]) -> bytes:
    """In the child: see ``render_page``."""
    size, picture = _pdf_page(path, page, width) if _is_pdf(path) else _picture_page(path, page, width)
    pen = ImageDraw.Draw(picture)
    for box in cover:
        pen.rectangle(_pixels(_grown(box, COVER_MARGIN), size, picture.size), fill=COVER_GREY)
    if crop is not None:
        left, top, right, bottom = _pixels(crop, size, picture.size)
        picture = picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=4)
    return out.getvalue()


def measure(path: str) -> bytes:
    """In the child: the sizes of all pages as JSON."""
    return json.dumps(
        [asdict(size) for size in (_pdf_sizes(path) if _is_pdf(path) else _picture_sizes(path))]
    ).encode()


def _is_pdf(path: str) -> bool:
    with Path(path).open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _stored_size(page: pdfium.PdfPage) -> PageSize:
    width, height = page.get_size()
    rotation = int(page.get_rotation())
    return PageSize(*((height, width) if rotation % 180 else (width, height)), rotation)


def _pdf_sizes(path: str) -> list[PageSize]:
    pdf = pdfium.PdfDocument(path)
    return [_stored_size(pdf[number]) for number in range(min(len(pdf), MAX_PAGES))]


def _pdf_page(path: str, number: int, width: int) -> tuple[PageSize, Image.Image]:
    pdf = pdfium.PdfDocument(path)
    pdf.init_forms()
    if not 1 <= number <= len(pdf):
        raise ExtractionError("no_such_page", "The document has no such page.")
    page = pdf[number - 1]
    shown_width, shown_height = page.get_size()
    scale = min(width / shown_width, (MAX_PIXELS / (shown_width * shown_height)) ** 0.5)
    pixels: np.ndarray = page.render(scale=scale, may_draw_forms=True).to_numpy()
    return _stored_size(page), Image.fromarray(_rgb(pixels))


def _rgb(pixels: np.ndarray) -> np.ndarray:
    """PDFium gives grey, BGR or BGRx."""
    return pixels if pixels.ndim == 2 else np.ascontiguousarray(pixels[:, :, 2::-1])


@contextmanager
def _picture(path: str) -> Iterator[Image.Image]:
    try:
        with open_image(Path(path)) as picture:
            yield picture
    except ExtractionError as error:
        if error.code != "corrupt":
            raise
        message = "This kind of file has no pages to show. Download it instead."
        raise ExtractionError("not_drawable", message) from error


def _picture_sizes(path: str) -> list[PageSize]:
    """Only TIFF has pages; the previews in a JPEG do not count."""
    with _picture(path) as picture:
        frames = ImageSequence.Iterator(picture) if picture.format == "TIFF" else [picture]
        return [_picture_size(frame) for frame, _ in zip(frames, range(MAX_PAGES), strict=False)]


def _picture_size(picture: Image.Image) -> PageSize:
    return PageSize(*size_in_points(picture), 0)


def _picture_page(path: str, number: int, width: int) -> tuple[PageSize, Image.Image]:
    """The picture in the proportions of its page: the lines of a fax are not square."""
    with _picture(path) as picture:
        try:
            picture.seek(number - 1)
        except (EOFError, ValueError) as error:
            raise ExtractionError("no_such_page", "The document has no such page.") from error
        size = _picture_size(picture)
        down = width * size.height / size.width
        scale = min(1.0, (MAX_PIXELS / (width * down)) ** 0.5)
        shape = (max(1, round(width * scale)), max(1, round(down * scale)))
        upright = ImageOps.exif_transpose(picture)
        return size, upright.convert("RGB").resize(shape, Image.Resampling.LANCZOS)


def _grown(box: list[float], by: float) -> list[float]:
    return [box[0] - by, box[1] - by, box[2] + by, box[3] + by]


def turned(box: Box | list[float], size: PageSize) -> Box:
    """A stored box on the page as shown, after its clockwise rotation."""
    x0, top, x1, bottom = box
    match size.rotation % 360:
        case 90:
            return (size.height - bottom, x0, size.height - top, x1)
        case 180:
            return (size.width - x1, size.height - bottom, size.width - x0, size.height - top)
        case 270:
            return (top, size.width - x1, bottom, size.width - x0)
        case _:
            return (x0, top, x1, bottom)


def _pixels(box: list[float], size: PageSize, shape: tuple[int, int]) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = turned(box, size)
    width, height = (size.height, size.width) if size.rotation % 180 else (size.width, size.height)
    across, down = shape[0] / width, shape[1] / height
    return round(x0 * across), round(top * down), round(x1 * across), round(bottom * down)
