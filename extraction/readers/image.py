"""PNG, JPEG and TIFF files as pages: one page a frame, upright by their EXIF mark, in grey."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from extraction.options import Options
from extraction.readers.raster import MAX_PIXELS, Gray, Raster
from extraction.types import ExtractionError, Issue

MAX_IMAGE_PIXELS = 50_000_000
MIN_SIDE = 150  # pixels: no page with text is smaller
LOW_SIDE = 1000  # pixels on the longer side: about 90 dpi for a page
LETTER_HEIGHT = 792.0  # points
PLAUSIBLE_SIDE = (200.0, 1500.0)  # points: from a postcard to A2
CORRUPT = "This picture is damaged and could not be read. Please save or scan it again."
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError)


@contextmanager
def open_image(path: Path) -> Iterator[Image.Image]:
    """The Pillow image. Raises ExtractionError ``pixels_too_many``, ``corrupt`` or ``unpacked_too_large``."""
    Image.MAX_IMAGE_PIXELS = MAX_IMAGE_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(path, formats=("PNG", "JPEG", "TIFF", "MPO"))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_many() from None
    except BROKEN:
        raise ExtractionError("corrupt", CORRUPT) from None
    with image:
        yield image


def _too_many() -> ExtractionError:
    message = "This picture has more than 50 million pixels. Please scan at 300 dpi and send it again."
    return ExtractionError("pixels_too_many", message)


def check_image(path: Path, options: Options) -> tuple[int, tuple[Issue, ...]]:
    """Number of frames and warnings. Raises ExtractionError ``pixels_too_many``, ``too_small``,
    ``too_many_pages`` or ``corrupt``."""
    with open_image(path) as image:
        count = _frames(image)
        if count > options.max_pages:
            message = (
                f"This file has {count} pages; {options.max_pages} is the most we take. Please split it."
            )
            raise ExtractionError("too_many_pages", message)
        if min(image.size) < MIN_SIDE:
            raise ExtractionError("too_small", "This picture is too small to read. Please scan at 300 dpi.")
        if max(image.size) < LOW_SIDE:
            return count, (
                Issue("low_quality", "warning", "This picture has few pixels. Better scan at 300 dpi."),
            )
        return count, ()


def _frames(image: Image.Image) -> int:
    """TIFF pages count; the frames of an animated PNG or the previews in a JPEG do not."""
    if image.format != "TIFF":
        return 1
    try:
        return int(getattr(image, "n_frames", 1))
    except BROKEN:
        raise ExtractionError("corrupt", CORRUPT) from None


def read_frame(path: Path, number: int) -> Raster:
    """Frame ``number`` (1-based) in grey. Raises ExtractionError ``corrupt`` or ``pixels_too_many``."""
    with open_image(path) as image:
        try:
            image.seek(number - 1)
            if image.width * image.height > MAX_IMAGE_PIXELS:
                raise _too_many()
            dpi = _dpi(image)
            gray = _gray(image)
        except BROKEN:
            raise ExtractionError("corrupt", CORRUPT) from None
    gray = _square(gray, dpi)
    rows, columns = gray.shape
    scale = pixels_per_point(columns, rows, dpi)
    gray, scale = _within_cap(gray, scale)
    rows, columns = gray.shape
    return Raster(gray, scale, 0, round(columns / scale, 2), round(rows / scale, 2))


def _square(gray: Gray, dpi: tuple[float, float] | None) -> Gray:
    """Square pixels: a fax in standard mode has half as many lines as columns an inch (ITU-T T.4)."""
    rows, columns = gray.shape
    size = _square_size(columns, rows, dpi)
    if size == (columns, rows):
        return gray
    return np.array(Image.fromarray(gray).resize(size, Image.Resampling.BICUBIC), dtype=np.uint8)


def _square_size(columns: int, rows: int, dpi: tuple[float, float] | None) -> tuple[int, int]:
    if dpi is None or min(dpi) <= 0 or 0.9 < dpi[0] / dpi[1] < 1.1:
        return columns, rows
    stretch = dpi[0] / dpi[1]
    if not 0.3 < stretch < 3.0:
        return columns, rows
    return (columns, round(rows * stretch)) if stretch > 1 else (round(columns / stretch), rows)


def _dpi(image: Image.Image) -> tuple[float, float] | None:
    """Pixels an inch across and down; TIFF gives them as fractions that may divide by zero."""
    try:
        across, down = image.info["dpi"]
        return float(across), float(down)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None


def _gray(image: Image.Image) -> Gray:
    """8 bits of grey on white: transparency is paper, deep grey keeps its upper bits, inks become light."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I") or upright.mode == "F":
        return _stretched(np.asarray(upright, dtype=np.float64))
    if upright.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in upright.info:
        picture = upright.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture)
        upright = paper
    if upright.mode == "LAB":
        return np.array(upright.getchannel(0), dtype=np.uint8)
    return np.array(upright.convert("L"), dtype=np.uint8)


def _stretched(values: NDArray[np.float64]) -> Gray:
    """Deep grey to 8 bits: by the full range of 16 bits where the values use it, else by what they use."""
    top = 65535.0 if values.max(initial=0) > 4095 else max(float(values.max(initial=0)), 1.0)
    return np.clip(values * (255.0 / top), 0, 255).astype(np.uint8)


def pixels_per_point(columns: int, rows: int, dpi: object) -> float:
    """The file's own resolution if that makes a plausible page, else that of a Letter page.

    ``dpi`` is Pillow's ``info["dpi"]``; with unlike values the rows must have been made square before.
    """
    if isinstance(dpi, tuple) and max(dpi) > 0:
        scale = float(max(dpi)) / 72
        low, high = PLAUSIBLE_SIDE
        if all(low <= side / scale <= high for side in (rows, columns)):
            return scale
    return max(columns, rows) / LETTER_HEIGHT


def size_in_points(image: Image.Image) -> tuple[float, float]:
    """Width and height of a frame as ``read_frame`` gives them: upright by its EXIF mark, in points."""
    dpi = _dpi(image)
    columns, rows = _square_size(*ImageOps.exif_transpose(image).size, dpi)
    scale = pixels_per_point(columns, rows, dpi)
    return round(columns / scale, 2), round(rows / scale, 2)


def _within_cap(gray: Gray, scale: float) -> tuple[Gray, float]:
    """Halve the picture until it is below the cap for one page."""
    rows, columns = gray.shape
    if rows * columns <= MAX_PIXELS:
        return gray, scale
    shrink = (MAX_PIXELS / (rows * columns)) ** 0.5
    size = int(columns * shrink), int(rows * shrink)
    smaller = np.array(Image.fromarray(gray).resize(size, Image.Resampling.LANCZOS), dtype=np.uint8)
    return smaller, scale * size[0] / columns
